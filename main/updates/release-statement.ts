import { createPublicKey, verify } from 'node:crypto'
import { valid } from 'semver'
import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import { UpdateChannelSchema } from '#contracts/updates.ts'

/** Kinds of packages that can renew themselves. */
export const PACKAGE_KINDS = ['AppImage', 'deb', 'rpm', 'nsis', 'zip'] as const
export type PackageKind = (typeof PACKAGE_KINDS)[number]

/** Signed together with the statement, so that a signature under anything else says nothing of a release. */
const CONTEXT = 'tidegate release statement 1\n'
const FILES = 40

const VersionSchema = z.string().refine((text) => valid(text) === text, 'a version such as 1.4.0 or 1.5.0-beta.2')

export const ReleaseFileSchema = z.strictObject({
  platform: z.enum(['linux', 'darwin', 'win32']),
  arch: z.enum(['x64', 'arm64']),
  kind: z.enum(PACKAGE_KINDS),
  /** Beside the statement; a name and no path, so that it cannot lead anywhere else. */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/),
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/, 'SHA-512 in base64'),
  bytes: z.number().int().positive().max(4_000_000_000),
})
export type ReleaseFile = z.infer<typeof ReleaseFileSchema>

/** What is said of the newest release of a channel. It is small, and made anew when anything of it changes. */
export const ReleaseStatementSchema = z.strictObject({
  product: z.literal('tidegate'),
  channel: UpdateChannelSchema,
  version: VersionSchema,
  /** A statement that was made before one that was seen already is not believed: somebody keeps the newer one back. */
  issuedAt: z.iso.datetime(),
  /** Whole percent of the installations that are offered it; 0 halts it. */
  percent: z.number().int().min(0).max(100),
  /** Offered to nobody before. */
  notBefore: z.iso.datetime(),
  /** Older versions than this one cannot be renewed to it. */
  from: VersionSchema.nullable(),
  /** Versions that were taken back. */
  withdrawn: z.array(VersionSchema).max(200),
  notes: z.string().max(4_000),
  files: z.array(ReleaseFileSchema).min(1).max(FILES),
})
export type ReleaseStatement = z.infer<typeof ReleaseStatementSchema>

/** The statement as the text that was signed, and its signatures: several while keys change. */
export const SignedReleaseSchema = z.strictObject({
  statement: z.string().max(60_000),
  /** Ed25519, base64. */
  signatures: z.array(z.string().max(100)).min(1).max(4),
})
export type SignedRelease = z.infer<typeof SignedReleaseSchema>

/** The bytes that a release is signed by. */
export function signedBytes(statement: string): Buffer {
  return Buffer.from(`${CONTEXT}${statement}`, 'utf8')
}

/**
 * Reads a statement that one of the keys (Ed25519, SubjectPublicKeyInfo in base64) has signed. Throws UPDATE_REFUSED for anything else, and for
 * whatever is not exactly a statement: what cannot be read is not guessed.
 */
export function readRelease(text: string, keys: readonly string[]): ReleaseStatement {
  const signed = SignedReleaseSchema.safeParse(jsonOf(text))
  if (!signed.success)
    throw new TidegateError('UPDATE_REFUSED', 'What came is no release of Tidegate, so nothing was changed. Try again later.')
  const { statement, signatures } = signed.data
  const bytes = signedBytes(statement)
  if (!keys.some((key) => signatures.some((signature) => isSigned(bytes, signature, key)))) {
    throw new TidegateError(
      'UPDATE_REFUSED',
      'What came was not signed by the makers of Tidegate, so nothing was changed. Try again later, or install the new version by hand.',
    )
  }
  const read = ReleaseStatementSchema.safeParse(jsonOf(statement))
  if (!read.success)
    throw new TidegateError(
      'UPDATE_REFUSED',
      'What was said of the new version cannot be read by this one, so nothing was changed. Install the new version by hand.',
    )
  return read.data
}

function isSigned(bytes: Buffer, signature: string, key: string): boolean {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    return publicKey.asymmetricKeyType === 'ed25519' && verify(null, bytes, publicKey, Buffer.from(signature, 'base64'))
  } catch {
    // A key or a signature that is none signs nothing.
    return false
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Refused by its schema.
    return null
  }
}
