import { randomUUID } from 'node:crypto'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, extname, isAbsolute, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TakenFiles } from '#contracts/desktop.ts'
import type { HostCommand } from '#contracts/host-command.ts'

/** What the app is offered for by the system; installers say the same. */
export const OPENED_EXTENSIONS = ['md', 'txt', 'pdf', 'docx', 'csv', 'html'] as const
const KNOWN: ReadonlySet<string> = new Set(OPENED_EXTENSIONS.map((extension) => `.${extension}`))
const MAX_FILES = 20
const MAX_BYTES = 20 * 1024 * 1024
/** Offers that nobody answered make way for newer ones. */
const MAX_OFFERS = 8

/**
 * The files that the system asks to open, among the arguments of a start or by themselves. Whoever can start a program can name any path, so:
 * plain files of known kinds on this machine only. What a link leads to is judged by where it leads; a path to another machine is not even
 * looked at, since looking would already connect.
 */
export function filesAmong(args: readonly string[], folder: string, dataDir: string): string[] {
  const found: string[] = []
  for (const arg of args) {
    const named = pathNamed(arg)
    const path = namesFile(named) ? plainFile(resolve(folder, named), dataDir) : null
    if (path !== null && !found.includes(path)) found.push(path)
  }
  return found.slice(0, MAX_FILES)
}

/** What is left of the arguments of a start when it only is to start: without the files that it was asked to open, there or not. */
export function withoutFiles(args: readonly string[]): string[] {
  return args.filter((arg) => !/^file:/i.test(arg) && !namesFile(arg))
}

function namesFile(arg: string): boolean {
  return !arg.startsWith('-') && !isElsewhere(arg) && KNOWN.has(extname(arg).toLowerCase())
}

/** Some desktops name files by address. What is an address of another machine, or none that can be read, stays one, and is refused as such. */
function pathNamed(arg: string): string {
  const url = /^file:/i.test(arg) ? URL.parse(arg) : null
  if (url === null || (url.hostname !== '' && url.hostname !== 'localhost')) return arg
  try {
    return fileURLToPath(url)
  } catch {
    return arg
  }
}

/** A share of another machine, a device, or an address. */
function isElsewhere(path: string): boolean {
  return /^(?:[\\/]{2}|[a-z][a-z0-9+.-]+:)/i.test(path) || path.includes('\0')
}

function plainFile(path: string, dataDir: string): string | null {
  try {
    const real = realpathSync(path)
    if (isElsewhere(real) || !KNOWN.has(extname(real).toLowerCase()) || isInside(real, dataDir)) return null
    return statSync(real).isFile() ? real : null
  } catch {
    return null
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '' && !way.startsWith('..') && !isAbsolute(way)
}

interface Library {
  add(file: { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }): Promise<unknown>
}

export interface OpenedFiles {
  /** What a window is to ask the person; null when there is nothing to ask about. */
  offer(paths: readonly string[]): HostCommand | null
  /** The person's answer. An offer is answered once; one that is not known adds nothing. */
  take(offerId: string, accept: boolean): Promise<TakenFiles>
}

/** Files that the system handed over, until the person has said whether they become sources. */
export function createOpenedFiles(library: () => Promise<Library>): OpenedFiles {
  const offers = new Map<string, readonly string[]>()
  return {
    offer(paths) {
      if (paths.length === 0) return null
      const offerId = randomUUID()
      offers.set(offerId, paths)
      for (const old of [...offers.keys()].slice(0, -MAX_OFFERS)) offers.delete(old)
      return { type: 'offer-files', offerId, names: paths.map(shownName) }
    },
    async take(offerId, accept) {
      const paths = offers.get(offerId) ?? []
      offers.delete(offerId)
      if (!accept) return { added: 0, refused: [] }
      const sources = await library()
      const refused: { name: string; reason: string }[] = []
      for (const path of paths) {
        try {
          await sources.add({ name: shownName(path), mediaType: '', bytes: readWhole(path) })
        } catch (error) {
          refused.push({ name: shownName(path), reason: error instanceof Error ? error.message : String(error) })
        }
      }
      return { added: paths.length - refused.length, refused }
    },
  }
}

/** A name may hold marks that hide how it ends. */
function shownName(path: string): string {
  return basename(path)
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .slice(-255)
}

function readWhole(path: string): Uint8Array {
  if (statSync(path).size > MAX_BYTES) throw new Error('The file is larger than 20 MiB.')
  return readFileSync(path)
}
