import { RPCHandler } from '@orpc/server/message-port'
import { type BrowserWindow, ipcMain, MessageChannelMain } from 'electron'
import type { AppRouter } from '../rpc/index.ts'
import { APP_ORIGIN } from './app-protocol.ts'

const CONNECT = 'tidegate:connect'
const PORT = 'tidegate:port'

/**
 * Gives a window that asks for it one end of a message channel with the contract on the other. Only the main frame of a known
 * window, at the app's own origin, is answered.
 */
export function serveRpc(router: AppRouter, isKnown: (window: BrowserWindow['id']) => boolean): void {
  const handler = new RPCHandler(router)
  ipcMain.on(CONNECT, (event) => {
    const frame = event.senderFrame
    const trusted =
      frame !== null && frame === event.sender.mainFrame && frame.origin === APP_ORIGIN && isKnown(event.sender.id)
    if (!trusted) return
    const { port1, port2 } = new MessageChannelMain()
    handler.upgrade(port1, { context: {} })
    port1.start()
    event.sender.postMessage(PORT, null, [port2])
  })
}
