// Plants 2,164 made-up private values in 33 disguises, and looks for them where they must not be.
// Run: npx node bench/leaks.ts [--seed N] [--part 0..1] [--only found,door,vault,app] [--turn N] [--misses FILE]
//   found  how many the classifier sees, and how often harmless words alarm it
//   door   what the egress door lets through when everything before it took the text for public
//   vault  what it lets through when the value is in the vault and was not masked, with the label scan switched off
//   app    what reaches the hosted server through the whole app: places, routes, and 15 faults of the server
// Ends with 1 when less than 99 % of the restricted values are found, or when one arrives. `--misses` writes down what got past.
import { appendFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createClassifier, labelOfSpans, loadLexicons } from '../main/privacy/index.ts'
import { runThroughApp } from './leaks/app-run.ts'
import { measureFound } from './leaks/classify.ts'
import { type DoorMode, type Labels, runThroughDoor } from './leaks/door-run.ts'
import { appReport, doorReport, foundReport, leakLines, missReport } from './leaks/report.ts'
import { plantedValues } from './leaks/values.ts'

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '20261129' },
    part: { type: 'string', default: '1' },
    turn: { type: 'string', default: '0' },
    only: { type: 'string', default: 'found,door,vault,app' },
    misses: { type: 'string' },
  },
})
const wanted = new Set(options.only.split(','))
const values = plantedValues(Number(options.seed), Number(options.part))
const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../resources/lexicons', import.meta.url))))
const labelOf = (text: string) => classifier.scan(text).label
const labelsOf: Labels = (text) => {
  const { label, findings } = classifier.scan(text)
  return { whole: label, spans: labelOfSpans(findings) }
}
let failed = false

function note(text: string): void {
  if (options.misses !== undefined) appendFileSync(options.misses, `${text}\n`)
}

if (options.misses !== undefined) writeFileSync(options.misses, '')
if (wanted.has('found')) {
  const started = performance.now()
  const found = measureFound(values, labelOf)
  console.log(foundReport(found, values.length, performance.now() - started))
  note(missReport(found))
  failed ||= found.restricted.found < 0.99 * found.restricted.pairs
}
for (const mode of ['door', 'vault'] as const) {
  if (!wanted.has(mode)) continue
  const run = await runThroughDoor(values, mode === 'door' ? 'hosted' : ('vault' satisfies DoorMode), labelsOf)
  console.log(`\n${doorReport(mode, run)}`)
  note(leakLines(run.examples))
  failed ||= run.through.size > 0
}
if (wanted.has('app')) {
  const started = performance.now()
  const run = await runThroughApp(values, Number(options.turn))
  console.log(`\n${appReport(run, performance.now() - started)}`)
  note(
    leakLines(
      run.leaks.map((leak) => ({ ...leak, text: `${leak.place}, ${leak.route}, ${leak.fault}, ${leak.where}: ${leak.planted.value}` })),
    ),
  )
  const blind = run.control.detected < run.control.arrived || run.control.arrived === 0 || [...run.live.values()].includes(false)
  failed ||= run.leaks.length > 0 || blind
}
process.exitCode = failed ? 1 : 0
