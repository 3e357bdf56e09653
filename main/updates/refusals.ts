import { TidegateError } from '#contracts/errors.ts'

/** The library that installs finds it no newer than what runs. */
export function notNewer(version: string): TidegateError {
  return new TidegateError('UPDATE_REFUSED', `Version ${version} is not newer than this one, so nothing was changed.`)
}

/** What could not be put in place is not fetched either. */
export function placeIsReadOnly(): TidegateError {
  return new TidegateError(
    'UPDATE_REFUSED',
    'The folder of the program cannot be written, so the new version cannot take its place. Move the AppImage into a folder of yours, or install the new version by hand.',
  )
}
