import { createStore, type StoreApi } from 'zustand/vanilla'
import { backoffMs } from './backoff.ts'
import type { Client, Connection } from './connect.ts'

/**
 * `epoch` counts the connections made so far: whoever follows a stream attaches again when it changes. `failures` counts the
 * tries in vain since the last success.
 */
export interface ConnectionState {
  readonly status: 'connecting' | 'open' | 'lost'
  readonly client: Client | null
  readonly epoch: number
  readonly failures: number
}

export interface ConnectionStore extends StoreApi<ConnectionState> {
  /** The client of the open connection. Throws when there is none. */
  api(): Client
  /** Tries at once instead of waiting for the next turn. */
  retryNow(): void
  dispose(): void
}

/** Keeps one connection open for as long as it lives, reconnecting with backoff. */
export function createConnectionStore(open: () => Promise<Connection>, random: () => number = Math.random): ConnectionStore {
  const store = createStore<ConnectionState>()(() => ({ status: 'connecting', client: null, epoch: 0, failures: 0 }))
  const stopped = new AbortController()
  let wake: (() => void) | undefined

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const attempt = async (): Promise<void> => {
    const connection = await open()
    stopped.signal.addEventListener('abort', () => connection.close(), { once: true })
    store.setState((s) => ({ status: 'open', client: connection.client, epoch: s.epoch + 1, failures: 0 }))
    await connection.closed
    store.setState({ status: 'lost', client: null })
  }

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await attempt().catch(() =>
        store.setState((s) => ({ status: s.epoch > 0 ? 'lost' : 'connecting', client: null, failures: s.failures + 1 })),
      )
      if (!stopped.signal.aborted) await pause(backoffMs(store.getState().failures + 1, random()))
    }
  }
  void run()

  return {
    ...store,
    api() {
      const { client } = store.getState()
      if (!client) throw new Error('Not connected. Wait a moment and try again.')
      return client
    },
    retryNow: () => wake?.(),
    dispose() {
      stopped.abort()
      wake?.()
    },
  }
}
