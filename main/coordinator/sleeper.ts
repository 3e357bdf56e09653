/** Waits that can be cut short, so that a cancel or a shutdown does not have to sit out a backoff. */
export interface Sleeper {
  sleep(ms: number): Promise<void>
  wakeAll(): void
}

export function createSleeper(): Sleeper {
  const sleeping = new Set<() => void>()
  return {
    sleep: (ms) =>
      new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer)
          sleeping.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, ms)
        sleeping.add(wake)
      }),
    wakeAll() {
      if (sleeping.size > 0) for (const wake of [...sleeping]) wake()
    },
  }
}
