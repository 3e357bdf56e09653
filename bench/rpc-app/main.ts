// The smallest app around the product's own scheme, hardening, window and message port, to measure that transport and nothing else.
import { join } from 'node:path'
import { app, session } from 'electron'
import { hardenContents, hardenSession, openWindow, registerAppScheme, serveRenderer, serveRpc } from '../../main/electron/index.ts'
import { createBenchRouter } from './router.ts'

app.enableSandbox()
registerAppScheme()
hardenContents()
await start()

async function start(): Promise<void> {
  app.whenReady().then(() => {
    hardenSession(session.defaultSession)
    serveRenderer(join(app.getAppPath(), 'renderer'), { path: '/made', text: () => '' })
    serveRpc(
      Promise.resolve(createBenchRouter() as never),
      () => true,
      () => {},
    )
    openWindow(join(app.getAppPath(), 'preload.cjs'))
  })
}
