// Comparing pictures: decoded pixels by kind of change and size, and how long the calling thread is held with and without the worker.
// `npx node e2e/visual/make-pairs.ts FOLDER`, then `npx node bench/visual/run.ts FOLDER/pairs.jsonl [--json]`. Times in milliseconds.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { parsePictureRow } from '../../main/testing/visual/eval/index.ts'
import { compareDecoded, comparePictures, createPictureWorkers, decodePng, type Pixels } from '../../main/testing/visual/index.ts'
import { quantile } from '../quantile.ts'

const ROUNDS = 40
const NONE = { before: [], after: [] }

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false } } })
const [file] = positionals
if (file === undefined) throw new Error('Name the pairs: npx node bench/visual/run.ts FOLDER/pairs.jsonl')
const rows = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line, index) => parsePictureRow(JSON.parse(line), `${file}:${index + 1}`))
  .filter(({ sameEnvironment }) => sameEnvironment)

const sizes = new Map(rows.map(({ before }) => [before, decodePng(read(before))]))
const pixels = [
  ...rows.map(({ id, before, after }) => measure(id, sizes.get(before) ?? decodePng(read(before)), decodePng(read(after)))),
  ...[...sizes].map(([before, picture]) => measure(`${before}, all of it changed`, picture, tinted(picture))),
]

const largest = rows.filter(({ id }) => id.includes('4k')).filter(({ changed }) => changed)
const pictures = createPictureWorkers()
const held = { here: 0, worker: 0 }
const taken = { here: [] as number[], worker: [] as number[] }
for (const row of largest) {
  const pair = [picture(row.before), picture(row.after), { masks: row.masks }] as const
  const here = await longestStretch(async () => comparePictures(...pair))
  const worker = await longestStretch(() => pictures.compare(...pair))
  if (JSON.stringify(here.result) !== JSON.stringify(worker.result)) throw new Error(`The worker says something else of ${row.id}.`)
  held.here = Math.max(held.here, here.stretch)
  held.worker = Math.max(held.worker, worker.stretch)
  taken.here.push(here.ms)
  taken.worker.push(worker.ms)
}
// Nobody looks meanwhile, so that only what comparing itself takes of this thread is counted.
const from = process.threadCpuUsage()
for (const row of largest) await pictures.compare(picture(row.before), picture(row.after), { masks: row.masks })
const own = process.threadCpuUsage(from)
await pictures.dispose()

const report = {
  pixels,
  worst: Object.fromEntries(
    [...Map.groupBy(pixels, ({ size }) => size)].map(([size, of]) => [size, Math.max(...of.map(({ cpu }) => cpu))]),
  ),
  largest: {
    pairs: largest.length,
    longestStretch: held,
    callersTime: (own.user + own.system) / 1_000 / largest.length,
    medianOfWhole: { here: quantile(taken.here, 0.5), worker: quantile(taken.worker, 0.5) },
  },
}
if (values.json) console.log(JSON.stringify(report))
else {
  for (const { id, size, cpu, best } of pixels)
    console.log(`${id.padEnd(36)} ${size.padEnd(12)} ${cpu.toFixed(1)} of processor time, ${best.toFixed(1)} at best`)
  for (const [size, ms] of Object.entries(report.worst))
    console.log(`${size}: the slowest kind of change takes ${ms.toFixed(1)} of processor time`)
  console.log(
    `${largest.length} pairs of the larger size, decoded and compared: here ${report.largest.medianOfWhole.here.toFixed(0)}, in a worker ${report.largest.medianOfWhole.worker.toFixed(0)}`,
  )
  console.log(`the calling thread is held at most ${held.here.toFixed(1)} here, ${held.worker.toFixed(1)} with the worker`)
  console.log(
    `with the worker, a pair takes ${report.largest.callersTime.toFixed(1)} of the calling thread's own time, reading its files included`,
  )
}

/** The mean of the thread's own time, which a busy machine bears on least, and the best by the clock. */
function measure(id: string, a: Pixels, b: Pixels) {
  const compare = (): number => {
    const started = performance.now()
    compareDecoded(a, b, NONE, true)
    return performance.now() - started
  }
  compare()
  const from = process.threadCpuUsage()
  const best = Math.min(...Array.from({ length: ROUNDS }, compare))
  const { user, system } = process.threadCpuUsage(from)
  return { id, size: `${a.width} × ${a.height}`, cpu: (user + system) / 1_000 / ROUNDS, best }
}

/** Every pixel a little otherwise: another theme. */
function tinted({ width, height, data }: Pixels): Pixels {
  return { width, height, data: data.map((value, index) => (index % 4 === 3 ? value : value ^ 3)) }
}

function read(path: string): Uint8Array {
  return readFileSync(join(dirname(file ?? ''), path))
}

function picture(path: string) {
  return { png: read(path), fingerprint: { renderer: 'bench', platform: 'bench', fonts: '', scale: 1, flags: [] }, elements: [] }
}

/** The longest time in which the loop did nothing else while the work was under way. */
async function longestStretch<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly stretch: number; readonly ms: number }> {
  let [stretch, isDone, last] = [0, false, performance.now()]
  const started = last
  const look = (): void => {
    const now = performance.now()
    stretch = Math.max(stretch, now - last)
    last = now
    if (!isDone) setImmediate(look)
  }
  await new Promise((resolve) => setImmediate(resolve))
  last = performance.now()
  setImmediate(look)
  const result = await work()
  isDone = true
  const ms = performance.now() - started
  await new Promise((resolve) => setImmediate(resolve))
  look()
  return { result, stretch, ms }
}
