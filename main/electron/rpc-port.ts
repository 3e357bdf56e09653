import { RPCHandler } from '@orpc/server/message-port'
import { ipcMain, MessageChannelMain, type MessagePortMain } from 'electron'
import { createPortBatch, createPortCredit } from '#contracts/port-flow.ts'
import type { AppRouter } from '../rpc/index.ts'
import { isTrustedSender } from './sender-policy.ts'

const CONNECT = 'tidegate:connect'
const PORT = 'tidegate:port'

/**
 * Gives a window that asks for it one end of a message channel with the contract on the other. Only the main frame of a known
 * window, at the app's own origin, is answered. A window may ask before the core is there; it is answered when it is. A page that was
 * loaded again asks again: its old port has closed, and with it what still streamed there.
 */
export function serveRpc(router: Promise<AppRouter>, isKnown: (contentsId: number) => boolean, onRefused: () => void): void {
  ipcMain.on(CONNECT, async (event) => {
    const { sender, senderFrame: frame } = event
    if (!isTrustedSender(frame, sender.mainFrame, isKnown(sender.id))) {
      onRefused()
      return
    }
    const served = await router.catch(() => null)
    // A core that failed to start has said so in a window of its own; and the page may have gone while it started.
    if (served === null || sender.isDestroyed() || frame !== sender.mainFrame) return
    const { port1, port2 } = new MessageChannelMain()
    carry(served, port1, sender.id)
    sender.postMessage(PORT, null, [port2])
  })
}

/** The contract on one port, never further ahead of the page than the window of its flow control. */
export function carry(router: AppRouter, port: MessagePortMain, contentsId: number): void {
  const credit = createPortCredit()
  let gone = false
  // The hook is asked, and awaited, before each message; it never transfers anything.
  const handler = new RPCHandler(router, {
    experimental_transfer: async () => {
      await credit.take()
      return null
    },
  })
  handler.upgrade(
    {
      postMessage: createPortBatch((batch) => port.postMessage(batch), setImmediate),
      on(name: string, listener: (event?: { data: unknown }) => void) {
        if (name === 'close') port.on('close', () => listener())
        else
          port.on('message', ({ data }) => {
            if (typeof data === 'number') credit.acknowledged(data)
            // A call that is read after its page has gone would have nobody who could end it.
            else if (!gone) listener({ data })
          })
      },
    },
    { context: { client: String(contentsId) } },
  )
  port.on('close', () => {
    gone = true
    credit.close()
  })
  port.start()
}
