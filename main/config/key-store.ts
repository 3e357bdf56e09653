import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import type { KeyStatus } from '#contracts/keys.ts'

/** API keys of providers. They are read when needed, handed to the egress door and kept nowhere else. */
export interface KeyStore {
  /** The key, or null when there is none or it cannot be read now; `status` says which. Never waits for a person. */
  get(providerId: string): Promise<string | null>
  status(providerId: string): Promise<KeyStatus>
  /** Stores a key and says where it is now. Without a place: where this store keeps keys by itself. */
  set(providerId: string, key: string, place?: 'keychain' | 'file'): Promise<KeyStatus>
  /** Moves what is in `keys.json` into the keychain: the ids that were moved, and those that had to stay in the file. */
  importFile(): Promise<{ readonly moved: readonly string[]; readonly left: readonly string[] }>
}

/** The file of keys itself, for the stores that read it. */
export interface KeyFile {
  all(): Readonly<Record<string, string>>
  put(providerId: string, key: string): void
  /** Takes one key out; the others stay. */
  remove(providerId: string): void
}

const FILE = 'keys.json'
const KeysSchema = z.record(z.string(), z.string())
const NO_KEYCHAIN = 'This host has no keychain. Store the key in the file keys.json, or use the desktop app.'

/** The key that the environment has for a provider: `TIDEGATE_KEY_<ID>`, dashes as underscores, upper case. */
export function keyFromEnvironment(env: Readonly<Record<string, string | undefined>>, providerId: string): string | null {
  return env[`TIDEGATE_KEY_${providerId.replace(/-/g, '_').toUpperCase()}`] || null
}

/**
 * Keys from the environment, else from `<dataDir>/keys.json`, which must be readable by its owner only. Throws CONFIG_INVALID for a
 * file that others can read or that is not a JSON object of texts.
 */
export function openFileKeyStore(dataDir: string, env: Readonly<Record<string, string | undefined>>): KeyStore {
  const file = openKeyFile(dataDir)
  return {
    get: async (providerId) => keyFromEnvironment(env, providerId) ?? file.all()[providerId] ?? null,
    async status(providerId) {
      if (keyFromEnvironment(env, providerId) !== null) return { state: 'ok', place: 'environment' }
      return file.all()[providerId] === undefined ? { state: 'none', place: null } : { state: 'ok', place: 'file' }
    },
    async set(providerId, key, place = 'file') {
      if (place === 'keychain') throw new TidegateError('CONFLICT', NO_KEYCHAIN)
      file.put(providerId, key)
      return { state: 'ok', place: 'file' }
    },
    async importFile() {
      throw new TidegateError('CONFLICT', NO_KEYCHAIN)
    },
  }
}

/** Opens `<dataDir>/keys.json`; a missing file holds no key. */
export function openKeyFile(dataDir: string): KeyFile {
  const file = join(dataDir, FILE)
  const write = (keys: Readonly<Record<string, string>>): void => {
    mkdirSync(dataDir, { recursive: true })
    const temporary = `${file}.new`
    writeFileSync(temporary, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
    // The mode above holds only for a new file.
    chmodSync(temporary, 0o600)
    renameSync(temporary, file)
  }
  return {
    all: () => readKeys(file),
    put: (providerId, key) => write({ ...readKeys(file), [providerId]: key }),
    remove(providerId) {
      const { [providerId]: removed, ...rest } = readKeys(file)
      if (removed !== undefined) write(rest)
    },
  }
}

function readKeys(file: string): Record<string, string> {
  let text: string
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      throw new TidegateError('CONFIG_INVALID', `${file} can be read by others. Run: chmod 600 "${file}"`)
    }
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Object.create(null)
    throw error
  }
  try {
    // Without a prototype: a provider may be called "constructor".
    return Object.assign(Object.create(null), KeysSchema.parse(JSON.parse(text)))
  } catch {
    // The cause may quote a key, so it is not kept.
    throw new TidegateError('CONFIG_INVALID', `${file} is not a JSON object of provider id to key. Correct it.`)
  }
}
