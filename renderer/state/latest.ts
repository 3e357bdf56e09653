/** Asks for the newest input only: waits `delayMs` after the last one, and drops answers that a newer input has overtaken. */
export interface Latest<I> {
  ask(input: I): void
  /** Forgets what is under way. */
  cancel(): void
}

export function createLatest<I, O>(options: {
  delayMs: number
  run(input: I, signal: AbortSignal): Promise<O>
  onAnswer(input: I, output: O): void
  onFailure(input: I, error: unknown): void
}): Latest<I> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | undefined

  const start = async (input: I): Promise<void> => {
    const mine = new AbortController()
    running = mine
    try {
      const output = await options.run(input, mine.signal)
      if (!mine.signal.aborted) options.onAnswer(input, output)
    } catch (error) {
      if (!mine.signal.aborted) options.onFailure(input, error)
    }
  }

  const cancel = (): void => {
    clearTimeout(timer)
    running?.abort()
  }

  return {
    ask(input) {
      cancel()
      timer = setTimeout(() => void start(input), options.delayMs)
    },
    cancel,
  }
}
