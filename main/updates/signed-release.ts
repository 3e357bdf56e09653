import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type ReleaseStatement, ReleaseStatementSchema, type SignedRelease, signedBytes } from './release-statement.ts'

/** A new pair: the public key as a package names it, the private one as a file keeps it (PKCS #8, PEM). */
export function newReleaseKey(): { readonly publicKey: string; readonly privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

/** The text that is put at the address for new versions. Throws what is wrong with a statement. */
export function signRelease(statement: ReleaseStatement, keys: readonly KeyObject[]): string {
  const text = JSON.stringify(ReleaseStatementSchema.parse(statement))
  const signatures = keys.map((key) => sign(null, signedBytes(text), key).toString('base64'))
  return `${JSON.stringify({ statement: text, signatures } satisfies SignedRelease)}\n`
}
