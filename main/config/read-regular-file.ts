import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'

/** It is a pipe, a device or a folder, or longer than anybody writes it. */
export class NotReadable extends Error {
  readonly why: 'special' | 'too-large'
  constructor(why: 'special' | 'too-large') {
    super(why)
    this.why = why
  }
}

/**
 * The text of a file that others may have put there: a pipe, which would keep whoever reads it waiting for ever, a device without an end or a
 * file of more than `mostBytes` is not read. Throws NotReadable, and what the system throws.
 */
export function readRegularFile(file: string, mostBytes: number): string {
  // Opened without waiting, and looked at when open: nobody can exchange it in between. Windows has no such flag, and no such pipes.
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) throw new NotReadable('special')
    if (stat.size > mostBytes) throw new NotReadable('too-large')
    return readFileSync(descriptor, 'utf8')
  } finally {
    closeSync(descriptor)
  }
}
