import { createPrivateKey, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { releaseForTests } from './release-for-tests.ts'
import { readRelease, signedBytes } from './release-statement.ts'
import { newReleaseKey } from './signed-release.ts'

const release = releaseForTests(Buffer.from('a package'))
const { statement, signatures } = JSON.parse(release.signed) as { statement: string; signatures: string[] }
const written = (text: string, by = signatures): string => JSON.stringify({ statement: text, signatures: by })

describe('what is said of a release', () => {
  it('is believed when one of the makers’ keys signed it', () => {
    expect(readRelease(release.signed, [newReleaseKey().publicKey, release.publicKey])).toEqual(release.statement)
  })

  it.each([
    ['nobody’s key', () => readRelease(release.signed, [])],
    ['another’s key', () => readRelease(release.signed, [newReleaseKey().publicKey])],
    ['no key at all', () => readRelease(release.signed, ['bm90IGEga2V5', ''])],
    ['a changed version', () => readRelease(written(statement.replace('9.1.0', '9.9.0')), [release.publicKey])],
    ['a space more', () => readRelease(written(`${statement} `), [release.publicKey])],
    [
      'another’s signature',
      () => readRelease(written(statement, [releaseForTests(Buffer.from('x')).signed.slice(0, 88)]), [release.publicKey]),
    ],
    ['no signature', () => readRelease(written(statement, []), [release.publicKey])],
    ['no JSON', () => readRelease('<html>Not found</html>', [release.publicKey])],
    ['nothing', () => readRelease('', [release.publicKey])],
  ])('is refused with %s', (_with, read) => {
    expect(read).toThrow(expect.objectContaining({ code: 'UPDATE_REFUSED', message: expect.stringContaining('so nothing was changed') }))
  })

  const invalid: readonly (readonly [string, Record<string, unknown>])[] = [
    ['a share that is no whole percent', { percent: 0.5 }],
    ['a share that is no number', { percent: 'abc' }],
    ['a share above all', { percent: 101 }],
    ['no share', { percent: undefined }],
    ['a version that is none', { version: '9.1' }],
    ['a field that is not known', { alsoRun: 'this' }],
    ['another product', { product: 'other' }],
    ['a file that leads elsewhere', { files: [{ ...release.statement.files[0], name: '../../x.AppImage' }] }],
    ['a file at another address', { files: [{ ...release.statement.files[0], name: 'https:evil.AppImage' }] }],
    ['a checksum that is none', { files: [{ ...release.statement.files[0], sha512: 'abc' }] }],
    ['no files', { files: [] }],
  ]
  it.each(invalid)('is refused with %s, also signed', (_with, change) => {
    const key = newReleaseKey()
    const text = JSON.stringify({ ...release.statement, ...change })
    expect(() => readRelease(signedAnyhow(text, key.privateKey), [key.publicKey])).toThrow(
      expect.objectContaining({ code: 'UPDATE_REFUSED', message: expect.stringContaining('cannot be read by this one') }),
    )
  })
})

function signedAnyhow(text: string, privateKey: string): string {
  return written(text, [sign(null, signedBytes(text), createPrivateKey(privateKey)).toString('base64')])
}
