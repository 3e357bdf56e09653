import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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

describe('keys', () => {
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
