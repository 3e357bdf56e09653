import { lstat, realpath } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import { fileError } from '../read-source-file.ts'

/**
 * The folder that a path names, absolute and without links. Throws BAD_INPUT for what is no folder, or holds the application's own data,
 * FILE_NOT_FOUND, FILE_UNREADABLE.
 */
export async function folderAt(path: string, dataDir: string): Promise<string> {
  if (path.includes('\0')) throw new TidegateError('BAD_INPUT', 'This is not a path. Name a folder of this machine.')
  if (!isAbsolute(path)) throw new TidegateError('BAD_INPUT', 'Name the folder with its whole path, from the root of its disk.')
  try {
    const full = await realpath(resolve(path))
    if (!(await lstat(full)).isDirectory()) throw new TidegateError('BAD_INPUT', 'This is a file. Add it as a source, or name its folder.')
    const inside = relative(await realpath(dataDir), full)
    if (inside === '' || !(inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))) {
      throw new TidegateError('BAD_INPUT', 'This folder holds the data of this application. Name another one.')
    }
    return full
  } catch (error) {
    throw error instanceof TidegateError ? error : fileError(error)
  }
}

/**
 * Throws FILE_UNREADABLE where the path of a folder, which had no link when it was added, has one now: it would lead to files that nobody
 * has chosen. What `lstat` throws for what is not there.
 */
export async function mustHaveNoLink(path: string): Promise<void> {
  for (let at = path; dirname(at) !== at; at = dirname(at)) {
    if ((await lstat(at)).isSymbolicLink()) {
      throw new TidegateError(
        'FILE_UNREADABLE',
        'This folder has become a link to another place. Remove it here, and add the place itself.',
      )
    }
  }
}
