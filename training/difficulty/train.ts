// Learns the estimator of difficulty from the rows of a folder, and writes resources/difficulty/model.bin:
//   npx node training/difficulty/train.ts --data FOLDER [--out FILE] [--leave-out SUITE]
// The same rows give the same file, byte for byte.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { packDifficultyModel } from '../../main/routing/difficulty/model-file.ts'
import { fitModel } from './fit-model.ts'
import { readRows } from './rows.ts'
import { makeSamples, SAMPLES_SEED } from './samples.ts'

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, out: { type: 'string' }, 'leave-out': { type: 'string' } },
})
if (options.data === undefined) throw new Error('Say where the labelled rows are: --data FOLDER.')
const started = performance.now()
const rows = readRows(options.data).filter(({ suite }) => suite !== options['leave-out'])
const samples = makeSamples(rows, SAMPLES_SEED)
const packed = packDifficultyModel(fitModel(samples))
const out = options.out ?? fileURLToPath(new URL('../../resources/difficulty/model.bin', import.meta.url))
mkdirSync(dirname(out), { recursive: true })
writeFileSync(out, packed)
process.stdout.write(
  `${rows.length} rows, ${samples.length} texts, ${packed.length} bytes, ${((performance.now() - started) / 1000).toFixed(0)} s\n`,
)
