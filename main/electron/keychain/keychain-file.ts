import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'

const EntrySchema = z.object({
  /** What the system's keychain made of the key, base64. */
  ciphertext: z.base64(),
  /** Name of the keychain that made it (`gnome_libsecret`, `kwallet6`, `keychain`, `dpapi`). */
  backend: z.string().max(60),
  /** Raised each time the key is encrypted anew. */
  keyVersion: z.number().int().positive(),
})
export type KeychainEntry = z.infer<typeof EntrySchema>

const FileSchema = z.object({
  keys: z.record(z.string(), EntrySchema).default({}),
  /** What could not be decrypted when another key took its place: nothing is ever thrown away. */
  earlier: z.array(EntrySchema.extend({ providerId: z.string() })).default([]),
})
export type KeychainContent = z.infer<typeof FileSchema>

const EMPTY: KeychainContent = { keys: {}, earlier: [] }

/** The encrypted keys of a profile. A file that is damaged counts as empty for reading, and is set aside before it is written. */
export interface KeychainFile {
  read(): KeychainContent
  /** Whole or not at all, on the disk when it returns, for its owner only. */
  write(content: KeychainContent): void
}

export function openKeychainFile(file: string, now: () => number): KeychainFile {
  return {
    read: () => parse(file) ?? EMPTY,
    write(content) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      if (parse(file) === null) renameSync(file, `${file}.damaged-${now()}`)
      const temporary = `${file}.new`
      const descriptor = openSync(temporary, 'w', 0o600)
      try {
        writeSync(descriptor, `${JSON.stringify(content, null, 2)}\n`)
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
      renameSync(temporary, file)
    },
  }
}

/** Null for a file that is there and is not one of ours. Throws CONFIG_INVALID when it cannot be read at all. */
function parse(file: string): KeychainContent | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return EMPTY
    throw new TidegateError('CONFIG_INVALID', `${file} cannot be read. Check its permissions.`, { cause: error })
  }
  try {
    return FileSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
