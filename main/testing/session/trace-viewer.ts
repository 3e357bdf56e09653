import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Playwright's own viewer on a trace: a page on loopback that needs nothing from elsewhere, opened in the person's browser. Its address goes to stdout. */
export async function showTrace(file: string, port: number, signal: AbortSignal): Promise<void> {
  const command = join(createRequire(import.meta.url).resolve('playwright-core/package.json'), '..', 'cli.js')
  const viewer = spawn(process.execPath, [command, 'show-trace', '--host', '127.0.0.1', '--port', String(port), file], { stdio: 'inherit' })
  const end = (): boolean => viewer.kill()
  signal.addEventListener('abort', end, { once: true })
  await once(viewer, 'exit')
  signal.removeEventListener('abort', end)
}
