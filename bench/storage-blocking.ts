// How long the main thread stands still while 2,000 writes reach the disk: SQLite on the same thread against SQLite in its own.
// Run: npx node bench/storage-blocking.ts
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OpenedStorage, openStorage } from '../main/storage/index.ts'
import { sampleEntry, sampleGeneration, sampleJob } from '../main/storage/storage-samples.ts'
import { silentLog } from '../main/telemetry/index.ts'

const WRITES = 2_000
/** Writes under way at the same time, as when several jobs run and stream. */
const IN_FLIGHT = 8
const ROUNDS = 5

/** A run: gaps of the event loop and how long the writes took (ms). */
interface Run {
  readonly gaps: readonly number[]
  readonly elapsedMs: number
}

/**
 * Gaps between turns of the event loop, in ms. A turn through `setImmediate` costs microseconds when nothing blocks, so a gap is time
 * in which no input could have been answered.
 */
function watchEventLoop(): { stop(): number[] } {
  const gaps: number[] = []
  let last = performance.now()
  let running = true
  const turn = (): void => {
    const now = performance.now()
    gaps.push(now - last)
    last = now
    if (running) setImmediate(turn)
  }
  setImmediate(turn)
  return {
    stop() {
      running = false
      return gaps
    },
  }
}

/** A third each: a new generation with its job, a draft of 20,000 characters, an entry of the ledger. */
async function write(storage: OpenedStorage, index: number): Promise<void> {
  const of = index - (index % 3)
  const ids = { id: `gen_${of}`, jobId: `job_${of}` }
  if (index % 3 === 0) await storage.generations.create(sampleGeneration(ids), sampleJob({ id: ids.jobId, subject: ids.id }))
  else if (index % 3 === 1) await storage.generations.saveText(ids.id, 'word '.repeat(4_000))
  else await storage.ledger.append(sampleEntry({ generationId: ids.id, payload: 'masked '.repeat(300) }))
}

/** Writes 0, 3, 6 … come first for their followers: each worker takes whole threes. */
async function writeAll(storage: OpenedStorage): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < WRITES) {
      const first = next
      next += 3
      for (let index = first; index < Math.min(first + 3, WRITES); index += 1) {
        await write(storage, index)
        // Real writes are caused by something that arrived: each begins in a turn of its own. Without this the inline run is one block.
        await nextTurn()
      }
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker))
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** The same watch while nothing is written: what the machine's other work costs by itself. */
async function measureIdle(): Promise<Run> {
  const loop = watchEventLoop()
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  return { gaps: loop.stop(), elapsedMs: 0 }
}

async function measure(mode: 'inline' | 'thread'): Promise<Run> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tidegate-bench-'))
  try {
    const storage = await openStorage({ dataDir, mode, log: silentLog })
    const begun = performance.now()
    const loop = watchEventLoop()
    await writeAll(storage)
    const elapsedMs = performance.now() - begun
    // The turn that the last writes blocked is over when the next one begins.
    await nextTurn()
    const gaps = loop.stop()
    await storage.dispose()
    return { gaps, elapsedMs }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The gap that a random moment falls into, at a share of all moments. */
function atShareOfTime(sorted: readonly number[], share: number): number {
  const total = sorted.reduce((sum, gap) => sum + gap, 0)
  let seen = 0
  for (const gap of sorted) {
    seen += gap
    if (seen >= total * share) return gap
  }
  return 0
}

/** All rounds together. Percentiles by time, not by turn: idle turns are many and short, and would hide what a person feels. */
function summary(runs: readonly Run[]) {
  const gaps = runs.flatMap((run) => run.gaps).sort((a, b) => a - b)
  const rounded = (value: number): number => Number(value.toFixed(3))
  const elapsedMs = runs.reduce((sum, run) => sum + run.elapsedMs, 0)
  return {
    p50Ms: rounded(atShareOfTime(gaps, 0.5)),
    p90Ms: rounded(atShareOfTime(gaps, 0.9)),
    p99Ms: rounded(atShareOfTime(gaps, 0.99)),
    maxMs: rounded(gaps.at(-1) ?? 0),
    writesPerSecond: elapsedMs === 0 ? null : Math.round((WRITES * runs.length * 1_000) / elapsedMs),
  }
}

const runs: Record<'idle' | 'inline' | 'thread', Run[]> = { idle: [], inline: [], thread: [] }
for (let round = 0; round < ROUNDS; round += 1) {
  runs.idle.push(await measureIdle())
  runs.inline.push(await measure('inline'))
  runs.thread.push(await measure('thread'))
}
const idle = summary(runs.idle)
const inline = summary(runs.inline)
const thread = summary(runs.thread)
const ratio = (key: 'p50Ms' | 'p90Ms' | 'p99Ms' | 'maxMs'): number => Number((inline[key] / thread[key]).toFixed(1))
const inlineToThread = { p50: ratio('p50Ms'), p90: ratio('p90Ms'), p99: ratio('p99Ms'), max: ratio('maxMs') }
console.log(JSON.stringify({ writes: WRITES, inFlight: IN_FLIGHT, rounds: ROUNDS, idle, inline, thread, inlineToThread }, null, 2))
