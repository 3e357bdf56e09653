/** Something that is dear to learn, at its own rate. `null` is: not known. */
export interface Probe<T> {
  /** Begins to learn it anew when that is due. */
  refresh(): void
  value(): T | null
  /** What is known is looked up anew at the next `refresh`, and stands until then. */
  outdate(): void
  /** Resolves when nothing is being learnt. */
  settled(): Promise<void>
}

export interface ProbeOptions<T> {
  /** Between two looks, ms. */
  readonly everyMs: () => number
  /** A look that takes longer is given up, ms. */
  readonly timeoutMs: number
  /** Null for what cannot be told; rejects when it failed. */
  readonly read: (signal: AbortSignal) => Promise<T | null>
  readonly monotonic: () => number
  readonly signal: AbortSignal
  readonly onFailure: (error: unknown) => void
}

/** After a failure the next look is twice as late as after the one before, up to this many times its rate. */
const LONGEST_FACTOR = 32
/** What was learnt stands for so many of its intervals; after that it is not known. */
const STANDS_FOR = 3

/** Learns in the background, one look at a time, and backs off from what fails or cannot be told. */
export function createProbe<T>(options: ProbeOptions<T>): Probe<T> {
  const { monotonic, signal } = options
  let known: { readonly value: T; readonly at: number } | null = null
  let nextAt = Number.NEGATIVE_INFINITY
  let failures = 0
  let running: Promise<void> | null = null

  async function look(): Promise<void> {
    const gone = new AbortController()
    const timer = setTimeout(() => {
      gone.abort(new Error('no answer in time'))
      // It counts as failed from now on, though a driver that hangs may not let go of it: no second one is started beside it.
      failed(gone.signal.reason)
    }, options.timeoutMs)
    timer.unref()
    try {
      const value = await options.read(AbortSignal.any([signal, gone.signal]))
      if (gone.signal.aborted) return
      if (value === null) failures += 1
      else {
        failures = 0
        known = { value, at: monotonic() }
      }
      plan()
    } catch (error) {
      if (!gone.signal.aborted) failed(error)
    } finally {
      clearTimeout(timer)
    }
  }

  function failed(error: unknown): void {
    failures += 1
    plan()
    if (!signal.aborted) options.onFailure(error)
  }

  function plan(): void {
    nextAt = monotonic() + options.everyMs() * Math.min(LONGEST_FACTOR, 2 ** failures)
  }

  return {
    refresh() {
      if (running !== null || signal.aborted || monotonic() < nextAt) return
      running = look().finally(() => {
        running = null
      })
    },
    value() {
      return known !== null && monotonic() - known.at <= STANDS_FOR * options.everyMs() ? known.value : null
    },
    outdate() {
      nextAt = Number.NEGATIVE_INFINITY
      failures = 0
    },
    async settled() {
      await running
    },
  }
}
