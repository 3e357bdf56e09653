import { closeSync, constants, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { systemCode } from './storage-error.ts'

const SIDE_FILES = ['-wal', '-shm'] as const

/** `2026-11-23T21-18-36-000Z`: sorts by time and is a valid file name everywhere. */
export function timestamp(now: number): string {
  return new Date(now).toISOString().replace(/[:.]/g, '-')
}

/** Flushes a file or a folder's list of names to disk. Folders cannot be opened on Windows, where renames need no such step. */
export function syncToDisk(path: string): void {
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
  } catch (error) {
    if (process.platform === 'win32') return
    throw error
  }
  try {
    fsyncSync(descriptor)
  } catch (error) {
    if (process.platform !== 'win32') throw error
  } finally {
    closeSync(descriptor)
  }
}

/** Removes a database that is still being made, with its side files. */
export function removeUnfinished(file: string): void {
  for (const path of [file, `${file}-journal`, ...SIDE_FILES.map((suffix) => file + suffix)]) rmSync(path, { force: true })
}

/** Gives a finished file its name; it appears whole or not at all. */
export function publish(unfinished: string, file: string): void {
  syncToDisk(unfinished)
  renameSync(unfinished, file)
  syncToDisk(dirname(file))
}

/** Copies without ever replacing an existing file. */
export function copyNew(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_EXCL)
}

/** Whether there are side files of a database, with or without it. */
export function hasLeftovers(file: string): boolean {
  return SIDE_FILES.some((suffix) => existsSync(file + suffix))
}

/** Moves a database and its side files to a new folder `<dataDir>/set-aside/<time>`, whose path it returns. Nothing is deleted. */
export function setAside(file: string, now: number): string {
  const folder = newFolder(join(dirname(file), 'set-aside'), timestamp(now))
  for (const path of [file, ...SIDE_FILES.map((suffix) => file + suffix)]) {
    if (existsSync(path)) renameSync(path, join(folder, basename(path)))
  }
  syncToDisk(folder)
  return folder
}

function newFolder(parent: string, name: string): string {
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  for (let attempt = 1; ; attempt += 1) {
    const folder = join(parent, attempt === 1 ? name : `${name}-${attempt}`)
    try {
      mkdirSync(folder, { mode: 0o700 })
      return folder
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error
    }
  }
}
