import { spawn } from 'node:child_process'
import { TidegateError } from '#contracts/errors.ts'
import { startHeadlessHost } from '../../headless/index.ts'
import { lockDataDir } from '../../storage/index.ts'
import { asOrdinary, preferThisThread } from '../../thread-priority.ts'
import { type CliContext, type CommonOptions, dataDirOf, ensureDataDir, openApp } from '../context.ts'

interface ServeOptions extends CommonOptions {
  readonly port?: string
  readonly open?: boolean
}

/** `serve`: the headless host, until it is told to stop. The first line on stdout is `{"url","token","pid"}`. */
export async function serve(context: CliContext, options: ServeOptions): Promise<void> {
  const dataDir = dataDirOf(options, context.env)
  ensureDataDir(dataDir)
  const wanted = options.port === undefined ? null : Number(options.port)
  if (wanted !== null && !(Number.isInteger(wanted) && wanted >= 0 && wanted <= 65_535)) {
    throw new TidegateError('BAD_INPUT', '--port needs a whole number from 0 to 65535; 0 takes any free port.')
  }
  const lock = lockDataDir(dataDir)
  const app = await openApp(context, options, 'host').catch((error: unknown) => {
    lock.release()
    throw error
  })
  const info = { host: 'headless', version: context.version, platform: process.platform, dataDir, pid: process.pid } as const
  const host = await startHeadlessHost(app, info, {
    port: wanted ?? app.config.get().server.port,
    rendererDir: context.rendererDir,
    dataDir,
  }).catch(async (error: unknown) => {
    await app.dispose()
    lock.release()
    throw error
  })
  lock.describe({ url: `http://127.0.0.1:${host.port}` })
  preferThisThread()
  process.stdout.write(`${JSON.stringify({ url: host.url, token: host.token, pid: process.pid })}\n`)
  if (options.open === true) openBrowser(host.url, context.env)

  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    // More than one may come, by whoever stands between and to the whole group; the first is enough, and the end is not cut short.
    process.on('SIGTERM', resolve)
  })
  await host.dispose()
  await app.dispose()
  lock.release()
}

/** Opens the system's browser where there is a display; says nothing where there is none, the address is already printed. */
function openBrowser(url: string, env: CliContext['env']): void {
  const hasDisplay = process.platform !== 'linux' || (env.DISPLAY ?? env.WAYLAND_DISPLAY ?? '') !== ''
  if (!hasDisplay || env.CI === 'true') return
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url]
  if (command === undefined) return
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  if (child.pid !== undefined) asOrdinary(child.pid)
  child.on('error', () => process.stderr.write('No browser could be opened; open the address above.\n'))
  child.unref()
}
