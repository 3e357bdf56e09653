import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, clipboard, session } from 'electron'
import { type App, createApp } from './app.ts'
import { openFileKeyStore } from './config/index.ts'
import { hardenContents, hardenSession, openWindow, registerAppScheme, serveRenderer, serveRpc } from './electron/index.ts'
import { token } from './platform.ts'
import { createRouter } from './rpc/index.ts'
import { lockDataDir } from './storage/index.ts'
import { systemPlatform } from './system-platform.ts'

const built = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))

// The order of the start, and why it is so.
// 1 Sandbox and scheme: neither can be set once Electron is ready. What confines pages is in place before there can be one.
app.enableSandbox()
registerAppScheme()
hardenContents()
// 2 The profile, since everything that follows is kept in it.
if (process.env.TIDEGATE_HOME !== undefined) app.setPath('userData', process.env.TIDEGATE_HOME)
// 3 One process per profile, before anything opens the database.
if (app.requestSingleInstanceLock()) start().catch(fatal)
else app.quit()

async function start(): Promise<void> {
  const dataDir = app.getPath('userData')
  const preload = join(root, 'out/preload/index.cjs')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  // 4 The system's own lock on the folder: a copied profile or another host may be in it although the lock above was free.
  const lock = lockDataDir(dataDir)
  const platform = systemPlatform(process.env, (line) => process.stderr.write(line))
  // 5 The core is composed while Chromium starts; neither needs the other.
  const composing = createApp(
    {
      dataDir,
      resourcesDir: join(root, 'resources'),
      storageThreadFile: join(built, 'storage-thread.js'),
      textWorkerFile: join(built, 'text-worker.js'),
      mode: 'host',
      keys: openFileKeyStore(dataDir, process.env),
    },
    platform,
  )
  const router = composing.then((core: App) =>
    createRouter(
      core,
      { host: 'electron', version: app.getVersion(), platform: process.platform, dataDir, pid: process.pid },
      { copyText: (text) => clipboard.writeText(text) },
    ),
  )
  await app.whenReady()
  // 6 The network and the permissions of pages, before the first page.
  hardenSession(session.defaultSession)
  serveRenderer(join(root, 'out/renderer'))
  const windows = new Set<number>()
  serveRpc(
    router,
    (id) => windows.has(id),
    () => platform.log.warn('rpc.refused', { code: token('FORBIDDEN_SENDER') }),
  )
  // 7 The window: it shows itself while the core is still being composed, and is answered as soon as that is done.
  const show = (): void => {
    const window = openWindow(preload)
    const { id } = window.webContents
    windows.add(id)
    window.on('closed', () => windows.delete(id))
  }
  app.on('second-instance', show)
  app.on('activate', () => {
    if (windows.size === 0) show()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  show()
  const core = await composing
  let closing = false
  app.on('before-quit', (event) => {
    if (closing) return
    closing = true
    event.preventDefault()
    core.dispose().then(() => {
      lock.release()
      app.quit()
    }, fatal)
  })
}

function fatal(error: unknown): void {
  // Our own errors are one line that says what to do; of others only the class is told.
  const message =
    error instanceof Error && error.name === 'TidegateError'
      ? error.message
      : `Could not start (${error instanceof Error ? error.name : 'unknown'}).`
  process.stderr.write(`tidegate: ${message}\n`)
  app.exit(1)
}
