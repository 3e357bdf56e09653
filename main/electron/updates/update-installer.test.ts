import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { releaseForTests } from '../../updates/release-for-tests.ts'
import { createUpdateInstaller } from './update-installer.ts'

let folder: string
let program: string
let before: string | undefined
let asked: string[]

/** An AppImage that says where it was started. */
const packageOf = (word: string): Buffer => Buffer.from(`#!/bin/sh\necho "${word} $0" > "$(dirname "$0")/started"\n`)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'update-installer-'))
  mkdirSync(join(folder, 'programs'))
  program = join(folder, 'programs', 'Tidegate-9.0.0.AppImage')
  writeFileSync(program, packageOf('old'))
  chmodSync(program, 0o755)
  writeFileSync(join(folder, 'updater.yml'), 'updaterCacheDirName: package\n')
  before = process.env.APPIMAGE
  process.env.APPIMAGE = program
  asked = []
})
afterEach(() => {
  if (before === undefined) delete process.env.APPIMAGE
  else process.env.APPIMAGE = before
  chmodSync(join(folder, 'programs'), 0o755)
  rmSync(folder, { recursive: true, force: true })
})

const installerOf = (version = '9.0.0') =>
  createUpdateInstaller({
    dataDir: join(folder, 'data'),
    kind: 'AppImage',
    version,
    configFile: join(folder, 'updater.yml'),
    appImage: program,
    quit: () => asked.push('quit'),
    relaunch: () => asked.push('relaunch'),
  })

const release = releaseForTests(packageOf('new'))
const [file] = release.statement.files
const prepare = (installer: ReturnType<typeof installerOf>, bytes = packageOf('new')) => {
  if (file === undefined) throw new Error('no file')
  return installer.prepare(release.statement, file, async (path) => writeFileSync(path, bytes))
}
const programs = (): string[] => readdirSync(join(folder, 'programs')).filter((name) => name !== 'started')

describe('a new AppImage', () => {
  it('takes the place of the old one when the app has ended, and is started', async () => {
    const installer = installerOf()
    await prepare(installer)
    expect(programs()).toEqual(['Tidegate-9.0.0.AppImage'])
    installer.install()
    expect(asked).toEqual(['quit'])
    expect(programs()).toEqual(['Tidegate-9.0.0.AppImage'])
    installer.ending()
    expect(programs()).toEqual(['Tidegate-9.1.0.AppImage'])
    const started = join(folder, 'programs', 'started')
    for (let tries = 0; !existsSync(started) && tries < 400; tries += 1) await pause(10)
    expect(readFileSync(started, 'utf8')).toBe(`new ${join(folder, 'programs', 'Tidegate-9.1.0.AppImage')}\n`)
    expect(statSync(join(folder, 'programs', 'Tidegate-9.1.0.AppImage')).mode & 0o777).toBe(0o755)
    expect(asked).toEqual(['quit'])
  })

  it('does nothing with a quit that was not for it, or that the person thought better of', async () => {
    const installer = installerOf()
    await prepare(installer)
    installer.ending()
    installer.install()
    installer.forget()
    installer.ending()
    expect(programs()).toEqual(['Tidegate-9.0.0.AppImage'])
    expect(existsSync(join(folder, 'programs', 'started'))).toBe(false)
  })

  it('is not put in place by a wish alone', () => {
    const installer = installerOf()
    installer.install()
    installer.ending()
    expect(programs()).toEqual(['Tidegate-9.0.0.AppImage'])
  })

  it('is refused by the library as well where it is not newer', async () => {
    await expect(prepare(installerOf('9.1.0'))).rejects.toMatchObject({ code: 'UPDATE_REFUSED' })
    await expect(prepare(installerOf('9.2.0'))).rejects.toMatchObject({ code: 'UPDATE_REFUSED' })
  })

  it('tells what fetching failed with, and leaves the old one', async () => {
    if (file === undefined) throw new Error('no file')
    const installer = installerOf()
    const failure = new Error('broke off')
    await expect(installer.prepare(release.statement, file, () => Promise.reject(failure))).rejects.toBe(failure)
    installer.install()
    installer.ending()
    expect(programs()).toEqual(['Tidegate-9.0.0.AppImage'])
    // And can be fetched again.
    await prepare(installer)
    installer.install()
    installer.ending()
    expect(programs()).toEqual(['Tidegate-9.1.0.AppImage'])
  })

  it('starts the old one again where it cannot take its place', async () => {
    const installer = installerOf()
    await prepare(installer)
    rmSync(program)
    installer.install()
    installer.ending()
    expect(asked).toEqual(['quit', 'relaunch'])
  })
})
