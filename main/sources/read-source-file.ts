import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { TidegateError } from '#contracts/errors.ts'
import { LIMITS } from '#contracts/generation.ts'
import { mediaTypeOf } from './media-type.ts'

/** A file as read: `mediaType` is what its name promises; extraction decides by content. */
export interface SourceFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** Bytes. */
const READ_AT_ONCE = 256 * 1024

/** A pipe that nobody writes to would keep a plain open waiting for ever. Windows has no such flag, and no such pipes. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/**
 * Reads a file that the user named. Its size is looked at before its content. Throws FILE_NOT_FOUND, FILE_IS_DIRECTORY,
 * FILE_UNREADABLE, FILE_TOO_LARGE.
 */
export async function readSourceFile(path: string): Promise<SourceFile> {
  try {
    await using file = await open(path, READ)
    const stats = await file.stat()
    if (stats.isDirectory()) throw directory()
    if (!stats.isFile()) throw new TidegateError('FILE_UNREADABLE', 'This is a device or a pipe, not a file. Name a regular file.')
    if (stats.size > LIMITS.sourceFileBytes) throw tooLarge()
    // It may grow while it is read, and a file of /proc says that it is empty: one byte too many is enough to know.
    const bytes = await buffer(
      file.createReadStream({ start: 0, end: LIMITS.sourceFileBytes, highWaterMark: READ_AT_ONCE, autoClose: false }),
    )
    if (bytes.byteLength > LIMITS.sourceFileBytes) throw tooLarge()
    const name = basename(path)
    return { name, mediaType: mediaTypeOf(name), bytes }
  } catch (error) {
    throw error instanceof TidegateError ? error : fileError(error)
  }
}

/** FILE_TOO_LARGE for a file of more than `LIMITS.sourceFileBytes`. */
export function tooLarge(): TidegateError {
  return new TidegateError(
    'FILE_TOO_LARGE',
    `The file is larger than ${LIMITS.sourceFileBytes / 1024 / 1024} MB. Split it, or attach the part that matters.`,
  )
}

function directory(): TidegateError {
  return new TidegateError('FILE_IS_DIRECTORY', 'This is a folder. Name the files in it that you want to use.')
}

/** What reading a file failed with, as one of ours. */
export function fileError(cause: unknown): TidegateError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new TidegateError('FILE_NOT_FOUND', 'There is no file at this path. Check the spelling and the folder.', { cause })
    case 'EISDIR':
      return directory()
    case 'EACCES':
    case 'EPERM':
      return new TidegateError('FILE_UNREADABLE', 'The file may not be read. Change its permissions, or copy it to a folder of yours.', {
        cause,
      })
    default:
      return new TidegateError('FILE_UNREADABLE', 'The file could not be read. Check that its disk is there and try again.', { cause })
  }
}
