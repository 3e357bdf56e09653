import { createORPCClient } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { pagePort } from '#contracts/port-flow.ts'
import type { contract } from '#contracts/rpc.ts'

/** The typed client of the one contract. The renderer knows nothing else of the core. */
export type Client = ContractRouterClient<typeof contract>

/** An open connection. `closed` resolves once, when the transport is gone; `close` ends it from this side. */
export interface Connection {
  readonly client: Client
  readonly closed: Promise<void>
  close(): void
}

interface Bridge {
  connect(): Promise<void>
}

declare global {
  interface Window {
    /** Present only where a preload script provides it. */
    readonly tidegate?: Bridge
  }
}

/** Opens a connection over whichever transport this page was loaded with. Rejects when the host cannot be reached. */
export function connect(target: Window = window): Promise<Connection> {
  return target.tidegate ? connectPort(target, target.tidegate) : connectSocket(target.location)
}

/** The preload hands a MessagePort over as a window message, since a port cannot cross the bridge by value. */
async function connectPort(target: Window, bridge: Bridge): Promise<Connection> {
  const arrived = Promise.withResolvers<MessagePort>()
  const onMessage = (event: MessageEvent): void => {
    const port = event.ports[0]
    if (event.source === target && event.data === 'tidegate:port' && port) arrived.resolve(port)
  }
  target.addEventListener('message', onMessage)
  try {
    await bridge.connect()
    const port = await arrived.promise
    const closed = Promise.withResolvers<void>()
    port.addEventListener('close', () => closed.resolve())
    const client: Client = createORPCClient(new MessagePortLink({ port: pagePort(port) }))
    port.start()
    return {
      client,
      closed: closed.promise,
      close() {
        port.close()
        closed.resolve()
      },
    }
  } finally {
    target.removeEventListener('message', onMessage)
  }
}

/** The headless host proves who we are by its same-site cookie, so the address carries no secret. */
function connectSocket(location: Location): Promise<Connection> {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/rpc`)
  // A Blob is read asynchronously, which could reorder messages; a buffer is there at once.
  socket.binaryType = 'arraybuffer'
  const opened = Promise.withResolvers<Connection>()
  const closed = Promise.withResolvers<void>()
  socket.addEventListener('open', () =>
    opened.resolve({
      client: createORPCClient(new WebSocketLink({ websocket: socket })),
      closed: closed.promise,
      close: () => socket.close(),
    }),
  )
  socket.addEventListener('close', () => {
    opened.reject(new Error('The host closed the connection.'))
    closed.resolve()
  })
  return opened.promise
}
