import { createHash } from 'node:crypto'
import { createReadStream, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import type { Verification } from '#contracts/models.ts'

const FILE = 'model-hashes.json'
const EntrySchema = z.object({ sha256: z.string(), sizeBytes: z.number(), modifiedMs: z.number() })
const BookSchema = z.record(z.string(), EntrySchema)
type Book = z.infer<typeof BookSchema>

export interface HashOptions {
  readonly signal: AbortSignal
  /** Told the share that is read, 0 to 1. */
  onProgress?(share: number): void
}

/** Compares files with their hashes: with the one in the name where Ollama put it there, else with the one of the first time. */
export interface HashBook {
  /** Reads the whole file. Throws FILE_NOT_FOUND, or the signal's reason. */
  verify(file: string, options: HashOptions): Promise<Verification>
  /** Whether a file has changed on the disk since its hash was remembered; reads nothing of it. False for one that was never verified. */
  looksChanged(file: string): boolean
}

const OLLAMA_BLOB = /^sha256-([0-9a-f]{64})$/

/** Kept in `<dataDir>/model-hashes.json`. A book that cannot be read is begun anew. */
export function openHashBook(dataDir: string): HashBook {
  const path = join(dataDir, FILE)
  function read(): Book {
    try {
      return BookSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    } catch {
      return {}
    }
  }
  function remember(file: string, sha256: string): void {
    const { size, mtimeMs } = statSync(file)
    const temporary = `${path}.${process.pid}.tmp`
    writeFileSync(temporary, JSON.stringify({ ...read(), [file]: { sha256, sizeBytes: size, modifiedMs: mtimeMs } }), { mode: 0o600 })
    renameSync(temporary, path)
  }
  return {
    async verify(file, options) {
      const sha256 = await sha256Of(file, options)
      const named = OLLAMA_BLOB.exec(basename(file))?.[1]
      if (named !== undefined) {
        return named === sha256
          ? { file, sha256, result: 'ok', detail: 'It has the hash that its name says.' }
          : { file, sha256, result: 'wrong', detail: 'It has not the hash that its name says: it is damaged or was changed. Get it again.' }
      }
      const known = read()[file]
      if (known === undefined) {
        remember(file, sha256)
        return { file, sha256, result: 'first', detail: 'There was nothing to compare with. The hash is remembered from now on.' }
      }
      return known.sha256 === sha256
        ? { file, sha256, result: 'ok', detail: 'It is the same as when it was first checked.' }
        : {
            file,
            sha256,
            result: 'changed',
            detail:
              'It has changed since it was first checked. If you replaced it, remove its entry from model-hashes.json; else get it again.',
          }
    },
    looksChanged(file) {
      const known = read()[file]
      if (known === undefined) return false
      try {
        const { size, mtimeMs } = statSync(file)
        return size !== known.sizeBytes || mtimeMs !== known.modifiedMs
      } catch {
        return false
      }
    },
  }
}

/** Streams the file through SHA-256, which runs outside the thread only by its reading: a chunk of 4 MiB holds it up for some milliseconds. */
async function sha256Of(file: string, { signal, onProgress }: HashOptions): Promise<string> {
  const hash = createHash('sha256')
  let read = 0
  try {
    const { size } = statSync(file)
    for await (const chunk of createReadStream(file, { signal, highWaterMark: 4 * 2 ** 20 })) {
      hash.update(chunk)
      read += chunk.length
      onProgress?.(size === 0 ? 1 : read / size)
    }
  } catch (cause) {
    signal.throwIfAborted()
    throw new TidegateError('FILE_NOT_FOUND', 'The model file cannot be read. Check that it is still there and may be read.', { cause })
  }
  return hash.digest('hex')
}
