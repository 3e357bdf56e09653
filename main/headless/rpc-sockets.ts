import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/websocket'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Log } from '../platform.ts'
import type { AppRouter } from '../rpc/index.ts'

const MAX_FRAME_BYTES = 64 * 1024 * 1024
/** Codes of RFC 6455, 7.4.1. */
const CLOSE_INVALID = 1007

/** The contract on WebSockets, for clients that have been admitted. */
export interface RpcSockets {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

/**
 * Whatever a client sends ends at most its own connection. Nothing of a frame reaches the log: only the class of what went wrong with it.
 */
export function createRpcSockets(router: AppRouter, log: Log): RpcSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES })
  const rpc = new RPCHandler(router)

  function serve(client: WebSocket): void {
    client.binaryType = 'arraybuffer'
    // Frames that break the protocol or are too long; the socket closes by itself.
    client.on('error', (error) => log.error('headless.frame_refused', error))
    const peer = { send: (data: Parameters<WebSocket['send']>[0]) => client.send(data), addEventListener() {} }
    client.on('message', (data) => {
      // Not by `upgrade`, which would print what fails, with an excerpt of the frame, past the log.
      rpc.message(peer, data instanceof ArrayBuffer ? data : String(data), { context: {} }).catch((error: unknown) => {
        log.error('headless.frame_failed', error)
        // No call could be read in it, so nobody would ever answer.
        if (error instanceof SyntaxError || error instanceof TypeError) client.close(CLOSE_INVALID)
      })
    })
    client.on('close', () => rpc.close(peer))
  }

  return {
    accept(request, socket, head) {
      sockets.handleUpgrade(request, socket, head, serve)
    },
    close() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
    },
  }
}
