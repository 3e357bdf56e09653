/** Asks at once, and again when that is answered if the input has changed meanwhile; inputs in between are never asked. */
export interface OneAtATime<I> {
  ask(input: I): void
  /** Forgets what waits; what is under way ends by itself. */
  cancel(): void
}

/** `run` says itself what failed; here a failure only ends its turn. */
export function createOneAtATime<I>(run: (input: I) => Promise<unknown>): OneAtATime<I> {
  let isRunning = false
  let waiting: { readonly input: I } | null = null

  const start = (input: I): void => {
    isRunning = true
    const next = (): void => {
      isRunning = false
      const newest = waiting
      waiting = null
      if (newest !== null) start(newest.input)
    }
    run(input).then(next, next)
  }

  return {
    ask(input) {
      if (isRunning) waiting = { input }
      else start(input)
    },
    cancel() {
      waiting = null
    },
  }
}
