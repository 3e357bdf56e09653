// What the queue does to the process it runs in: `npx tidegate bench queue-load [--parts …] [--jobs N] [--seconds N] [--json]`. See bench/README.md.
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { measureBlocking } from './blocking.ts'
import { measureEndurance } from './endurance.ts'
import { measureInteractive } from './interactive.ts'
import { measureMakeWay } from './make-way.ts'

const PARTS: Readonly<Record<string, (options: { readonly jobs: number; readonly seconds: number }) => Promise<unknown>>> = {
  blocking: measureBlocking,
  interactive: measureInteractive,
  'make-way': measureMakeWay,
  endurance: measureEndurance,
}

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: Object.keys(PARTS).join(',') },
    jobs: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
})
const options = { jobs: Number(values.jobs), seconds: Number(values.seconds) }
if (!(options.jobs >= 10_000) || !(options.seconds > 0)) throw new Error('--jobs is a number from 10,000, --seconds one above 0.')

const report: Record<string, unknown> = {}
for (const name of values.parts.split(',')) {
  const measure = PARTS[name]
  if (measure === undefined) throw new Error(`There is no part ${name}. There are: ${Object.keys(PARTS).join(', ')}.`)
  const before = loadavg()[0] ?? 0
  const figures = await measure(options)
  // Figures of a machine that does other work say less: its load goes with them.
  report[name] = { machineLoad: [round(before), round(loadavg()[0] ?? 0)], figures }
  if (!values.json) console.log(name, JSON.stringify(report[name], null, 2))
}
if (values.json) console.log(JSON.stringify(report))

function round(n: number): number {
  return Math.round(n * 10) / 10
}
