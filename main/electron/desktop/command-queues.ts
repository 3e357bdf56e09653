import type { HostCommand } from '#contracts/host-command.ts'
import { createAsyncQueue } from '../../async-queue.ts'

/** As many commands wait for a window that is still loading; older ones are dropped. */
const MAX_WAITING = 8

export interface CommandQueues {
  /** Asks a window, by the id of its contents, to show something; now, or as soon as its page listens. */
  send(client: string, command: HostCommand): void
  /** What a page hears, until it goes. Each command is given once, also when the page is loaded again. */
  listen(client: string, signal: AbortSignal | undefined): AsyncIterable<HostCommand>
  forget(client: string): void
}

export function createCommandQueues(): CommandQueues {
  const waiting = new Map<string, HostCommand[]>()
  const listening = new Map<string, ReturnType<typeof createAsyncQueue<HostCommand>>>()
  return {
    send(client, command) {
      const queue = listening.get(client)
      if (queue !== undefined) queue.push(command)
      else waiting.set(client, [...(waiting.get(client) ?? []), command].slice(-MAX_WAITING))
    },
    async *listen(client, signal) {
      const queue = createAsyncQueue<HostCommand>(undefined, signal)
      // The page that was loaded last is the one that is seen.
      listening.get(client)?.close()
      listening.set(client, queue)
      for (const command of waiting.get(client) ?? []) queue.push(command)
      waiting.delete(client)
      try {
        yield* queue
      } finally {
        if (listening.get(client) === queue) listening.delete(client)
      }
    },
    forget(client) {
      waiting.delete(client)
      listening.get(client)?.close()
      listening.delete(client)
    },
  }
}
