import { createHmac, timingSafeEqual } from 'node:crypto'
import { closeSync, constants, copyFileSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** The end of the ledger's chain as it was last known. `mac` is null where there was no lasting key to sign with. */
export interface Anchor {
  readonly seq: number
  readonly hash: string
  readonly mac: string | null
}

export type AnchorReading =
  | { readonly state: 'missing' }
  /** There is a file, and it is not one of ours. */
  | { readonly state: 'damaged' }
  | { readonly state: 'read'; readonly anchor: Anchor }

const FILE = 'ledger-anchor.json'
const AnchorSchema = z.strictObject({
  seq: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  mac: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
})

/** `<dataDir>/ledger-anchor.json`, beside the database and not in it. */
export interface AnchorFile {
  read(): AnchorReading
  /** Like `write`, but false where there is a file already. */
  create(anchor: Anchor): boolean
  /** Whole or not at all, and on the disk when it returns. */
  write(anchor: Anchor): void
  /** Keeps a copy of the present record in a folder. The record itself stays until the next `write`, so that it is missing at no moment. */
  keepIn(folder: string): void
}

export function openAnchorFile(dataDir: string): AnchorFile {
  const path = join(dataDir, FILE)
  const put = (to: string, flags: 'w' | 'wx', anchor: Anchor): void =>
    synced(to, flags, (descriptor) => writeSync(descriptor, `${JSON.stringify(anchor)}\n`))
  const syncFolder = (): void => {
    // Windows has no descriptor of a folder to sync; there the rename itself is durable enough.
    if (process.platform !== 'win32') synced(dirname(path), 'r', () => undefined)
  }
  return {
    read() {
      let text: string
      try {
        text = readFileSync(path, 'utf8')
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { state: 'missing' }
        return { state: 'damaged' }
      }
      try {
        return { state: 'read', anchor: AnchorSchema.parse(JSON.parse(text)) }
      } catch {
        return { state: 'damaged' }
      }
    },
    create(anchor) {
      try {
        put(path, 'wx', anchor)
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
        throw error
      }
      syncFolder()
      return true
    },
    write(anchor) {
      const temporary = `${path}.${process.pid}.new`
      put(temporary, 'w', anchor)
      renameSync(temporary, path)
      syncFolder()
    },
    keepIn(folder) {
      const copy = join(folder, FILE)
      try {
        copyFileSync(path, copy, constants.COPYFILE_EXCL)
      } catch (error) {
        // An earlier attempt got this far: what it kept is the record of then.
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
        throw error
      }
      synced(copy, 'r+', () => undefined)
    },
  }
}

/** HMAC-SHA-256 (RFC 2104) of the end of a chain. */
export function sign(key: string, seq: number, hash: string): string {
  return createHmac('sha256', key).update(`tidegate ledger end\n${seq}\n${hash}`).digest('hex')
}

export function isSignedWith(key: string, { seq, hash, mac }: Anchor): boolean {
  return mac !== null && timingSafeEqual(Buffer.from(mac, 'hex'), Buffer.from(sign(key, seq, hash), 'hex'))
}

function synced(path: string, flags: 'w' | 'wx' | 'r' | 'r+', work: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags, 0o600)
  try {
    work(descriptor)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
