import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pinnedElectron } from './electron-dist.ts'

const command = join(import.meta.dirname, 'build-packages.ts')

describe('npm run package', () => {
  let folder: string
  let server: Server
  let mirror: string
  const asked: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidegate-mirror-'))
    // A mirror that has something by every name, and never what it should be.
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end('not Electron')
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    mirror = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`
  })
  afterAll(async () => {
    await new Promise((closed) => server.close(closed))
    rmSync(folder, { recursive: true, force: true })
  })

  const run = (args: readonly string[], env: Record<string, string>) =>
    new Promise<{ code: number | null; lines: string[] }>((ended, failed) => {
      // Only what is named: a machine with an Electron in its cache is asked the same.
      const child = spawn(process.execPath, [command, ...args], {
        env: { PATH: process.env.PATH ?? '', electron_config_cache: join(folder, 'cache'), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let text = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
      child.on('error', failed)
      child.on('close', (code) => ended({ code, lines: text.trimEnd().split('\n') }))
    })

  it('says in one line that no Electron can be had, and ends with 1', async () => {
    // Port 9 of this machine, which answers nobody.
    const { code, lines } = await run([], { ELECTRON_MIRROR: 'http://127.0.0.1:9/' })
    expect(code).toBe(1)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^Electron \d+\.\d+\.\d+: /)
    expect(lines[1]).toMatch(/^Not packaged: No Electron .* can be had \(.*\), so nothing was packaged\. .*ELECTRON_OVERRIDE_DIST_PATH\.$/)
  })

  it('packs no Electron whose checksum is not that of the lock file', async () => {
    const { code, lines } = await run(['--platform', 'linux', '--arch', 'arm64'], { ELECTRON_MIRROR: mirror })
    expect(asked).toEqual([expect.stringContaining(`electron-v${pinnedElectron()}-linux-arm64.zip`)])
    expect(code).toBe(1)
    expect(lines.at(-1)).toMatch(/^Not packaged: No Electron .*checksum/i)
    expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.zip'))).toEqual([])
  })

  it('packs no folder that is another version, or none', async () => {
    writeFileSync(join(folder, 'version'), 'v44.0.0\n')
    const other = await run([], { ELECTRON_OVERRIDE_DIST_PATH: folder })
    expect(other).toMatchObject({ code: 1, lines: [expect.anything(), expect.stringContaining(`${folder} is Electron 44.0.0`)] })
    const none = await run([], { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'nowhere') })
    expect(none).toMatchObject({ code: 1, lines: [expect.anything(), expect.stringContaining('nowhere is not there')] })
  })

  it.each([
    ['--platform', 'freebsd'],
    ['--variant', 'debug'],
    ['--no-sandbox', ''],
  ])('does not know %s %s', async (...args) => {
    const { code, lines } = await run(args.filter(Boolean), { ELECTRON_MIRROR: 'http://127.0.0.1:9/' })
    expect({ code, lines: lines.length }).toEqual({ code: 1, lines: 1 })
    expect(lines[0]).toMatch(/^Not packaged: /)
  })
})
