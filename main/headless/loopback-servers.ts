import type { Server } from 'node:http'
import { TidegateError } from '#contracts/errors.ts'

/** A free port for the one may be taken for the other; then another pair is tried, so often. */
const TRIES = 20

/**
 * Listens on one port of both loopback addresses, 0 for any, and returns it. Browsers try `::1` before `127.0.0.1` for a name that ends in
 * `.localhost`: whoever had that port of the other address would be sent what is meant for this host. A machine without IPv6 has nobody
 * there. Throws PORT_IN_USE.
 */
export async function listenOnLoopback(v4: Server, v6: Server, port: number): Promise<number> {
  for (let tried = 1; ; tried += 1) {
    try {
      const taken = await listen(v4, '127.0.0.1', port)
      await listen(v6, '::1', taken)
      return taken
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if ((code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') && v4.listening) return portOf(v4)
      if (v4.listening) await close(v4)
      if (code !== 'EADDRINUSE') throw error
      if (port === 0 && tried < TRIES) continue
      throw new TidegateError('PORT_IN_USE', `Port ${port} is in use. Choose another with --port, or 0 for any free one.`, { cause: error })
    }
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', reject)
  server.listen({ host, port }, () => {
    server.removeListener('error', reject)
    resolve(portOf(server))
  })
  return promise
}

/** Ends it with what is still connected; at once when it does not listen. */
export function close(server: Server): Promise<void> {
  server.closeAllConnections()
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  return promise
}

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('not listening')
  return address.port
}
