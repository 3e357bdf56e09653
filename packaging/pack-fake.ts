import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { z } from 'zod'
import { createConfiguration, type Platform } from './electron-builder.config.ts'
import { type Arch, pinnedElectron } from './electron-dist.ts'
import { writeFakeElectron } from './fake-electron.ts'
import type { Variant } from './fuses.ts'
import { PRODUCT } from './product.ts'
import { loadBuilder } from './tools.ts'

/** What a package for Linux would be made of; an AppImage has neither scripts nor a place of its own. */
export interface LinuxPackage {
  readonly desktop: string
  readonly scripts: Readonly<Record<string, string>>
  readonly contents: readonly string[]
}

/** A folder as it is before it becomes a package, and what is where in it. */
export interface Packed {
  readonly platform: Platform
  readonly arch: Arch
  readonly variant: Variant
  readonly folder: string
  readonly executable: string
  readonly resources: string
  readonly locales: { readonly folder: string; readonly names: readonly string[] }
  readonly linuxPackages: readonly LinuxPackage[]
}

interface Asar {
  listPackage(archive: string): string[]
  statFile(archive: string, file: string): { readonly files?: object; readonly unpacked?: boolean }
  extractAll(archive: string, target: string): void
}

const AppImageSchema = z.object({ desktop: z.string() })
const FpmSchema = z.tuple([z.array(z.string()), z.string()])
const read = (file: string) => readFileSync(file, 'utf8')
const root = join(import.meta.dirname, '..')
const tools = createRequire(join(import.meta.dirname, 'tools/package.json'))
const PLACES = {
  linux: { out: 'linux', executable: PRODUCT.executable, resources: 'resources', locales: 'locales', names: ['en-US.pak'] },
  win32: { out: 'win', executable: `${PRODUCT.name}.exe`, resources: 'resources', locales: 'locales', names: ['en-US.pak'] },
  darwin: {
    out: 'mac',
    executable: `${PRODUCT.name}.app`,
    resources: `${PRODUCT.name}.app/Contents/Resources`,
    locales: `${PRODUCT.name}.app/Contents/Frameworks/Electron Framework.framework/Resources`,
    names: ['en.lproj'],
  },
} as const

/** Packs the built product around a fake Electron, below the folder `work`; everything that a real one would get happens to it. */
export async function packFake(work: string, platform: Platform, arch: Arch, variant: Variant): Promise<Packed> {
  const { Platform: platforms, Arch: archs, build } = loadBuilder()
  const electronDist = join(work, `electron-${platform}-${variant}`)
  mkdirSync(electronDist)
  const program = platform === 'win32' ? join(tools.resolve('electron-winstaller/package.json'), '../vendor/7z-x64.exe') : ''
  writeFakeElectron(electronDist, pinnedElectron(), platform, program)
  const config = createConfiguration({ variant, platform, electronDist, electronVersion: pinnedElectron() })
  const output = join(work, `${platform}-${variant}`)
  const linuxPackages: LinuxPackage[] = []
  const target = { linux: platforms.LINUX, win32: platforms.WINDOWS, darwin: platforms.MAC }[platform]
  await build({
    projectDir: root,
    targets: target.createTarget(platform === 'linux' ? ['deb', 'rpm', 'AppImage'] : ['dir'], archs[arch]),
    config: { ...config, directories: { ...config.directories, output } },
    publish: 'never',
    effectiveOptionComputed: async (options) => {
      linuxPackages.push(readPackage(options))
      return true
    },
  })
  const { out, executable, resources, locales, names } = PLACES[platform]
  const folder = join(output, `${out}${arch === 'x64' ? '' : `-${arch}`}${platform === 'darwin' ? '' : '-unpacked'}`)
  const at = (name: string) => join(folder, name)
  return {
    platform,
    arch,
    variant,
    folder,
    executable: at(executable),
    resources: at(resources),
    locales: { folder: at(locales), names },
    linuxPackages,
  }
}

/** The files that are named are there only as long as the builder is at work. */
function readPackage(effective: unknown): LinuxPackage {
  const appImage = AppImageSchema.safeParse(effective).data
  if (appImage !== undefined) return { ...appImage, scripts: {}, contents: [] }
  const [contents, desktop] = FpmSchema.parse(effective)
  const scripts = ['after-install', 'after-remove'].map((name) => [name, read(contents[contents.indexOf(`--${name}`) + 1] ?? '')])
  return { desktop: read(desktop), scripts: Object.fromEntries(scripts), contents }
}

/** What reads archives; the builder's own. */
export function loadAsar(): Asar {
  return createRequire(tools.resolve('app-builder-lib'))('@electron/asar')
}
