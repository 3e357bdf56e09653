import type { Client } from './connect.ts'
import type { ConnectionStore } from './connection-store.ts'

/** `open` asks for the stream, `onValue` gets each value, `onEnd` is called when it is complete or has failed for good. */
export interface Followed<T> {
  open(client: Client, signal: AbortSignal): Promise<AsyncIterable<T>>
  onValue(value: T): void
  /** A fresh attachment follows: what was collected from the one before may be out of date. */
  onAttach?(): void
  onEnd?(error: unknown): void
}

/**
 * Follows a stream across reconnections: it attaches again with each new connection until it is complete, fails while the
 * connection stands, or the returned function is called.
 */
export function follow<T>(connection: ConnectionStore, followed: Followed<T>): () => void {
  let current: AbortController | undefined
  let finished = false

  const finish = (error: unknown): void => {
    if (finished) return
    finished = true
    unsubscribe()
    followed.onEnd?.(error)
  }

  const attach = async (client: Client, epoch: number): Promise<void> => {
    current?.abort()
    const mine = new AbortController()
    current = mine
    const stillMine = (): boolean => !finished && !mine.signal.aborted
    try {
      const stream = await followed.open(client, mine.signal)
      if (stillMine()) followed.onAttach?.()
      for await (const value of stream) {
        if (!stillMine()) return
        followed.onValue(value)
      }
      if (stillMine()) finish(null)
    } catch (error) {
      // The transport reports its own loss a moment after its streams break; a new epoch will attach again.
      await new Promise((resolve) => setTimeout(resolve, 0))
      const now = connection.getState()
      if (stillMine() && now.status === 'open' && now.epoch === epoch) finish(error)
    }
  }

  let seen = 0
  const onChange = (): void => {
    const { client, epoch } = connection.getState()
    if (!client || epoch === seen || finished) return
    seen = epoch
    void attach(client, epoch)
  }
  const unsubscribe = connection.subscribe(onChange)
  onChange()

  return () => {
    finished = true
    unsubscribe()
    current?.abort()
  }
}
