import fc from 'fast-check'
import { compare } from 'semver'
import { describe, expect, it } from 'vitest'
import { chooseUpdate, type Installed, placeOf } from './choose-update.ts'
import { releaseForTests } from './release-for-tests.ts'
import type { ReleaseStatement } from './release-statement.ts'

const NOW = Date.parse('2026-06-01T00:00:00Z')
const { statement } = releaseForTests(Buffer.from('a package'))
const arch = statement.files[0]?.arch ?? ''
const installed: Installed = { version: '9.0.0', platform: 'linux', arch, kind: 'AppImage', seed: 'one of many' }
const choose = (release: Partial<ReleaseStatement>, by: Partial<Installed> = {}, now = NOW) =>
  chooseUpdate({ ...statement, ...release }, { ...installed, ...by }, now)

describe('who is offered a release', () => {
  it('is whoever runs an older version, with the file for their machine', () => {
    expect(choose({})).toEqual({ kind: 'offer', file: statement.files[0] })
  })

  it.each([
    ['the same version', {}, { version: '9.1.0' }],
    ['a newer one', {}, { version: '9.2.0-beta.1' }],
    ['a version that was taken back', { withdrawn: ['9.1.0'] }, {}],
    ['another system', {}, { platform: 'win32' }],
    ['another processor', {}, { arch: 'riscv64' }],
    ['another kind of package', {}, { kind: 'deb' }],
  ] as const)('is nobody for %s', (_of, release, by) => {
    expect(choose({ ...release, withdrawn: 'withdrawn' in release ? [...release.withdrawn] : [] }, by)).toEqual({ kind: 'newest' })
  })

  it('is nobody while it is halted or before its day, whatever they run', () => {
    const later = { kind: 'later', version: '9.1.0' }
    expect(choose({ percent: 0 })).toEqual(later)
    expect(choose({ percent: 0, withdrawn: ['9.0.0'] })).toEqual(later)
    expect(choose({}, {}, Date.parse(statement.notBefore) - 1)).toEqual(later)
    expect(choose({}, {}, Date.parse(statement.notBefore))).toMatchObject({ kind: 'offer' })
  })

  it('is whoever runs a version that was taken back, before their turn', () => {
    const last = Array.from({ length: 500 }, (_, n) => `seed ${n}`).find((seed) => placeOf(seed, '9.1.0') > 99) ?? ''
    expect(choose({ percent: 1 }, { seed: last })).toEqual({ kind: 'later', version: '9.1.0' })
    expect(choose({ percent: 1, withdrawn: ['9.0.0'] }, { seed: last })).toMatchObject({ kind: 'offer' })
  })

  it('is told to install by hand what cannot be put over so old a version', () => {
    expect(choose({ from: '9.0.1' })).toEqual({ kind: 'by-hand', version: '9.1.0' })
    expect(choose({ from: '9.0.0' })).toMatchObject({ kind: 'offer' })
  })

  it('are as many as its percentage says, others for each version, and only more when it grows', () => {
    const seeds = Array.from({ length: 5_000 }, (_, n) => `installation ${n}`)
    const offered = (percent: number, version = '9.1.0') => seeds.filter((seed) => choose({ percent, version }, { seed }).kind === 'offer')
    const five = offered(5)
    expect(five.length / seeds.length).toBeGreaterThan(0.04)
    expect(five.length / seeds.length).toBeLessThan(0.06)
    const ten = new Set(offered(10))
    expect(five.every((seed) => ten.has(seed))).toBe(true)
    expect(offered(100)).toHaveLength(seeds.length)
    const next = new Set(offered(5, '9.2.0'))
    expect(five.filter((seed) => next.has(seed)).length / five.length).toBeLessThan(0.1)
  })

  it('never get an older version, or one that was taken back', () => {
    const version = fc
      .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom('', '-beta.1', '-beta.2'))
      .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre}`)
    fc.assert(
      fc.property(
        version,
        version,
        fc.array(version, { maxLength: 5 }),
        fc.nat(100),
        fc.string(),
        (offered, has, withdrawn, percent, seed) => {
          const choice = choose({ version: offered, withdrawn, percent }, { version: has, seed })
          if (choice.kind !== 'offer') return
          expect(compare(offered, has)).toBe(1)
          expect(withdrawn).not.toContain(offered)
          expect(percent).toBeGreaterThan(0)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
