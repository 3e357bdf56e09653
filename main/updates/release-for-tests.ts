import { createHash, createPrivateKey } from 'node:crypto'
import type { ReleaseStatement } from './release-statement.ts'
import { newReleaseKey, signRelease } from './signed-release.ts'

/** A release of one file for this machine, and who signs it. */
export function releaseForTests(file: Buffer, changes: Partial<ReleaseStatement> = {}) {
  const { publicKey, privateKey } = newReleaseKey()
  const statement: ReleaseStatement = {
    product: 'tidegate',
    channel: 'stable',
    version: '9.1.0',
    issuedAt: '2026-01-02T00:00:00Z',
    percent: 100,
    notBefore: '2026-01-02T00:00:00Z',
    from: null,
    withdrawn: [],
    notes: 'Drafts are written faster.',
    files: [
      {
        platform: 'linux',
        arch: process.arch === 'arm64' ? 'arm64' : 'x64',
        kind: 'AppImage',
        name: 'Tidegate-9.1.0.AppImage',
        sha512: createHash('sha512').update(file).digest('base64'),
        bytes: file.byteLength,
      },
    ],
    ...changes,
  }
  const key = createPrivateKey(privateKey)
  return { publicKey, statement, signed: signRelease(statement, [key]), sign: (other: ReleaseStatement) => signRelease(other, [key]) }
}
