/** Megabytes (10⁶ bytes of UTF-8) per second on one thread. null where there was no text or the clock did not move. */
export interface SpeedMetrics {
  /** One call per row, over all rows: the median of the rounds. */
  readonly perMessageMBps: number | null
  /** The rows joined by line ends, in pieces of 64 KiB (65,536 UTF-16 code units). */
  readonly chunksMBps: number | null
  /** The same by the CPU time of the thread: on a busy machine the fairer figures, on an idle one nearly the same. */
  readonly cpu: { readonly perMessageMBps: number | null; readonly chunksMBps: number | null }
  readonly rounds: number
}

/** Two clocks, both in milliseconds: the wall's, and the CPU time that this thread has used. */
export interface Clocks {
  readonly wall: () => number
  readonly cpu: () => number
}

const CHUNK = 65_536
const MAX_ROUNDS = 5
/** No further round is begun after this. */
const BUDGET_MS = 2_000
/** Joined rows are repeated to this length, code units, so that a short file has more than one chunk. */
const MIN_JOINED = 4 * CHUNK

/** Runs `scan` over the texts; whoever calls has warmed it up by scanning them once. */
export function measureSpeed(texts: readonly string[], scan: (text: string) => unknown, clocks: Clocks): SpeedMetrics {
  const messages = ratesOf(texts, scan, clocks)
  const chunks = ratesOf(chunksOf(texts), scan, clocks)
  return {
    perMessageMBps: messages.wall,
    chunksMBps: chunks.wall,
    cpu: { perMessageMBps: messages.cpu, chunksMBps: chunks.cpu },
    rounds: messages.rounds,
  }
}

/** Pieces of 64 KiB of all texts, joined by line ends. No piece ends between the two halves of a surrogate pair. */
export function chunksOf(texts: readonly string[], minLength = MIN_JOINED): string[] {
  const once = texts.join('\n')
  if (once.trim() === '') return []
  const joined = once.length >= minLength ? once : `${once}\n`.repeat(Math.ceil(minLength / (once.length + 1)))
  const chunks: string[] = []
  for (let from = 0; from < joined.length; ) {
    let to = Math.min(from + CHUNK, joined.length)
    if (to < joined.length && isHighSurrogate(joined.charCodeAt(to - 1))) to -= 1
    chunks.push(joined.slice(from, to))
    from = to
  }
  return chunks
}

interface Rates {
  readonly wall: number | null
  readonly cpu: number | null
  readonly rounds: number
}

function ratesOf(texts: readonly string[], scan: (text: string) => unknown, { wall, cpu }: Clocks): Rates {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const wallTimes: number[] = []
  const cpuTimes: number[] = []
  let spent = 0
  while (bytes > 0 && wallTimes.length < MAX_ROUNDS && (wallTimes.length === 0 || spent < BUDGET_MS)) {
    const startedCpu = cpu()
    const started = wall()
    for (const text of texts) scan(text)
    const took = wall() - started
    wallTimes.push(took)
    cpuTimes.push(cpu() - startedCpu)
    spent += took
  }
  const rate = (times: number[]): number | null => {
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
    return median > 0 ? bytes / 1_000 / median : null
  }
  return { wall: rate(wallTimes), cpu: rate(cpuTimes), rounds: wallTimes.length }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
