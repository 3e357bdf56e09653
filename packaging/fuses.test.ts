import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fuseWire } from './fake-electron.ts'
import { burnFuses, fuses, nameFuses, readFuses } from './fuses.ts'

const RELEASE = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
}

describe('the fuses of a package', () => {
  it('are all set, each to what was decided', () => {
    expect(nameFuses(fuses('release'))).toEqual(RELEASE)
    expect(fuses('release')).toMatchObject({ version: FuseVersion.V1, strictlyRequireAllFuses: true })
  })

  it('are every fuse that the library knows', () => {
    const known = Object.values(FuseV1Options).filter((name) => typeof name === 'string')
    expect(Object.keys(nameFuses(fuses('release'))).toSorted()).toEqual(known.toSorted())
  })

  it('differ for tests in the one that lets the inspector in', () => {
    expect(fuses('test')).toEqual({ ...fuses('release'), [FuseV1Options.EnableNodeCliInspectArguments]: true })
    expect(nameFuses(fuses('test'))).not.toEqual(RELEASE)
  })
})

describe('an executable', () => {
  let folder: string
  const executable = (states: string, copies = 1, before = 5_000) => {
    const file = join(folder, `electron-${states}-${copies}`)
    const wires = Array.from({ length: copies }, () => [Buffer.alloc(before, 'x'), fuseWire(states)]).flat()
    writeFileSync(file, Buffer.concat([...wires, Buffer.from('the rest')]))
    return file
  }
  const states = (file: string) =>
    readFileSync(file)
      .toString('latin1')
      .split('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0009')
      .slice(1)
      .map((rest) => rest.slice(0, 9))

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tidegate-fuses-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each([
    ['release', '010011001'],
    ['test', '010111001'],
  ] as const)('of the %s gets its nine bytes and nothing else', async (variant, bytes) => {
    const file = executable('101100011')
    const before = readFileSync(file).toString('latin1')
    await burnFuses(file, variant)
    expect(states(file)).toEqual([bytes])
    expect(readFileSync(file).toString('latin1')).toBe(before.replace('101100011', bytes))
    expect(await readFuses(file)).toEqual(nameFuses(fuses(variant)))
  })

  it('for two architectures gets them in both', async () => {
    const file = executable('101100011', 2)
    await burnFuses(file, 'release')
    expect(states(file)).toEqual(['010011001', '010011001'])
  })

  it('is searched to its end, also where the wire lies across what is read at once', async () => {
    const file = executable('101100011', 1, 4 * 1024 * 1024 - 10)
    await burnFuses(file, 'release')
    expect(states(file)).toEqual(['010011001'])
  })

  it.each([
    ['has a tenth fuse that nobody decided on', '1011000110', /10 fuses but you only provided a config for 9/],
    ['is too old to have the last one', '10110001', /not long enough/],
  ])('is refused, and left as it was, when it %s', async (_why, wire, message) => {
    const file = executable(wire)
    const before = readFileSync(file)
    await expect(burnFuses(file, 'release')).rejects.toThrow(message)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('is refused when it is no Electron', async () => {
    const file = join(folder, 'other')
    writeFileSync(file, 'no wire')
    await expect(burnFuses(file, 'release')).rejects.toThrow(/sentinel/)
  })
})
