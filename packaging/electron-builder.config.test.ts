import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseDeepLink } from '../main/electron/desktop/deep-link.ts'
import { OPENED_EXTENSIONS } from '../main/electron/desktop/opened-files.ts'
import { createConfiguration, type PackagingOptions } from './electron-builder.config.ts'
import { pinnedElectron } from './electron-dist.ts'
import { PRODUCT } from './product.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const schema = z.fromJSONSchema(JSON.parse(read('packaging/electron-builder.schema.json')))
const configuration = (options: Partial<PackagingOptions> = {}) =>
  createConfiguration({ variant: 'release', platform: 'linux', electronDist: '/electron', electronVersion: '45.4.1', ...options })
// Hooks are functions, which a schema does not judge.
const asData = (value: unknown) => JSON.parse(JSON.stringify(value))

describe("electron-builder's schema", () => {
  it.each(['linux', 'win32', 'darwin'] as const)('finds nothing wrong for %s', (platform) => {
    for (const variant of ['release', 'test'] as const) {
      const { error } = schema.safeParse(asData(configuration({ platform, variant })))
      expect(error === undefined ? '' : z.prettifyError(error)).toBe('')
    }
  })

  it.each([
    ['a key of its own', { apId: 'x' }],
    ['a key of a system', { linux: { executabelName: 'x' } }],
    ['a kind of value', { asar: 'yes' }],
    ['a format that there is not', { linux: { target: [{ target: 'deb', arch: ['x65'] }] } }],
    ['a permission', { win: { requestedExecutionLevel: 'root' } }],
  ])('would find a mistake in %s', (_what, mistake) => {
    expect(schema.safeParse({ ...asData(configuration()), ...mistake }).success).toBe(false)
  })

  it('is that of the version that the tools are pinned to', () => {
    const { packages } = JSON.parse(read('packaging/tools/package-lock.json'))
    expect(packages['node_modules/app-builder-lib'].version).toBe(
      JSON.parse(read('packaging/tools/package.json')).dependencies['electron-builder'],
    )
  })
})

describe('the configuration', () => {
  it('makes the packages of each system, each for both processors and by another name', () => {
    const { linux, win, mac } = configuration()
    expect(linux.target.map(({ target }) => target)).toEqual(['deb', 'rpm', 'AppImage'])
    expect(win.target.map(({ target }) => target)).toEqual(['nsis'])
    expect(mac.target.map(({ target }) => target)).toEqual(['dmg', 'zip'])
    for (const { arch } of [...linux.target, ...win.target, ...mac.target]) expect(arch).toEqual(['x64', 'arm64'])
    for (const name of [configuration().artifactName, configuration().nsis.artifactName]) expect(name).toMatch(/\$\{os\}-\$\{arch\}/)
    expect(configuration().nsis.buildUniversalInstaller).toBe(false)
  })

  it('never turns the sandbox off', () => {
    // The builder adds the switch to an AppImage whose arguments are left open.
    expect(configuration().appImage.executableArgs).toEqual([])
    expect(configuration().linux.executableArgs).toEqual([])
    expect(JSON.stringify(configuration())).not.toContain('no-sandbox')
    for (const file of ['after-install.sh', 'after-remove.sh', 'apparmor-profile']) {
      expect(read(`packaging/linux/${file}`)).not.toContain('no-sandbox')
    }
  })

  it('packs an archive whose integrity is checked, with only the native parts beside it', () => {
    const { asar, asarUnpack, disableAsarIntegrity } = configuration()
    expect({ asar, asarUnpack, disableAsarIntegrity }).toEqual({
      asar: { smartUnpack: false },
      asarUnpack: ['node_modules/better-sqlite3/prebuilds/*.node', 'node_modules/sqlite-vec-*/vec0.*', 'node_modules/@node-llama-cpp/**'],
      disableAsarIntegrity: false,
    })
  })

  it('has one list of files', () => {
    const { linux, win, mac, deb, rpm, appImage, nsis, dmg } = configuration()
    for (const section of [linux, win, mac, deb, rpm, appImage, nsis, dmg]) expect(section).not.toHaveProperty('files')
  })

  it('is the same for a test but for its folder and its fuses', () => {
    expect(asData(configuration({ variant: 'test' }))).toEqual({
      ...asData(configuration()),
      directories: { output: 'dist/test', buildResources: 'packaging' },
    })
  })

  it('uploads nothing, and signs or fails when it is told to', () => {
    expect(configuration().publish).toBeNull()
    expect(configuration().forceCodeSigning).toBe(false)
    expect(configuration({ requireSigning: true }).forceCodeSigning).toBe(true)
  })

  it('registers the links that the product answers, and no others', () => {
    expect(configuration().protocols).toEqual([{ name: 'Tidegate', schemes: ['tidegate'], role: 'Viewer' }])
    expect(parseDeepLink(`${configuration().protocols[0]?.schemes[0]}://view/jobs`)).toEqual({ type: 'show-view', view: 'jobs' })
  })

  it('offers the app for the files that it takes, and no others, beside what opened them before', () => {
    const { linux, win, mac } = configuration()
    for (const { fileAssociations } of [linux, win, mac]) {
      expect(fileAssociations.map(({ ext }) => ext).sort()).toEqual([...OPENED_EXTENSIONS].sort())
      expect(new Set(fileAssociations.map(({ rank, role }) => `${rank} ${role}`))).toEqual(new Set(['Alternate Viewer']))
    }
  })

  it('names files that are there', () => {
    const { linux, win, mac, deb, rpm } = configuration()
    const named = [linux.icon, win.icon, mac.icon, mac.entitlements, mac.entitlementsInherit]
    for (const { afterInstall, afterRemove, appArmorProfile } of [deb, rpm]) named.push(afterInstall, afterRemove, appArmorProfile)
    expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([])
  })

  it('refuses a system that there is no package for', async () => {
    const folder = { appOutDir: '/nowhere', electronPlatformName: 'mas' }
    await expect(configuration().afterPack(folder)).rejects.toThrow(/no package for mas/)
  })
})

describe('the systems know the product', () => {
  it('as a Linux program: one path in every file', () => {
    const path = `${PRODUCT.linuxFolder}/${PRODUCT.executable}`
    expect(PRODUCT.linuxFolder).toBe(`/opt/${PRODUCT.name}`)
    expect(read('packaging/linux/apparmor-profile')).toContain(`profile tidegate "${path}" flags=(unconfined) {\n  userns,`)
    expect(read('packaging/linux/after-install.sh')).toContain(`app=${PRODUCT.linuxFolder}\n`)
    expect(configuration().linux.executableName).toBe(PRODUCT.executable)
    expect(configuration().extraMetadata.desktopName).toBe(`${PRODUCT.executable}.desktop`)
  })

  it('as a hardened macOS program that may compile, and nothing more', () => {
    expect(configuration().mac).toMatchObject({ hardenedRuntime: true, preAutoEntitlements: false })
    for (const file of ['packaging/mac/entitlements.plist', 'packaging/mac/entitlements.inherit.plist']) {
      expect([...read(file).matchAll(/<key>(.*)<\/key>\s*<(true|false)\/>/g)].map(([, key, value]) => [key, value])).toEqual([
        ['com.apple.security.cs.allow-jit', 'true'],
      ])
    }
  })

  it('as a Windows program without rights of its own', () => {
    expect(configuration().win.requestedExecutionLevel).toBe('asInvoker')
    expect(configuration().nsis).toMatchObject({ perMachine: false, deleteAppDataOnUninstall: false })
  })

  it('is built on an exact version of Electron', () => {
    const { devDependencies } = JSON.parse(read('package.json'))
    expect(devDependencies.electron).toBe(pinnedElectron())
  })
})
