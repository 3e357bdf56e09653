import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Connections of which nobody knows yet whether they may pass. */
export interface Strangers {
  /** Keeps watch over the connections of a server. */
  watch(server: Server): void
  /** It showed the token, and is none of them any more. */
  admit(socket: Socket): void
}

/**
 * Keeps at most `most` of them: of more, the oldest is let go. A program that opens connections and says nothing on them so ends its own,
 * and neither takes all that the process may have open nor keeps others out.
 */
export function createStrangers(most: number): Strangers {
  const waiting = new Set<Socket>()
  return {
    watch(server) {
      server.on('connection', (socket) => {
        waiting.add(socket)
        socket.once('close', () => waiting.delete(socket))
        const [oldest] = waiting
        if (waiting.size > most) oldest?.destroy()
      })
    },
    admit: (socket) => void waiting.delete(socket),
  }
}
