import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLog } from '../../telemetry/index.ts'
import { type KeychainBackend, openKeychain } from './keychain.ts'

const CANARY = 'canary-key-5f1d0c'
const CLOCK = { now: () => now, monotonic: () => now }
let now = 0
let dataDir: string
let logged: string[]
const log = createLog({ clock: CLOCK, ids: { next: () => 'err_1' }, level: 'debug', write: (line) => logged.push(line) })

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-keychain-'))
  logged = []
  now = 1_000
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(dataDir, { recursive: true, force: true })
})

/** A keychain with a secret of its own: what one encrypts, another with another secret cannot decrypt. */
function fakeBackend(name = 'gnome_libsecret', secret = name) {
  const key = createHash('sha256').update(secret).digest()
  const state = { available: true, locked: false, rotated: false, silent: false, decrypts: 0 }
  const answer = (): Promise<void> => {
    if (state.locked) return Promise.reject(new Error(`the keyring is locked (${CANARY})`))
    return state.silent ? new Promise(() => {}) : Promise.resolve()
  }
  const backend: KeychainBackend = {
    name: () => name,
    isAvailable: async () => state.available,
    async encrypt(text) {
      await answer()
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed])
    },
    async decrypt(ciphertext) {
      state.decrypts += 1
      await answer()
      const decipher = createDecipheriv('aes-256-gcm', key, ciphertext.subarray(0, 12))
      decipher.setAuthTag(ciphertext.subarray(12, 28))
      const result = Buffer.concat([decipher.update(ciphertext.subarray(28)), decipher.final()]).toString('utf8')
      return { result, shouldReEncrypt: state.rotated }
    },
  }
  return { backend, state }
}

const open = (backend: KeychainBackend, env: Record<string, string> = {}) => openKeychain({ dataDir, env, backend, clock: CLOCK, log })
const keychainFile = () => JSON.parse(readFileSync(join(dataDir, 'keychain.json'), 'utf8'))
const inFiles = (text: string): string[] => readdirSync(dataDir).filter((name) => readFileSync(join(dataDir, name), 'utf8').includes(text))

describe('a key in the keychain', () => {
  it('is there again at the next start, and nowhere in clear', async () => {
    const { backend } = fakeBackend()
    expect(await open(backend).set('hosted', CANARY)).toEqual({ state: 'ok', place: 'keychain' })
    const next = open(backend)
    expect(await next.get('hosted')).toBe(CANARY)
    expect(await next.status('hosted')).toEqual({ state: 'ok', place: 'keychain' })
    expect(await next.status('other')).toEqual({ state: 'none', place: null })
    expect(inFiles(CANARY)).toEqual([])
    expect(statSync(join(dataDir, 'keychain.json')).mode & 0o777).toBe(0o600)
    expect(keychainFile().keys.hosted).toMatchObject({ backend: 'gnome_libsecret', keyVersion: 1 })
  })

  it('costs nothing to open: no file is made, the keychain is not asked', () => {
    const backend: KeychainBackend = {
      name: () => expect.unreachable(),
      isAvailable: () => expect.unreachable(),
      encrypt: () => expect.unreachable(),
      decrypt: () => expect.unreachable(),
    }
    open(backend)
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('gives way to the environment and to the file', async () => {
    const { backend } = fakeBackend()
    await open(backend).set('my-pipe', 'from-keychain')
    writeFileSync(join(dataDir, 'keys.json'), '{"my-pipe":"from-file"}', { mode: 0o600 })
    expect(await open(backend).get('my-pipe')).toBe('from-file')
    expect(await open(backend, { TIDEGATE_KEY_MY_PIPE: 'from-env' }).get('my-pipe')).toBe('from-env')
    expect(await open(backend, { TIDEGATE_KEY_MY_PIPE: 'from-env' }).status('my-pipe')).toEqual({ state: 'ok', place: 'environment' })
  })
})

describe('its state', () => {
  it('is "locked" while the keychain gives nothing out, and the key comes back when it does', async () => {
    const { backend, state } = fakeBackend()
    const store = open(backend)
    await store.set('hosted', CANARY)
    state.locked = true
    expect(await store.get('hosted')).toBeNull()
    expect(await store.status('hosted')).toEqual({ state: 'locked', place: 'keychain' })
    state.locked = false
    now += 10_000
    expect(await store.get('hosted')).toBe(CANARY)
  })

  it.each([
    ['another keychain', fakeBackend('kwallet6')],
    ['a keychain of the same name with another secret', fakeBackend('gnome_libsecret', 'made anew')],
  ])('is "backend-changed" with %s; the key is kept and comes back with the first one', async (_what, changed) => {
    const first = fakeBackend()
    await open(first.backend).set('hosted', CANARY)
    const before = readFileSync(join(dataDir, 'keychain.json'), 'utf8')
    const elsewhere = open(changed.backend)
    expect(await elsewhere.get('hosted')).toBeNull()
    expect(await elsewhere.status('hosted')).toEqual({ state: 'backend-changed', place: 'keychain' })
    expect(readFileSync(join(dataDir, 'keychain.json'), 'utf8')).toBe(before)
    expect(await open(first.backend).get('hosted')).toBe(CANARY)
  })

  it('is "unavailable" without a keychain; what is stored stays', async () => {
    const { backend, state } = fakeBackend()
    await open(backend).set('hosted', CANARY)
    state.available = false
    const store = open(backend)
    expect(await store.get('hosted')).toBeNull()
    expect(await store.status('hosted')).toEqual({ state: 'unavailable', place: 'keychain' })
    state.available = true
    expect(await open(backend).get('hosted')).toBe(CANARY)
  })

  it('takes a keychain that fails to answer whether it is there for none', async () => {
    const { backend } = fakeBackend()
    await open(backend).set('hosted', CANARY)
    const broken = { ...backend, isAvailable: () => Promise.reject(new Error('no bus')) }
    expect(await open(broken).status('hosted')).toEqual({ state: 'unavailable', place: 'keychain' })
  })
})

describe('without a keychain', () => {
  it('a key lives for the session only', async () => {
    const { backend, state } = fakeBackend()
    state.available = false
    const store = open(backend)
    expect(await store.set('hosted', CANARY)).toEqual({ state: 'unavailable', place: 'session' })
    expect(await store.get('hosted')).toBe(CANARY)
    expect(await store.status('hosted')).toEqual({ state: 'unavailable', place: 'session' })
    expect(inFiles(CANARY)).toEqual([])
    expect(await open(backend).get('hosted')).toBeNull()
  })

  it('the person may choose the file, which only they can read', async () => {
    const { backend, state } = fakeBackend()
    state.available = false
    const store = open(backend)
    await store.set('hosted', 'first')
    expect(await store.set('hosted', CANARY, 'file')).toEqual({ state: 'ok', place: 'file' })
    expect(await open(backend).get('hosted')).toBe(CANARY)
    expect(statSync(join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600)
  })

  it('a keychain that gives back something else than it was given is not trusted', async () => {
    const { backend } = fakeBackend()
    const store = open({ ...backend, decrypt: async () => ({ result: 'something else', shouldReEncrypt: false }) })
    expect(await store.set('hosted', CANARY)).toEqual({ state: 'unavailable', place: 'session' })
    expect(readdirSync(dataDir)).toEqual([])
  })
})

describe('nothing is lost', () => {
  it('a key that could not be decrypted is kept when another takes its place', async () => {
    const first = fakeBackend()
    await open(first.backend).set('hosted', CANARY)
    const old = keychainFile().keys.hosted
    const second = fakeBackend('kwallet6')
    const store = open(second.backend)
    await store.set('hosted', 'the second key')
    await store.set('hosted', 'the third key')
    expect(await store.get('hosted')).toBe('the third key')
    expect(keychainFile().earlier).toEqual([{ ...old, providerId: 'hosted' }])
    expect(keychainFile().keys.hosted.keyVersion).toBe(3)
  })

  it.each(['', '{', '[]', '{"keys":{"hosted":{"ciphertext":7}}}'])(
    'a damaged file (%j) is set aside before another is written',
    async (content) => {
      writeFileSync(join(dataDir, 'keychain.json'), content)
      const { backend } = fakeBackend()
      const store = open(backend)
      expect(await store.get('hosted')).toBeNull()
      await store.set('hosted', CANARY)
      expect(await store.get('hosted')).toBe(CANARY)
      expect(readFileSync(join(dataDir, 'keychain.json.damaged-1000'), 'utf8')).toBe(content)
    },
  )

  it('the file is imported only when asked, and only what can be read back leaves it', async () => {
    writeFileSync(join(dataDir, 'keys.json'), JSON.stringify({ one: CANARY, two: 'second' }), { mode: 0o600 })
    const { backend, state } = fakeBackend()
    const store = open(backend)
    await store.get('one')
    await store.set('three', 'third')
    expect(inFiles(CANARY)).toEqual(['keys.json'])
    state.available = false
    expect(await store.importFile()).toEqual({ moved: [], left: ['one', 'two'] })
    expect(inFiles(CANARY)).toEqual(['keys.json'])
    state.available = true
    expect(await store.importFile()).toEqual({ moved: ['one', 'two'], left: [] })
    expect(inFiles(CANARY)).toEqual([])
    expect(readFileSync(join(dataDir, 'keys.json'), 'utf8').trim()).toBe('{}')
    expect(await open(backend).get('one')).toBe(CANARY)
    expect(await open(backend).status('two')).toEqual({ state: 'ok', place: 'keychain' })
  })

  it('whatever order of keychains and keys, the last key that was stored is the one that is read, and each ciphertext is still there', async () => {
    const step = fc.record({ keychain: fc.constantFrom('a', 'b', 'none'), key: fc.stringMatching(/^[a-z0-9]{8}$/) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        rmSync(join(dataDir, 'keychain.json'), { force: true })
        const unreadable = new Set<string>()
        for (const { keychain, key } of steps) {
          const { backend, state } = fakeBackend(keychain)
          state.available = keychain !== 'none'
          const store = open(backend)
          const before = readdirSync(dataDir).includes('keychain.json') ? keychainFile().keys.p : undefined
          if (before !== undefined && before.backend !== keychain && state.available) unreadable.add(before.ciphertext)
          await store.set('p', key)
          expect(await store.get('p')).toBe(key)
        }
        const kept: string = readdirSync(dataDir).includes('keychain.json') ? JSON.stringify(keychainFile()) : ''
        for (const ciphertext of unreadable) expect(kept).toContain(ciphertext)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a keychain that has moved on', () => {
  it('has the key encrypted anew, once, when it asks for that', async () => {
    const { backend, state } = fakeBackend()
    const store = open(backend)
    await store.set('hosted', CANARY)
    const before = keychainFile().keys.hosted
    state.rotated = true
    expect(await store.get('hosted')).toBe(CANARY)
    await vi.waitFor(() => expect(keychainFile().keys.hosted.keyVersion).toBe(2))
    expect(keychainFile().keys.hosted.ciphertext).not.toBe(before.ciphertext)
    state.rotated = false
    expect(await open(backend).get('hosted')).toBe(CANARY)
  })

  it('has the key encrypted anew when its name changed but it can still read it', async () => {
    await open(fakeBackend('kwallet5', 'same').backend).set('hosted', CANARY)
    const store = open(fakeBackend('kwallet6', 'same').backend)
    expect(await store.status('hosted')).toEqual({ state: 'ok', place: 'keychain' })
    await vi.waitFor(() => expect(keychainFile().keys.hosted).toMatchObject({ backend: 'kwallet6', keyVersion: 2 }))
  })
})

describe('nobody waits for the keychain', () => {
  it('a prompt that nobody answers counts as locked after two seconds, is asked once, and its answer still counts', async () => {
    const { backend, state } = fakeBackend()
    const store = open(backend)
    await store.set('hosted', CANARY)
    const prompt = Promise.withResolvers<void>()
    let prompts = 0
    const waiting = open({
      ...backend,
      async decrypt(ciphertext) {
        prompts += 1
        await prompt.promise
        return backend.decrypt(ciphertext)
      },
    })
    vi.useFakeTimers()
    const both = Promise.all([waiting.get('hosted'), waiting.status('hosted')])
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await both).toEqual([null, { state: 'locked', place: 'keychain' }])
    // From now on the answer is there at once: no timer has to run for it.
    expect(await waiting.get('hosted')).toBeNull()
    expect(prompts).toBe(1)
    prompt.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(state.decrypts).toBeGreaterThan(0)
    expect(await waiting.get('hosted')).toBe(CANARY)
  })

  it('a broken keychain is left alone for ten seconds', async () => {
    const { backend, state } = fakeBackend()
    const store = open(backend)
    await store.set('hosted', CANARY)
    state.locked = true
    await store.get('hosted')
    const asked = state.decrypts
    for (let n = 0; n < 20; n += 1) await store.get('hosted')
    expect(state.decrypts).toBe(asked)
    now += 10_000
    await store.get('hosted')
    expect(state.decrypts).toBeGreaterThan(asked)
  })

  it('two who ask at the same time both get the key', async () => {
    const { backend } = fakeBackend()
    const store = open(backend)
    await store.set('hosted', CANARY)
    expect(await Promise.all([store.get('hosted'), store.get('hosted')])).toEqual([CANARY, CANARY])
  })
})

it('no key is in any log line, whatever the state', async () => {
  const first = fakeBackend()
  const second = fakeBackend('kwallet6')
  const store = open(first.backend)
  await store.set('hosted', CANARY)
  first.state.rotated = true
  await store.get('hosted')
  await vi.waitFor(() => expect(logged.join('')).toContain('keys.encrypted_anew'))
  first.state.locked = true
  await open(first.backend).get('hosted')
  await open(second.backend).get('hosted')
  second.state.available = false
  await open(second.backend).get('hosted')
  expect(logged.filter((line) => line.includes('keys.unreadable'))).toHaveLength(3)
  expect(logged.join('')).not.toContain(CANARY)
})
