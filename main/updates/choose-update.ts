import { createHash } from 'node:crypto'
import { compare } from 'semver'
import type { PackageKind, ReleaseFile, ReleaseStatement } from './release-statement.ts'

/** The installation that asks. */
export interface Installed {
  readonly version: string
  readonly platform: string
  readonly arch: string
  readonly kind: PackageKind
  /** Names the installation; never told to anybody. */
  readonly seed: string
}

export type UpdateChoice =
  | { readonly kind: 'newest' }
  | { readonly kind: 'later'; readonly version: string }
  | { readonly kind: 'by-hand'; readonly version: string }
  | { readonly kind: 'offer'; readonly file: ReleaseFile }

/**
 * What a release is to an installation at a moment (ms since the epoch). Never an older version, never one that was taken back; whoever runs
 * one that was taken back need not wait for their turn, unless the release is halted.
 */
export function chooseUpdate(release: ReleaseStatement, installed: Installed, now: number): UpdateChoice {
  const { version, percent } = release
  if (compare(version, installed.version) <= 0 || release.withdrawn.includes(version)) return { kind: 'newest' }
  if (percent === 0 || now < Date.parse(release.notBefore)) return { kind: 'later', version }
  const isUrgent = release.withdrawn.includes(installed.version)
  if (!isUrgent && placeOf(installed.seed, version) >= percent) return { kind: 'later', version }
  const file = release.files.find(
    ({ platform, arch, kind }) => platform === installed.platform && arch === installed.arch && kind === installed.kind,
  )
  // Without a file for it there is none for this machine.
  if (file === undefined) return { kind: 'newest' }
  if (release.from !== null && compare(installed.version, release.from) < 0) return { kind: 'by-hand', version }
  return { kind: 'offer', file }
}

/** Where an installation stands in the row for a version, 0 up to 100: another place for each version, so that it is not always the same ones who try. */
export function placeOf(seed: string, version: string): number {
  const hash = createHash('sha256').update(`${seed}\n${version}`).digest()
  return (hash.readUInt32BE(0) / 2 ** 32) * 100
}
