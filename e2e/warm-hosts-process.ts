import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { App } from '../main/app.ts'
import { type CliContext, openApp } from '../main/cli/context.ts'
import { type HeadlessHost, startHeadlessHost } from '../main/headless/index.ts'
import { lockDataDir } from '../main/storage/index.ts'
import { sharedClassifier } from './shared-classifier.ts'
import type { WarmReply, WarmRequest } from './warm-hosts.ts'

// What `serve` does, for one data folder after the other. The threads are those of the build.
const root = new URL('../', import.meta.url)
const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(new URL('package.json', root), 'utf8')))
const context: CliContext = {
  version,
  env: process.env,
  resourcesDir: fileURLToPath(new URL('resources', root)),
  rendererDir: fileURLToPath(new URL('out/renderer', root)),
  builtDir: fileURLToPath(new URL('out/main/', root)),
}

interface Open {
  readonly app: App
  readonly host: HeadlessHost
  readonly lock: ReturnType<typeof lockDataDir>
}

const opened = new Map<string, Open>()

async function open(dataDir: string): Promise<Open> {
  const lock = lockDataDir(dataDir)
  const app = await openApp(context, { dataDir }, 'host', { classifierOf: sharedClassifier })
  const info = { host: 'headless', version: context.version, platform: process.platform, dataDir, pid: process.pid } as const
  const host = await startHeadlessHost(app, info, { port: 0, rendererDir: context.rendererDir, dataDir })
  lock.describe({ url: `http://127.0.0.1:${host.port}` })
  return { app, host, lock }
}

async function close(dataDir: string): Promise<void> {
  const one = opened.get(dataDir)
  if (one === undefined) return
  opened.delete(dataDir)
  await one.host.dispose()
  await one.app.dispose()
  one.lock.release()
}

async function answer(request: WarmRequest): Promise<WarmReply> {
  const { id } = request
  try {
    if ('close' in request) {
      await close(request.close)
      return { id, closed: true }
    }
    const one = await open(request.open)
    opened.set(request.open, one)
    return { id, url: one.host.url, token: one.host.token }
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

process.on('message', (request: WarmRequest) => void answer(request).then((reply) => process.send?.(reply)))
process.once('disconnect', async () => {
  for (const dataDir of [...opened.keys()]) await close(dataDir)
  process.exit(0)
})
