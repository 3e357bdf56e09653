import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { TidegateError } from '#contracts/errors.ts'
import { SOURCE_LIMITS } from '#contracts/sources.ts'
import { fileError, tooLarge } from '../read-source-file.ts'

/** Read and hashed at a time: a millisecond of this thread at most. */
const CHUNK = 256 * 1024
/** Not followed should the file have become a link since it was listed, and not waited for should it have become a pipe. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

export interface FolderFileContent {
  /** Memory of its own, which may be handed over. */
  readonly bytes: Uint8Array
  readonly sha256: string
  readonly mtimeMs: number
}

/** Reads a file and its hash, no more of it than a source may have. Throws FILE_TOO_LARGE, FILE_UNREADABLE (also while it is being written). */
export async function readFolderFile(path: string, signal: AbortSignal): Promise<FolderFileContent> {
  try {
    await using file = await open(path, READ)
    const before = await file.stat()
    if (!before.isFile()) throw new TidegateError('FILE_UNREADABLE', 'This is no longer a regular file.')
    if (before.size > SOURCE_LIMITS.sourceFileBytes) throw tooLarge()
    const hash = createHash('sha256')
    // One more byte than there should be: a file that grows shows at once, however fast it does.
    const bytes = Buffer.alloc(before.size + 1)
    let length = 0
    while (length < bytes.length) {
      signal.throwIfAborted()
      const { bytesRead } = await file.read(bytes, length, Math.min(CHUNK, bytes.length - length), length)
      if (bytesRead === 0) break
      hash.update(bytes.subarray(length, length + bytesRead))
      length += bytesRead
    }
    const after = await file.stat()
    if (length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new TidegateError('FILE_UNREADABLE', 'This file is being written. It is read again once it rests.')
    }
    return { bytes: bytes.subarray(0, length), sha256: hash.digest('hex'), mtimeMs: after.mtimeMs }
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof TidegateError ? error : fileError(error)
  }
}
