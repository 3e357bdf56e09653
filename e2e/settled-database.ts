import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { makeDataDir, removeDataDir, startHost } from './host-process.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const settled = join(root, 'node_modules', '.cache', 'tidegate-settled', 'tidegate.db')
/** Only for what hangs. */
const LIMIT_MS = 120_000

/**
 * Makes the database of a data folder on which the build was started once, and whose samples have been labelled and indexed. Where one
 * is there that is newer than the build and the samples, it stays.
 */
export async function ensureSettledDatabase(): Promise<void> {
  const made = existsSync(settled) ? statSync(settled).mtimeMs : 0
  if (made > Math.max(newest(join(root, 'out', 'main')), newest(join(root, 'resources')))) return
  const dataDir = makeDataDir()
  try {
    const host = await startHost(dataDir)
    try {
      await samplesSettled(host)
    } finally {
      await host.stop()
    }
    mkdirSync(dirname(settled), { recursive: true })
    // Whole or not at all: another run may be reading it.
    copyFileSync(join(dataDir, 'tidegate.db'), `${settled}.${process.pid}`)
    renameSync(`${settled}.${process.pid}`, settled)
  } finally {
    removeDataDir(dataDir)
  }
}

/**
 * A data folder as `makeDataDir` makes it, on which the app has been started before: most tests are about what comes after the first
 * start, and need not wait until the samples are labelled.
 */
export function makeSettledDataDir(config: object = {}, keys: Readonly<Record<string, string>> = {}): string {
  const dataDir = makeDataDir(config, keys)
  try {
    copyFileSync(settled, join(dataDir, 'tidegate.db'))
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true })
    throw error
  }
  return dataDir
}

async function samplesSettled({ url, token }: { readonly url: string; readonly token: string }): Promise<void> {
  const samples = readdirSync(join(root, 'resources', 'sample')).filter((name) => name !== 'README.md').length
  const headers = { authorization: `Bearer ${token}` }
  const ask = async (path: string): Promise<unknown[]> => {
    const response = await fetch(`${new URL(url).origin}/api${path}`, { headers })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as unknown[]
  }
  const stateOf = (source: unknown): object => source as { labelState?: string; indexState?: string }
  const deadline = performance.now() + LIMIT_MS
  for (;;) {
    const [sources, jobs] = await Promise.all([ask('/sources'), ask('/jobs')])
    const open = sources.map(stateOf).filter((source) => 'labelState' in source || 'indexState' in source)
    const running = jobs.filter((job) => (job as { state: string }).state !== 'succeeded')
    if (sources.length === samples && jobs.length === samples && open.length === 0 && running.length === 0) return
    if (performance.now() > deadline) throw new Error('The samples of a new data folder were not labelled and indexed.')
    await setTimeout(50)
  }
}

function newest(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
