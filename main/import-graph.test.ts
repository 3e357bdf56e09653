import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const FOLDERS = ['contracts', 'main', 'preload', 'renderer', 'workers']

/** Modules that can open a connection, and who may import which of their names. No names means all of them. */
const DOOR = 'main/privacy/egress/'
const TEAM = 'main/coordinator/team/'
const CONNECTING: Readonly<Record<string, { readonly folder: string; readonly names?: readonly string[] }[]>> = {
  undici: [{ folder: DOOR }],
  'node:dns': [{ folder: DOOR }],
  'node:dns/promises': [{ folder: DOOR }],
  'node:net': [{ folder: DOOR }],
  // They speak to PostgreSQL, over sockets that the door hands them.
  pg: [{ folder: TEAM }],
  'pg-boss': [{ folder: TEAM }],
  // It fetches and starts installers; here it is handed what the door fetched.
  'electron-updater': [{ folder: 'main/electron/updates/' }],
  // It can start a browser; here it is given a window that is open, or attaches to a debugging port on loopback.
  '@playwright/mcp': [{ folder: 'main/testing/drivers/agent-server.ts' }],
  // The transports of the protocol's client that dial or start a process.
  '@modelcontextprotocol/sdk/client/sse.js': [],
  // The same server in a process of its own.
  '@modelcontextprotocol/sdk/client/stdio.js': [{ folder: 'main/testing/drivers/agent-server.ts' }],
  '@modelcontextprotocol/sdk/client/streamableHttp.js': [],
  '@modelcontextprotocol/sdk/client/websocket.js': [],
  'node:tls': [],
  'node:dgram': [],
  'node:http2': [],
  'node:https': [],
  'node:http': [
    { folder: 'main/headless/', names: ['createServer'] },
    // What stands in for providers while scenarios run: it listens on loopback.
    { folder: 'main/testing/services/', names: ['createServer'] },
    // What the tests of the door send to: it listens on loopback.
    { folder: 'main/privacy/egress/door-under-test.ts', names: ['createServer'] },
  ],
  ws: [{ folder: 'main/headless/', names: ['WebSocketServer'] }],
  // A child process could connect; these start nothing that does, but for npm, which a person starts to fetch a build for a graphics card.
  'node:child_process': [
    // The product's own command, which carries scenarios out.
    { folder: 'main/testing/jobs/test-command.ts', names: ['spawn'] },
    { folder: 'main/cli/commands/serve.ts', names: ['spawn'] },
    { folder: 'main/cli/commands/bench.ts', names: ['spawn'] },
    { folder: 'main/resources/', names: ['execFile'] },
    { folder: 'main/model-process/child.ts', names: ['fork'] },
    { folder: 'main/cli/commands/model-gpu.ts', names: ['spawn'] },
    { folder: 'main/coordinator/owner-liveness.ts', names: ['execFile', 'execFileSync'] },
    // The app under test and the question of which version it is: the same app on a data folder of its own.
    { folder: 'main/testing/session/', names: ['spawn', 'execFileSync'] },
  ],
  // It starts a browser or the app under test, and speaks to what it started by a pipe or over loopback.
  'playwright-core': [{ folder: 'main/testing/session/' }],
  // Much of it shells out; only these readings are taken.
  systeminformation: [{ folder: 'main/resources/', names: ['graphics', 'battery', 'mem', 'currentLoad', 'cpuTemperature'] }],
}

/** Globals that open connections. The renderer's are held by its content security policy, and it may open the host's socket only. */
const GLOBALS = /(?<![.\w'"`$-])(?:globalThis\.|window\.)?(fetch|WebSocket|EventSource|XMLHttpRequest|sendBeacon|RTCPeerConnection)\s*[(.]/g
const MAY_USE_GLOBALS: Readonly<Record<string, readonly string[]>> = { 'renderer/state/connect.ts': ['WebSocket'] }

interface Import {
  readonly file: string
  readonly specifier: string
  readonly names: readonly string[]
}

function sourceFiles(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
      .map((name) => join(root, folder, name)),
  )
}

/** Run-time imports of a file; types vanish and are left out. A computed dynamic import comes as `<computed>`. */
function importsOf(path: string, code: string): Import[] {
  const file = relative(root, path)
  const { module } = parseSync(path, code)
  const found: Import[] = []
  for (const { moduleRequest, entries } of module.staticImports) {
    const used = entries.filter(({ isType }) => !isType)
    if (entries.length > 0 && used.length === 0) continue
    if (/^import\s+type\b/.test(code.slice(code.lastIndexOf('import', moduleRequest.start), moduleRequest.start))) continue
    found.push({ file, specifier: moduleRequest.value, names: used.map(({ importName }) => importName.name ?? '*') })
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest != null && !isType) found.push({ file, specifier: moduleRequest.value, names: ['*'] })
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^['"]([^'"]+)['"]$/.exec(code.slice(moduleRequest.start, moduleRequest.end))?.[1]
    found.push({ file, specifier: literal ?? '<computed>', names: ['*'] })
  }
  return [...found, ...fetchedModulesOf(file, code)]
}

/** Modules that a file gets by a call: those of Node by name, with what is taken of them; any other way, but to ask where a package is, cannot be checked. */
function fetchedModulesOf(file: string, code: string): Import[] {
  // It is what takes this way from the process of a model.
  if (file === 'main/model-process/confine.ts') return []
  const plain = code.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
  const named = [...plain.matchAll(/const \{([^{}]*)\} = process\.getBuiltinModule\('([^']+)'\)/g)]
  const all = plain.match(/getBuiltinModule|process\.binding|createRequire\([^()]*\)(?!\.resolve\()/g) ?? []
  return [
    ...named.map(([, names = '', specifier = '']) => ({
      file,
      specifier,
      names: names.split(',').map((name) => name.trim().split(':')[0] ?? ''),
    })),
    ...Array.from({ length: all.length - named.length }, () => ({ file, specifier: '<computed>', names: ['*'] })),
  ]
}

/** Why an import could open a connection, or null. */
function problemOf({ file, specifier, names }: Import): string | null {
  if (specifier === '<computed>') return `${file}: an import that cannot be checked`
  const bare = /^(?:http|https|net|tls|dns|dgram|http2|child_process)$/.test(specifier) ? `node:${specifier}` : specifier
  const rules = CONNECTING[bare]
  if (rules === undefined) return null
  const rule = rules.find(({ folder }) => file === folder || file.startsWith(folder))
  if (rule === undefined) return `${file} imports ${specifier}`
  const extra = rule.names === undefined ? [] : names.filter((name) => !rule.names?.includes(name))
  return extra.length === 0 ? null : `${file} imports ${extra.join(', ')} of ${specifier}`
}

const files = sourceFiles().map((path) => ({ path, file: relative(root, path), code: readFileSync(path, 'utf8') }))
const imports = files.flatMap(({ path, code }) => importsOf(path, code))

describe('the import graph', () => {
  it('is really walked', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(imports.some(({ file, specifier }) => file === 'main/privacy/egress/door.ts' && specifier === 'undici')).toBe(true)
  })

  it('has one door to the network', () => {
    expect(imports.map(problemOf).filter((problem) => problem !== null)).toEqual([])
  })

  it('leaves no global that connects in use outside the renderer’s own socket', () => {
    const uses = files.flatMap(({ file, code }) => {
      const plain = code.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
      return [...plain.matchAll(GLOBALS)].map((match) => ({ file, name: match[1] ?? '' }))
    })
    expect(uses.filter(({ file, name }) => MAY_USE_GLOBALS[file]?.includes(name) !== true)).toEqual([])
  })

  it.each([
    ["import { request } from 'undici'", 'main/execution/x.ts'],
    ["export { connect } from 'node:tls'", 'main/x.ts'],
    ["import { request } from 'node:http'", 'main/headless/x.ts'],
    ["import * as http from 'http'", 'main/headless/x.ts'],
    ["const u = await import('undici')", 'main/routing/x.ts'],
    ['const u = await import(name)', 'main/routing/x.ts'],
    ["const pg = await import('pg')", 'main/coordinator/x.ts'],
    ["import { PgBoss } from 'pg-boss'", 'main/cli/x.ts'],
    ["const { chromium } = await import('playwright-core')", 'main/testing/drivers/x.ts'],
    ["import { request } from 'node:http'", 'main/testing/services/x.ts'],
    ["import { createConnection } from '@playwright/mcp'", 'main/mcp/x.ts'],
    ["import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'", 'main/mcp/x.ts'],
    ["import { exec } from 'node:child_process'", 'main/resources/x.ts'],
    ["const { createServer } = process.getBuiltinModule('node:http')", 'main/routing/x.ts'],
    ["const { request } = process.getBuiltinModule('node:http')", 'main/headless/x.ts'],
    ["const { createServer, get: ask } = process.getBuiltinModule('http')", 'main/headless/x.ts'],
    ["const http = process.getBuiltinModule('node:http')", 'main/headless/x.ts'],
    ['const get = process.getBuiltinModule', 'main/routing/x.ts'],
    ["const { request } = createRequire(import.meta.url)('node:http')", 'main/routing/x.ts'],
    ["import { inetChecksite } from 'systeminformation'", 'main/resources/x.ts'],
  ])('would notice %s in %s', (code, file) => {
    expect(importsOf(join(root, file), code).map(problemOf)).not.toContain(null)
  })

  it('lets only the Electron host import electron', () => {
    const others = imports.filter(
      ({ file, specifier }) => specifier === 'electron' && !/^(?:main\/electron\/|main\/index\.ts$|preload\/)/.test(file),
    )
    expect(others).toEqual([])
  })

  it('keeps the borders between processes', () => {
    const crossing = imports.filter(({ file, specifier }) => {
      if (!specifier.startsWith('.') && !specifier.startsWith('#')) return false
      const target = specifier.startsWith('#contracts/') ? 'contracts/' : relative(root, join(root, file, '..', specifier))
      const top = (path: string): string => path.split('/')[0] ?? ''
      if (top(file) === top(target)) return false
      if (target.startsWith('contracts/') || /^resources\/.*\.json$/.test(target)) return false
      if (top(file) === 'workers')
        return !/^main\/(?:privacy\/(?:index|classifier|rules)|sources\/|testing\/visual\/|worker-pool\/reply|platform|thread-priority)/.test(
          target,
        )
      return true
    })
    expect(crossing.filter(({ file }) => file !== 'main/cli/index.ts')).toEqual([])
  })
})
