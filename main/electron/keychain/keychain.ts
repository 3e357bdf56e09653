import { join } from 'node:path'
import type { KeyState, KeyStatus } from '#contracts/keys.ts'
import { type KeyStore, keyFromEnvironment, openKeyFile } from '../../config/index.ts'
import { type Clock, type Log, token } from '../../platform.ts'
import { type KeychainEntry, openKeychainFile } from './keychain-file.ts'

/** The system's keychain. Every call may reject, and may take as long as a person takes to answer a prompt. */
export interface KeychainBackend {
  /** Whether there is one that protects anything: a password that is the same everywhere does not count. */
  isAvailable(): Promise<boolean>
  /** Name of the keychain in use; only asked when it is available. */
  name(): string
  encrypt(text: string): Promise<Buffer>
  /** `shouldReEncrypt`: the keychain has a newer secret than the one this was encrypted with. */
  decrypt(ciphertext: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>
}

export interface KeychainDeps {
  readonly dataDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly backend: KeychainBackend
  readonly clock: Clock
  readonly log: Log
}

/** What reading one entry came to. */
type Reading = { readonly state: 'ok'; readonly key: string } | { readonly state: Exclude<KeyState, 'ok' | 'none'> }

const LOCKED: Reading = { state: 'locked' }

/** A reading under way; nobody waits any longer for one that is overdue. */
interface Attempt {
  readonly reading: Promise<Reading>
  overdue: boolean
}

/** How long anybody waits for the keychain: it may be asking the person for a password, and local generation needs no key. */
const WAIT_MS = 2_000
/** How long the person who stores a key is given to unlock the keychain. */
const STORE_WAIT_MS = 60_000
/** After a failure the keychain is left alone this long, however often a key is wanted. */
const RETRY_MS = 10_000
const FILE = 'keychain.json'

/**
 * Keys in the system's keychain: what it makes of them is in `<dataDir>/keychain.json`. In order, a key comes from the environment, from
 * memory (set while there was no keychain), from `keys.json` (the person's choice), else from the keychain. Opening reads nothing and asks
 * for nothing. What cannot be decrypted is never deleted, also when another key takes its place.
 */
export function openKeychain(deps: KeychainDeps): KeyStore {
  const { backend, clock, log, env } = deps
  const file = openKeyFile(deps.dataDir)
  const stored = openKeychainFile(join(deps.dataDir, FILE), () => clock.now())
  const session = new Map<string, string>()
  /** By ciphertext: the attempt under way, so that one prompt is one prompt, and when the last one failed. */
  const underWay = new Map<string, Attempt>()
  const failed = new Map<string, { readonly at: number; readonly reading: Reading }>()
  /** Changes of the file, one after the other. */
  let changes: Promise<unknown> = Promise.resolve()

  function change<T>(work: () => Promise<T>): Promise<T> {
    const done = changes.then(work)
    changes = done.catch(() => {})
    return done
  }

  async function read(providerId: string, entry: KeychainEntry): Promise<Reading> {
    const known = failed.get(entry.ciphertext)
    if (known !== undefined && clock.monotonic() - known.at < RETRY_MS) return known.reading
    const attempt = underWay.get(entry.ciphertext) ?? start(providerId, entry)
    if (attempt.overdue) return LOCKED
    const answer = await withDeadline<Reading | null>(attempt.reading, WAIT_MS, null)
    if (answer !== null) return answer
    attempt.overdue = true
    return LOCKED
  }

  function start(providerId: string, entry: KeychainEntry): Attempt {
    const reading = open(providerId, entry).then((answer) => {
      underWay.delete(entry.ciphertext)
      if (answer.state === 'ok') failed.delete(entry.ciphertext)
      else {
        failed.set(entry.ciphertext, { at: clock.monotonic(), reading: answer })
        log.warn('keys.unreadable', { provider: token(providerId), state: token(answer.state), backend: token(entry.backend) })
      }
      return answer
    })
    const attempt: Attempt = { reading, overdue: false }
    underWay.set(entry.ciphertext, attempt)
    return attempt
  }

  async function open(providerId: string, entry: KeychainEntry): Promise<Reading> {
    if (!(await isAvailable())) return { state: 'unavailable' }
    try {
      const { result, shouldReEncrypt } = await backend.decrypt(Buffer.from(entry.ciphertext, 'base64'))
      if (shouldReEncrypt || entry.backend !== backend.name()) void encryptAnew(providerId, entry, result)
      return { state: 'ok', key: result }
    } catch {
      // A keychain that decrypts what it encrypts itself is open: then this was made by another one.
      return { state: entry.backend !== backend.name() || (await sealed('probe')) !== null ? 'backend-changed' : 'locked' }
    }
  }

  async function isAvailable(): Promise<boolean> {
    try {
      return await backend.isAvailable()
    } catch {
      return false
    }
  }

  /** Encrypts, and makes sure that it can be read back. Null when the keychain does not do that. */
  async function sealed(key: string): Promise<string | null> {
    try {
      const ciphertext = await backend.encrypt(key)
      return (await backend.decrypt(ciphertext)).result === key ? ciphertext.toString('base64') : null
    } catch {
      return null
    }
  }

  function encryptAnew(providerId: string, old: KeychainEntry, key: string): Promise<void> {
    return change(async () => {
      const ciphertext = await sealed(key)
      const content = stored.read()
      // Somebody may have stored another key meanwhile.
      if (ciphertext === null || content.keys[providerId]?.ciphertext !== old.ciphertext) return
      const entry = { ciphertext, backend: backend.name(), keyVersion: old.keyVersion + 1 }
      stored.write({ ...content, keys: { ...content.keys, [providerId]: entry } })
      log.info('keys.encrypted_anew', { provider: token(providerId), backend: token(entry.backend) })
    }).catch((error: unknown) => {
      log.error('keys.encrypt_anew_failed', error)
    })
  }

  /** Puts a key into the keychain; false when there is none, and then nothing has changed. */
  async function keep(providerId: string, key: string): Promise<boolean> {
    const ciphertext = await withDeadline(
      isAvailable().then((is) => (is ? sealed(key) : null)),
      STORE_WAIT_MS,
      null,
    )
    if (ciphertext === null) return false
    const content = stored.read()
    const old = content.keys[providerId]
    const readable = old === undefined || (await withDeadline<Reading>(open(providerId, old), WAIT_MS, LOCKED)).state === 'ok'
    const entry = { ciphertext, backend: backend.name(), keyVersion: (old?.keyVersion ?? 0) + 1 }
    stored.write({
      keys: { ...content.keys, [providerId]: entry },
      earlier: readable ? content.earlier : [...content.earlier, { ...old, providerId }],
    })
    return true
  }

  async function look(providerId: string): Promise<{ readonly status: KeyStatus; readonly key: string | null }> {
    const fromEnvironment = keyFromEnvironment(env, providerId)
    if (fromEnvironment !== null) return { status: { state: 'ok', place: 'environment' }, key: fromEnvironment }
    const fromSession = session.get(providerId)
    if (fromSession !== undefined) return { status: { state: 'unavailable', place: 'session' }, key: fromSession }
    const fromFile = file.all()[providerId]
    if (fromFile !== undefined) return { status: { state: 'ok', place: 'file' }, key: fromFile }
    const entry = stored.read().keys[providerId]
    if (entry === undefined) return { status: { state: 'none', place: null }, key: null }
    const reading = await read(providerId, entry)
    return { status: { state: reading.state, place: 'keychain' }, key: reading.state === 'ok' ? reading.key : null }
  }

  return {
    get: async (providerId) => (await look(providerId)).key,
    status: async (providerId) => (await look(providerId)).status,
    set: (providerId, key, place = 'keychain') =>
      change(async () => {
        if (place === 'file') {
          file.put(providerId, key)
          session.delete(providerId)
          return { state: 'ok', place: 'file' }
        }
        if (!(await keep(providerId, key))) {
          session.set(providerId, key)
          return { state: 'unavailable', place: 'session' }
        }
        // The new key takes the place of an older one in the file, which would be read first.
        file.remove(providerId)
        session.delete(providerId)
        return { state: 'ok', place: 'keychain' }
      }),
    importFile: () =>
      change(async () => {
        const moved: string[] = []
        const left: string[] = []
        for (const [providerId, key] of Object.entries(file.all())) {
          if (await keep(providerId, key)) {
            file.remove(providerId)
            moved.push(providerId)
          } else left.push(providerId)
        }
        return { moved, left }
      }),
  }
}

function withDeadline<T>(work: Promise<T>, ms: number, late: T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>()
  const timer = setTimeout(() => resolve(late), ms)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}
