/** Megabytes (10⁶ bytes of UTF-8) per second on one thread. null where there was no text or the clock did not move. */
export interface SpeedMetrics {
  /** One call per row, over all rows: the median of the rounds. */
  readonly perMessageMBps: number | null
  /** The rows joined by line ends, in pieces of 64 KiB (65,536 UTF-16 code units). */
  readonly chunksMBps: number | null
  readonly rounds: number
}

const CHUNK = 65_536
const MAX_ROUNDS = 5
/** No further round is begun after this. */
const BUDGET_MS = 2_000
/** Joined rows are repeated to this length, code units, so that a short file has more than one chunk. */
const MIN_JOINED = 4 * CHUNK

/** Runs `scan` over the texts; whoever calls has warmed it up by scanning them once. `now` gives milliseconds. */
export function measureSpeed(texts: readonly string[], scan: (text: string) => unknown, now: () => number): SpeedMetrics {
  const messages = rateOf(texts, scan, now)
  return { perMessageMBps: messages.rate, chunksMBps: rateOf(chunksOf(texts), scan, now).rate, rounds: messages.rounds }
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

function rateOf(texts: readonly string[], scan: (text: string) => unknown, now: () => number): { rate: number | null; rounds: number } {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const times: number[] = []
  let spent = 0
  while (bytes > 0 && times.length < MAX_ROUNDS && (times.length === 0 || spent < BUDGET_MS)) {
    const started = now()
    for (const text of texts) scan(text)
    const took = now() - started
    times.push(took)
    spent += took
  }
  const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
  return { rate: median > 0 ? bytes / 1_000 / median : null, rounds: times.length }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
