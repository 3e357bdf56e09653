import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packageKindOf } from './package-kind.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-kind-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const kindOf = (facts: Partial<Parameters<typeof packageKindOf>[0]>) =>
  packageKindOf({ isPackaged: true, platform: 'linux', resourcesPath: folder, appImage: undefined, ...facts })

describe('how an installation is renewed', () => {
  it('depends on what it was installed from', () => {
    expect(kindOf({ isPackaged: false, appImage: '/home/me/Tidegate.AppImage' })).toBe('not-packaged')
    expect(kindOf({ platform: 'win32' })).toBe('nsis')
    expect(kindOf({ platform: 'darwin' })).toBe('zip')
    expect(kindOf({ appImage: '/home/me/Tidegate.AppImage' })).toBe('AppImage')
    expect(kindOf({})).toBe('by-the-system')
    writeFileSync(join(folder, 'package-type'), 'deb\n')
    expect(kindOf({})).toBe('deb')
    writeFileSync(join(folder, 'package-type'), 'rpm')
    expect(kindOf({})).toBe('rpm')
    writeFileSync(join(folder, 'package-type'), 'pacman')
    expect(kindOf({})).toBe('by-the-system')
  })
})
