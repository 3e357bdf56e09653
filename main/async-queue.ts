/**
 * A queue between a producer that must not wait and a consumer that may be slow. `merge` folds a new item into the last waiting one
 * (returning the merged item) or returns null; with it a slow consumer costs memory for what is new, not for every event.
 */
export interface AsyncQueue<T> extends AsyncIterable<T> {
  push(item: T): void
  /** Ends the iteration after what is waiting has been taken. */
  close(): void
}

export function createAsyncQueue<T>(merge: (last: T, next: T) => T | null = () => null, signal?: AbortSignal): AsyncQueue<T> {
  const items: T[] = []
  let closed = false
  let wake: (() => void) | null = null
  const ring = (): void => {
    wake?.()
    wake = null
  }
  const close = (): void => {
    closed = true
    ring()
  }
  if (signal?.aborted === true) closed = true
  signal?.addEventListener('abort', close, { once: true })
  return {
    push(item) {
      if (closed) return
      const last = items.at(-1)
      const merged = last === undefined ? null : merge(last, item)
      if (merged === null) items.push(item)
      else items[items.length - 1] = merged
      ring()
    },
    close,
    async *[Symbol.asyncIterator]() {
      try {
        while (true) {
          const item = items.shift()
          if (item !== undefined) yield item
          else if (closed) return
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        signal?.removeEventListener('abort', close)
        closed = true
      }
    },
  }
}
