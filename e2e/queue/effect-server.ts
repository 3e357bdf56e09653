import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An outside service that honours idempotency keys: a key that it knows is answered again, and nothing happens. */
export interface EffectServer {
  readonly port: number
  /** Requests, the repeated ones among them. */
  readonly requests: number
  /** How often something happened for each subject, whatever the keys were. */
  readonly effects: ReadonlyMap<string, number>
  close(): Promise<void>
}

export async function startEffectServer(delayMs: () => number): Promise<EffectServer> {
  const keys = new Set<string>()
  const effects = new Map<string, number>()
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    const key = String(request.headers['idempotency-key'])
    const subject = String(request.headers['x-subject'])
    if (!keys.has(key)) {
      keys.add(key)
      effects.set(subject, (effects.get(subject) ?? 0) + 1)
    }
    // After the effect: a worker that dies now has had it and does not know.
    setTimeout(() => response.end(), delayMs())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    get requests() {
      return requests
    },
    effects,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
