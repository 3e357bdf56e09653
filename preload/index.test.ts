import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../out/preload')
const built = readFileSync(join(folder, 'index.cjs'), 'utf8')

/** Runs the built preload as Electron does, in a renderer with the given protections; returns what the page gets. */
function preload(protections: { readonly sandboxed: boolean; readonly contextIsolated: boolean }): Record<string, Record<string, unknown>> {
  const exposed: Record<string, Record<string, unknown>> = {}
  const electron = {
    contextBridge: { exposeInMainWorld: (key: string, api: Record<string, unknown>) => Object.assign(exposed, { [key]: api }) },
    ipcRenderer: { on() {}, send() {} },
  }
  const require = (name: string): unknown => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot have ${name}`)
    return electron
  }
  try {
    runInNewContext(built, {
      require,
      process: protections,
      module: { exports: {} },
      exports: {},
      window: { location: { origin: 'app://renderer' } },
    })
  } catch {
    // Refusing is what is looked for; what was exposed before counts.
  }
  return exposed
}

describe('the preload', () => {
  it('is one CommonJS file that needs nothing but electron', () => {
    expect(readdirSync(folder)).toEqual(['index.cjs'])
    expect([...built.matchAll(/require\(\s*["'`]([^"'`]+)/g)].map(([, name]) => name)).toEqual(['electron'])
  })

  it('gives the page one function in a protected renderer', () => {
    const exposed = preload({ sandboxed: true, contextIsolated: true })
    expect(Object.keys(exposed)).toEqual(['tidegate'])
    expect(Object.entries(exposed.tidegate ?? {}).map(([key, value]) => [key, typeof value])).toEqual([['connect', 'function']])
  })

  it.each([
    { sandboxed: false, contextIsolated: true },
    { sandboxed: true, contextIsolated: false },
    { sandboxed: false, contextIsolated: false },
  ])('gives the page nothing with %o', (protections) => {
    expect(preload(protections)).toEqual({})
  })
})
