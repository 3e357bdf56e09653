import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/websocket'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Log } from '../platform.ts'
import type { AppRouter } from '../rpc/index.ts'

type Data = Parameters<WebSocket['send']>[0]

/** Codes of RFC 6455, 7.4.1. */
const CLOSE_INVALID = 1007

/** What may wait for a client before whoever sends it more has to wait, too. */
const WAITING_BYTES = 1024 * 1024
/** A client that has taken nothing for so long is let go (ms). A page connects anew when it goes on. */
const PATIENCE_MS = 60_000

/** The contract on WebSockets, for clients that have been admitted. */
export interface RpcSockets {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

/**
 * Whatever a client sends ends at most its own connection. Nothing of a frame reaches the log: only the class of what went wrong with it.
 */
export function createRpcSockets(
  router: AppRouter,
  log: Log,
  { mostBytes, patienceMs = PATIENCE_MS }: { readonly mostBytes: number; readonly patienceMs?: number },
): RpcSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostBytes })
  const rpc = new RPCHandler(router)

  function serve(client: WebSocket): void {
    client.binaryType = 'arraybuffer'
    // Frames that break the protocol or are too long; the socket closes by itself.
    client.on('error', (error) => log.error('headless.frame_refused', error))
    const peer = { send: (data: Data) => sendAtItsPace(client, data), addEventListener() {} }
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

  /** Streams go on when this resolves: of what a client does not read no more is made. */
  async function sendAtItsPace(client: WebSocket, data: Data): Promise<void> {
    const taken = new Promise<void>((resolve) => client.send(data, () => resolve()))
    if (client.bufferedAmount <= WAITING_BYTES) return
    const letGo = setTimeout(() => {
      log.warn('headless.reader_let_go')
      client.terminate()
    }, patienceMs)
    letGo.unref()
    await taken
    clearTimeout(letGo)
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
