import type { ReleaseFile, ReleaseStatement } from '../../updates/index.ts'

/** Where the file would be: the library wants an address, and nothing is ever asked at this one. */
const NOWHERE = 'https://updates.invalid/'

/** A release as electron-updater knows one. */
export interface UpdaterInfo {
  readonly version: string
  readonly files: { readonly url: string; readonly sha512: string; readonly size: number }[]
  readonly path: string
  readonly sha512: string
  readonly releaseDate: string
}

export function updaterInfoOf({ version, issuedAt }: ReleaseStatement, { name, sha512, bytes }: ReleaseFile): UpdaterInfo {
  return { version, files: [{ url: name, sha512, size: bytes }], path: name, sha512, releaseDate: issuedAt }
}

/** The files of a release with the addresses that the library hands to what fetches them. */
export function resolvedFilesOf({ files }: UpdaterInfo) {
  return files.map((info) => ({ url: new URL(info.url, NOWHERE), info }))
}
