import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRelease } from '../main/updates/release-statement.ts'
import { announceRelease } from './announce-release.ts'

const NOW = new Date('2026-05-01T10:00:00Z')
let folder: string
let key: string
let publicKey: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'announce-'))
  key = join(folder, 'release.pem')
  publicKey = announceRelease(['--new-key', key], NOW).trim().split('\n').at(-1) ?? ''
  for (const name of [
    'Tidegate-1.2.0-x64.AppImage',
    'Tidegate-1.2.0-arm64.deb',
    'Tidegate-1.2.0-x64.exe',
    'Tidegate-1.2.0-x64.dmg',
    'builder.yml',
  ])
    writeFileSync(join(folder, name), name)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const announce = (...args: string[]) => announceRelease(['--key', key, '--dir', folder, '--version', '1.2.0', ...args], NOW)

describe('a release that is announced', () => {
  it('is believed by the app that has the public half of the key, and lists what can renew it', () => {
    announce('--withdraw', '1.1.0', '--withdraw', '1.1.1')
    const statement = readRelease(readFileSync(join(folder, 'stable.json'), 'utf8'), [publicKey])
    expect(statement).toMatchObject({
      version: '1.2.0',
      percent: 5,
      issuedAt: NOW.toISOString(),
      from: null,
      withdrawn: ['1.1.0', '1.1.1'],
    })
    expect(statement.files.map(({ kind, arch, platform, bytes }) => [kind, arch, platform, bytes])).toEqual([
      ['deb', 'arm64', 'linux', 24],
      ['AppImage', 'x64', 'linux', 27],
      ['nsis', 'x64', 'win32', 22],
    ])
  })

  it('goes on to more installations, to another channel, and is halted', () => {
    announce('--channel', 'beta', '--percent', '100')
    expect(readRelease(readFileSync(join(folder, 'beta.json'), 'utf8'), [publicKey]).percent).toBe(100)
    announce('--percent', '0')
    expect(readRelease(readFileSync(join(folder, 'stable.json'), 'utf8'), [publicKey]).percent).toBe(0)
  })

  it.each([['0.5'], ['101'], ['abc'], ['-1']])('is not for %s percent', (percent) => {
    expect(() => announce(`--percent=${percent}`)).toThrow()
  })

  it('has a key that only its owner reads, and that is never overwritten', () => {
    expect(statSync(key).mode & 0o777).toBe(0o600)
    expect(() => announceRelease(['--new-key', key], NOW)).toThrow('never overwritten')
  })

  it('says how it is used where something is missing', () => {
    expect(() => announceRelease(['--dir', folder], NOW)).toThrow('Usage:')
  })
})
