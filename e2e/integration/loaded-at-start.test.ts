import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeDataDir } from '../host-process.ts'

const command = fileURLToPath(new URL('../../out/main/tidegate.js', import.meta.url))
const desktop = fileURLToPath(new URL('../../out/main/index.js', import.meta.url))
/** Of code that Electron runs before it can be ready. */
const MOST_FIRST_CHARS = 600_000
/** Tells the file behind each module that is loaded. */
const HOOK = `import { registerHooks } from 'node:module'
import { writeSync } from 'node:fs'
registerHooks({ load: (url, context, next) => (writeSync(2, 'LOADED ' + url + '\\n'), next(url, context)) })`

let dataDir: string
beforeAll(() => {
  dataDir = makeDataDir()
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

/** Packages that a command loads, those that are in the build aside. */
async function packagesOf(...args: readonly string[]): Promise<string[]> {
  const hook = `data:text/javascript,${encodeURIComponent(HOOK)}`
  const child = spawn(process.execPath, ['--import', hook, command, ...args, '--data-dir', dataDir], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let told = ''
  child.stderr.on('data', (chunk) => (told += String(chunk)))
  const [exit] = await once(child, 'close')
  expect(exit, told).toBe(0)
  return [...new Set([...told.matchAll(/^LOADED file:.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(([, name = '']) => name))].sort()
}

it('a command that opens no connection, no window and no file loads none of what does', async () => {
  const loaded = await packagesOf('jobs', 'list')
  expect(loaded).toContain('better-sqlite3')
  for (const heavy of [
    'undici',
    'playwright-core',
    '@playwright/mcp',
    '@modelcontextprotocol/sdk',
    'pg',
    'prom-client',
    'unpdf',
    'mammoth',
  ])
    expect(loaded, heavy).not.toContain(heavy)
})

it('a command of the testing workflow loads no agent’s protocol and no browser before it needs one', async () => {
  const loaded = await packagesOf('test', 'list')
  expect(loaded).toContain('yaml')
  for (const heavy of ['@modelcontextprotocol/sdk', '@playwright/mcp', '@axe-core/playwright', 'playwright-core', 'undici', 'ajv'])
    expect(loaded, heavy).not.toContain(heavy)
})

it('the desktop app reads the code of its core only when Chromium has been told to start', () => {
  const files = new Map<string, string>()
  const packages = new Set<string>()
  const read = (file: string): void => {
    if (files.has(file)) return
    const code = readFileSync(file, 'utf8')
    files.set(file, code)
    for (const [, name = ''] of code.matchAll(/^import\s(?:[^"]*\sfrom\s)?"([^"]+)"/gm)) {
      if (name.startsWith('.')) read(join(dirname(file), name))
      else packages.add(name)
    }
  }
  read(desktop)
  expect(files.size).toBeGreaterThan(5)
  expect(packages).toContain('electron')
  expect([...packages].filter((name) => !name.startsWith('node:') && name !== 'electron')).toEqual([])
  expect([...files.values()].reduce((sum, { length }) => sum + length, 0)).toBeLessThan(MOST_FIRST_CHARS)
})
