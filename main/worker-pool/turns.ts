/**
 * Lets at most `count` callers work at once, first come, first served. Resolves with the function that ends the turn (call it
 * once). A caller whose signal aborts leaves the line and gets the signal's reason.
 */
export function createTurns(count: number): (signal: AbortSignal) => Promise<() => void> {
  const line = new Set<() => void>()
  let working = 0

  function end(): void {
    working -= 1
    const [next] = line
    next?.()
  }

  return (signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      const begin = (): void => {
        leave()
        working += 1
        resolve(end)
      }
      const giveUp = (): void => {
        leave()
        reject(signal.reason)
      }
      const leave = (): void => {
        line.delete(begin)
        signal.removeEventListener('abort', giveUp)
      }
      if (working < count) {
        begin()
        return
      }
      line.add(begin)
      signal.addEventListener('abort', giveUp, { once: true })
    })
}
