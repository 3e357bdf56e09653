import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '#contracts/privacy.ts'
import { openConfig, openFileKeyStore } from './index.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-config-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const write = (value: unknown): void =>
  writeFileSync(join(dataDir, 'config.json'), typeof value === 'string' ? value : JSON.stringify(value))
const PROVIDER = { id: 'p', kind: 'ollama', baseUrl: 'http://127.0.0.1:11434', model: 'm' }

describe('settings', () => {
  it('has defaults without a file, and writes none by reading', () => {
    expect(openConfig(dataDir).get()).toMatchObject({
      privacyMode: 'balanced',
      providers: [],
      budgetUsdPerDay: 1,
      timeouts: { connectMs: 5_000 },
    })
    expect(() => statSync(join(dataDir, 'config.json'))).toThrow()
  })

  it('keeps what was set, tells listeners, and leaves the rest of the file alone', () => {
    write({ budgetUsdPerDay: 3 })
    const store = openConfig(dataDir)
    const seen: string[] = []
    store.onChange(({ privacyMode }) => seen.push(privacyMode))
    store.set('privacyMode', 'local-only')
    store.set('providers.0', PROVIDER)
    store.set('providers.0.model', 'other')
    expect(seen).toEqual(['local-only', 'local-only', 'local-only'])
    expect(openConfig(dataDir).get()).toMatchObject({ privacyMode: 'local-only', budgetUsdPerDay: 3, providers: [{ model: 'other' }] })
  })

  it.each<[string, unknown, string]>([
    ['an unknown key of a provider', { providers: [{ ...PROVIDER, enable: false }] }, 'enable'],
    ['an unknown key of the policy', { policy: { ...DEFAULT_POLICY, allow: {} } }, 'allow'],
    ['a label that there is not', { policy: { allowed: { ...DEFAULT_POLICY.allowed, secret: ['local'] } } }, 'secret'],
    ['a password in an address', { providers: [{ ...PROVIDER, baseUrl: 'https://jane:hunter2@api.example' }] }, 'no user name'],
    ['an empty user name', { providers: [{ ...PROVIDER, baseUrl: 'https://@api.example' }] }, 'no user name'],
    ['a query in an address', { providers: [{ ...PROVIDER, baseUrl: 'https://api.example/v1?key=hunter2' }] }, 'no user name'],
    ['a fragment in an address', { providers: [{ ...PROVIDER, baseUrl: 'https://api.example/#hunter2' }] }, 'no user name'],
    ['broken JSON', '{"a":', 'JSON object'],
    ['a list', [], 'JSON object'],
    ['an unknown key', { privacymode: 'x' }, 'privacymode'],
    ['a wrong type', { budgetUsdPerDay: 'much' }, 'budgetUsdPerDay'],
    [
      'a looser policy',
      { policy: { allowed: { public: ['local'], internal: ['local'], confidential: ['hosted'], restricted: ['local'] } } },
      'stricter',
    ],
    ['two providers of one name', { providers: [PROVIDER, PROVIDER] }, 'two providers'],
    ['an address that is none', { providers: [{ ...PROVIDER, baseUrl: 'nowhere' }] }, 'baseUrl'],
    ['an address of another scheme', { providers: [{ ...PROVIDER, baseUrl: 'file:///etc/passwd' }] }, 'baseUrl'],
  ])('refuses %s in one line that names it', (_case, content, hint) => {
    write(content)
    expect(() => openConfig(dataDir)).toThrow(hint)
    try {
      openConfig(dataDir)
    } catch (error) {
      expect(error).toMatchObject({ code: 'CONFIG_INVALID' })
      expect(String(error)).not.toContain('\n')
      expect(String(error)).not.toContain('hunter2')
    }
  })

  it.each([
    ['nonsense', 1],
    ['timeouts.connectMs', -1],
    ['providers.7', PROVIDER],
    ['__proto__.polluted', 1],
    ['', 1],
  ])('refuses to set %s and changes nothing', (path, value) => {
    write({ budgetUsdPerDay: 3 })
    const before = readFileSync(join(dataDir, 'config.json'), 'utf8')
    const store = openConfig(dataDir)
    expect(() => store.set(path, value)).toThrow()
    expect(readFileSync(join(dataDir, 'config.json'), 'utf8')).toBe(before)
    expect(store.get().budgetUsdPerDay).toBe(3)
    expect(Object.prototype).not.toHaveProperty('polluted')
  })
})

describe('settings that another process changes', () => {
  it('are in force at the next look, in the same object until they change again', () => {
    const host = openConfig(dataDir)
    const before = host.get()
    expect(host.get()).toBe(before)
    openConfig(dataDir).set('privacyMode', 'local-only')
    expect(host.get().privacyMode).toBe('local-only')
    expect(host.get()).toBe(host.get())
  })

  it('are kept by what the host changes afterwards, and also by what it changed just before', () => {
    const host = openConfig(dataDir)
    const command = openConfig(dataDir)
    host.set('budgetUsdPerDay', 4)
    command.set('privacyMode', 'local-only')
    host.set('retry.attempts', 2)
    expect(openConfig(dataDir).get()).toMatchObject({ privacyMode: 'local-only', budgetUsdPerDay: 4, retry: { attempts: 2 } })
  })

  it('are told to whoever listens, without anybody asking', async () => {
    const host = openConfig(dataDir)
    const told = Promise.withResolvers<string>()
    const stop = host.onChange(({ privacyMode }) => told.resolve(privacyMode))
    openConfig(dataDir).set('privacyMode', 'local-only')
    expect(await told.promise).toBe('local-only')
    stop()
  })

  it.each<[string, () => void]>([
    ['is cut short', () => write('{"privacyMode":')],
    ['is not valid', () => write({ privacyMode: 'open' })],
    ['is gone', () => rmSync(join(dataDir, 'config.json'))],
  ])('stay as they were while the file %s, and this is said', (_case, damage) => {
    const host = openConfig(dataDir)
    host.set('privacyMode', 'local-only')
    expect(host.problem()).toBeNull()
    damage()
    expect(host.get().privacyMode).toBe('local-only')
    expect(host.problem()).toContain('config.json')
    write({ privacyMode: 'local-only', budgetUsdPerDay: 7 })
    expect(host.get().budgetUsdPerDay).toBe(7)
    expect(host.problem()).toBeNull()
  })

  it('are not written over when they are being corrected by hand', () => {
    const host = openConfig(dataDir)
    write('{"privacyMode": "local-only",')
    expect(() => host.set('budgetUsdPerDay', 2)).toThrow('JSON object')
    expect(readFileSync(join(dataDir, 'config.json'), 'utf8')).toBe('{"privacyMode": "local-only",')
  })

  it('are written although a writer died half-way, but not in the middle of a living one', () => {
    const half = join(dataDir, 'config.json.new')
    writeFileSync(half, '{')
    expect(() => openConfig(dataDir).set('budgetUsdPerDay', 2)).toThrow('Another process')
    const earlier = new Date(Date.now() - 60_000)
    utimesSync(half, earlier, earlier)
    openConfig(dataDir).set('budgetUsdPerDay', 2)
    expect(openConfig(dataDir).get().budgetUsdPerDay).toBe(2)
    expect(readdirSync(dataDir)).toEqual(['config.json'])
  })

  it('lose nothing when several processes change them at the same time', async () => {
    const names = ['connectMs', 'firstByteMs', 'idleMs', 'totalMs'] as const
    const module = fileURLToPath(new URL('./config-store.ts', import.meta.url))
    const script = `import { openConfig } from ${JSON.stringify(module)}
      const store = openConfig(process.argv[1])
      for (let n = 1; n <= 25; n += 1) store.set('timeouts.' + process.argv[2], n)`
    const ended = names.map(async (name) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir, name], { stdio: 'inherit' })
      return (await once(child, 'exit'))[0] as number
    })
    expect(await Promise.all(ended)).toEqual([0, 0, 0, 0])
    expect(openConfig(dataDir).get().timeouts).toEqual({ connectMs: 25, firstByteMs: 25, idleMs: 25, totalMs: 25 })
  })
})

describe('keys', () => {
  it('are not had by a provider that is called as something every object has', async () => {
    const store = openFileKeyStore(dataDir, {})
    expect(await store.get('constructor')).toBeNull()
    expect(await store.status('constructor')).toEqual({ state: 'none', place: null })
  })

  it('come from the environment first, then from the file', async () => {
    const store = openFileKeyStore(dataDir, { TIDEGATE_KEY_MY_PIPE: 'from-env' })
    await store.set('my-pipe', 'from-file')
    await store.set('other', 'second')
    expect(await store.get('my-pipe')).toBe('from-env')
    expect(await store.get('other')).toBe('second')
    expect(await store.get('none')).toBeNull()
    expect(statSync(join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600)
  })

  it('are refused when others can read the file, and never quoted in an error', async () => {
    const file = join(dataDir, 'keys.json')
    writeFileSync(file, '{"p": "secret-value-1"')
    chmodSync(file, 0o600)
    await expect(openFileKeyStore(dataDir, {}).get('p')).rejects.toThrow(/not a JSON object/)
    await expect(openFileKeyStore(dataDir, {}).get('p')).rejects.not.toThrow(/secret-value/)
    chmodSync(file, 0o644)
    await expect(openFileKeyStore(dataDir, {}).get('p')).rejects.toThrow(/chmod 600/)
  })
})
