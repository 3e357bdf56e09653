import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'

/** API keys of providers. They are read when needed, handed to the egress door and kept nowhere else. */
export interface KeyStore {
  get(providerId: string): Promise<string | null>
  set(providerId: string, key: string): Promise<void>
}

const FILE = 'keys.json'
const KeysSchema = z.record(z.string(), z.string())

/**
 * Keys from the environment (`TIDEGATE_KEY_<ID>`, dashes as underscores, upper case), else from `<dataDir>/keys.json`, which must be
 * readable by its owner only. Throws CONFIG_INVALID for a file that others can read or that is not a JSON object of texts.
 */
export function openFileKeyStore(dataDir: string, env: Readonly<Record<string, string | undefined>>): KeyStore {
  const file = join(dataDir, FILE)
  return {
    async get(providerId) {
      const fromEnv = env[`TIDEGATE_KEY_${providerId.replace(/-/g, '_').toUpperCase()}`]
      if (fromEnv !== undefined && fromEnv !== '') return fromEnv
      return readKeys(file)[providerId] ?? null
    },
    async set(providerId, key) {
      const keys = { ...readKeys(file), [providerId]: key }
      mkdirSync(dataDir, { recursive: true })
      const temporary = `${file}.new`
      writeFileSync(temporary, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
      // The mode above holds only for a new file.
      chmodSync(temporary, 0o600)
      renameSync(temporary, file)
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
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
  try {
    return KeysSchema.parse(JSON.parse(text))
  } catch {
    // The cause may quote a key, so it is not kept.
    throw new TidegateError('CONFIG_INVALID', `${file} is not a JSON object of provider id to key. Correct it.`)
  }
}
