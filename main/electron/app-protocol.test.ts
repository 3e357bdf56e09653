import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

const registered: unknown[] = []
vi.mock('electron', () => ({ protocol: { registerSchemesAsPrivileged: (schemes: unknown) => registered.push(schemes), handle: () => {} } }))
const { answer, registerAppScheme } = await import('./app-protocol.ts')

describe('app://', () => {
  let folder: string
  let renderer: string
  const ask = (url: string, method = 'GET') => answer(renderer, { url, method })

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tidegate-scheme-'))
    renderer = join(folder, 'renderer')
    mkdirSync(join(renderer, 'assets'), { recursive: true })
    mkdirSync(join(folder, 'renderer-evil'))
    writeFileSync(join(renderer, 'index.html'), '<!doctype html>')
    writeFileSync(join(renderer, 'assets/app.js'), 'export {}')
    writeFileSync(join(renderer, 'notes.txt'), 'not for the page')
    writeFileSync(join(folder, 'secret.js'), 'secret')
    writeFileSync(join(folder, 'renderer-evil/x.js'), 'secret')
    symlinkSync(join(folder, 'secret.js'), join(renderer, 'link.js'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is a standard, secure scheme and gets no other privilege', () => {
    registerAppScheme()
    expect(registered).toEqual([[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]])
  })

  it.each([
    ['app://renderer/', 'text/html; charset=utf-8'],
    ['app://renderer/index.html?x=1#y', 'text/html; charset=utf-8'],
    ['app://renderer/assets/app.js', 'text/javascript; charset=utf-8'],
  ])('serves %s', async (url, type) => {
    const response = await ask(url)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    'app://renderer/../secret.js',
    'app://renderer/..%2fsecret.js',
    'app://renderer/%2e%2e/secret.js',
    'app://renderer/assets/..%2f..%2fsecret.js',
    'app://renderer/..%5csecret.js',
    'app://renderer/../renderer-evil/x.js',
    'app://renderer//etc/passwd',
    'app://renderer/%00/index.html',
    'app://renderer/index.html%00.js',
    'app://renderer/link.js',
    'app://renderer/assets/',
    'app://renderer/assets',
    'app://renderer/notes.txt',
    'app://renderer/%zz.js',
    `app://renderer/${'a'.repeat(10_000)}.js`,
    'app://other/index.html',
    'app://renderer.evil/index.html',
    'app://user@renderer/index.html',
    'app://renderer:1/index.html',
  ])('does not find %s', async (url) => {
    const response = await ask(url)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('Not found')
  })

  it.each(['POST', 'PUT', 'HEAD', 'OPTIONS'])('answers no %s', async (method) => {
    expect((await ask('app://renderer/', method)).status).toBe(404)
  })

  it.each(['app://renderer/', 'app://renderer/nothing.js'])('sends the policy with %s too', async (url) => {
    const policy = (await ask(url)).headers.get('content-security-policy')
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    )
  })
})
