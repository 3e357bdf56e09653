import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, session } from 'electron'
import { createApp } from './app.ts'
import { openFileKeyStore } from './config/index.ts'
import { hardenContents, hardenSession, openWindow, registerAppScheme, serveRenderer, serveRpc } from './electron/index.ts'
import { createRouter } from './rpc/index.ts'
import { lockDataDir } from './storage/index.ts'
import { systemPlatform } from './system-platform.ts'

const built = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))

// Before ready: the scheme and the sandbox cannot be set later. The lock comes before anything opens the database.
registerAppScheme()
app.enableSandbox()
hardenContents()
if (process.env.TIDEGATE_HOME !== undefined) app.setPath('userData', process.env.TIDEGATE_HOME)

if (app.requestSingleInstanceLock()) start().catch(fatal)
else app.quit()

async function start(): Promise<void> {
  await app.whenReady()
  const dataDir = app.getPath('userData')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = lockDataDir(dataDir)
  const platform = systemPlatform(process.env, (line) => process.stderr.write(line))
  const core = await createApp(
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
  const windows = new Set<number>()
  const router = createRouter(core, { host: 'electron', version: versionOf(root), platform: process.platform, dataDir, pid: process.pid })
  hardenSession(session.defaultSession)
  serveRenderer(join(root, 'out/renderer'))
  serveRpc(router, (id) => windows.has(id))

  const show = (): void => {
    const window = openWindow(join(root, 'out/preload/index.cjs'))
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
  show()
}

function versionOf(folder: string): string {
  const parsed: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : 'unknown'
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
