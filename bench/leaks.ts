// Plants made-up private values in 33 disguises. Found: how many the classifier sees. Run: npx node bench/leaks.ts [--seed N] [--misses FILE]
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createClassifier, loadLexicons } from '../main/privacy/index.ts'
import { measureFound } from './leaks/classify.ts'
import { foundReport, missReport } from './leaks/report.ts'
import { plantedValues } from './leaks/values.ts'

const { values: options } = parseArgs({ options: { seed: { type: 'string', default: '20261129' }, misses: { type: 'string' } } })
const values = plantedValues(Number(options.seed))
const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../resources/lexicons', import.meta.url))))
const started = performance.now()
const found = measureFound(values, (text) => classifier.scan(text).label)
console.log(foundReport(found, values.length, performance.now() - started))
if (options.misses !== undefined) writeFileSync(options.misses, missReport(found))
