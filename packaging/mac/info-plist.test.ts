import { describe, expect, it } from 'vitest'
import { denyPlainHttp } from './info-plist.ts'

const plist = (entries: string) =>
  `<plist version="1.0"><dict>\n<key>CFBundleName</key>\n<string>Tidegate</string>\n${entries}</dict></plist>`
const allowed = '<key>NSAllowsArbitraryLoads</key>\n      <true/>\n<key>NSAllowsLocalNetworking</key>\n<true/>'

describe('the Info.plist of the macOS bundle', () => {
  it('denies plain HTTP and leaves the rest as it is', () => {
    expect(denyPlainHttp(plist(allowed))).toBe(plist(allowed.replace('<true/>', '<false/>')))
  })

  it('may deny it already', () => {
    expect(denyPlainHttp(plist('<key>NSAllowsArbitraryLoads</key><false/>'))).toBe(plist('<key>NSAllowsArbitraryLoads</key><false/>'))
  })

  it.each([
    ['nowhere', ''],
    ['twice', `${allowed}${allowed}`],
  ])('is refused when it says so %s', (_where, entries) => {
    expect(() => denyPlainHttp(plist(entries))).toThrow(/does not say once/)
  })
})
