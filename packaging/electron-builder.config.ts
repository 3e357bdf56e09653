import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { burnFuses, type Variant } from './fuses.ts'
import { denyPlainHttpIn } from './mac/info-plist.ts'
import { OPENED_FILES, PRODUCT } from './product.ts'

/** What a built folder is asked for before it is signed and packed; the part of the builder's context that is used. */
export interface PackedFolder {
  readonly appOutDir: string
  readonly electronPlatformName: string
}

export type Platform = 'darwin' | 'linux' | 'win32'

export interface PackagingOptions {
  readonly variant: Variant
  readonly platform: Platform
  /** A zip of Electron for the target, or a folder with it unpacked. */
  readonly electronDist: string
  readonly electronVersion: string
  /** Fails the packaging when there is no identity to sign with. */
  readonly requireSigning?: boolean
}

const BOTH = ['x64', 'arm64'] as const
/** How the extension that compares vectors names the systems of its builds; there is none for Windows on arm64. */
const VECTOR_SYSTEMS: Readonly<Record<Platform, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' }
/** How the engine of embedded models names the systems of its builds. */
const ENGINE_SYSTEMS: Readonly<Record<Platform, string>> = { darwin: 'mac', linux: 'linux', win32: 'win' }

/**
 * The configuration of electron-builder. Only what is built, the data it reads and the packages it imports are shipped; the test variant
 * is the same package but for one fuse and the folder it is put in.
 */
export function createConfiguration({ variant, platform, electronDist, electronVersion, requireSigning = false }: PackagingOptions) {
  return {
    appId: PRODUCT.appId,
    productName: PRODUCT.name,
    copyright: 'Copyright © 2026 The Tidegate authors',
    electronVersion,
    electronDist,
    directories: { output: `dist/${variant}`, buildResources: 'packaging' },
    forceCodeSigning: requireSigning,
    // Nothing is uploaded, and no updater is told of a server.
    publish: null,
    npmRebuild: false,
    nodeGypRebuild: false,
    removePackageKeywords: true,
    removePackageScripts: true,
    extraMetadata: { homepage: PRODUCT.homepage, author: PRODUCT.author, desktopName: `${PRODUCT.executable}.desktop` },
    // The product speaks English; the page's own texts are in its bundle.
    electronLanguages: ['en-US'],
    // One list, and none in the sections of the systems: a second one that only leaves out would bring in everything else.
    files: [
      'out/main/**',
      'out/preload/**',
      'out/renderer/**',
      'resources/**',
      'package.json',
      'LICENSE',
      // The system shows these, not the product.
      '!resources/icons/icon.ic{o,ns}',
      // Nothing reads these at run time. Licences stay.
      '!**/*.{map,d.mts,d.cts}',
      '!node_modules/**/.*',
      '!node_modules/**/{README,Readme,readme,CHANGELOG,changelog}.md',
      // In the bundles already.
      '!node_modules/{commander,libphonenumber-js}/**',
      '!node_modules/zod/src/**',
      // The one native part works with every version of Node, so nothing is compiled and its sources stay here. `${platform}` would be
      // the system that packages, not the one that is packaged for.
      '!node_modules/better-sqlite3/{deps,src}/**',
      '!node_modules/better-sqlite3/binding.gyp',
      '!node_modules/node-addon-api/**',
      `!node_modules/better-sqlite3/prebuilds/!(${platform}-\${arch}).node`,
      // Of the extension that compares vectors its build for this system, where that is the one that packages: npm installs no other.
      `!node_modules/sqlite-vec-!(${VECTOR_SYSTEMS[platform]}-\${arch})/**`,
      // A further one, which only sets priorities that are not used.
      '!node_modules/@napi-rs/**',
      // Of the engine of embedded models its build for this system; neither its sources nor what it downloads, clones and compiles with. The
      // process that loads it is kept from all of these (main/model-process/confine.ts).
      `!node_modules/@node-llama-cpp/!(${ENGINE_SYSTEMS[platform]}-\${arch}|${ENGINE_SYSTEMS[platform]}-\${arch}-metal)/**`,
      '!node_modules/node-llama-cpp/llama/{gitRelease.bundle,addon,xpack,toolchains,patches,profiles,grammars,gpuInfo,cmake}/**',
      '!node_modules/node-llama-cpp/templates/**',
      '!node_modules/{typescript,@typescript,ipull,simple-git,cmake-js,cross-spawn,node-api-headers,@reflink,@simple-git,@kwsites}/**',
    ],
    // Native code cannot be loaded out of the archive. Everything else can, worker threads included.
    asar: { smartUnpack: false },
    asarUnpack: ['node_modules/better-sqlite3/prebuilds/*.node', 'node_modules/sqlite-vec-*/vec0.*', 'node_modules/@node-llama-cpp/**'],
    disableAsarIntegrity: false,
    afterExtract: removeDefaultApp,
    afterPack: (folder: PackedFolder) => finish(folder, variant, requireSigning),
    protocols: [{ name: PRODUCT.name, schemes: [PRODUCT.linkScheme], role: 'Viewer' as const }],
    artifactName: `${PRODUCT.executable}-\${version}-\${os}-\${arch}.\${ext}`,
    // The newer tools: the older AppImage puts --no-sandbox into its menu entry.
    toolsets: { appimage: '1.0.3' as const },
    linux: {
      fileAssociations: openedFiles(),
      target: ['deb', 'rpm', 'AppImage'].map((target) => ({ target, arch: [...BOTH] })),
      executableName: PRODUCT.executable,
      executableArgs: [],
      icon: 'resources/icons/png',
      category: 'Office;TextEditor',
      synopsis: 'Drafts from your own files, on your own machine',
      vendor: PRODUCT.author.name,
      syncDesktopName: true,
      desktop: { entry: { Keywords: 'writing;draft;privacy;local;', StartupNotify: 'true', SingleMainWindow: 'false' } },
    },
    deb: linuxPackage(),
    rpm: linuxPackage(),
    appImage: { executableArgs: [] },
    win: {
      fileAssociations: openedFiles(),
      target: [{ target: 'nsis', arch: [...BOTH] }],
      icon: 'resources/icons/icon.ico',
      requestedExecutionLevel: 'asInvoker' as const,
      legalTrademarks: PRODUCT.name,
    },
    nsis: {
      artifactName: `${PRODUCT.executable}-\${version}-\${os}-\${arch}-setup.\${ext}`,
      // One installer each: a joint one would be twice the size and hide which is which.
      buildUniversalInstaller: false,
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
    },
    mac: {
      fileAssociations: openedFiles(),
      target: ['dmg', 'zip'].map((target) => ({ target, arch: [...BOTH] })),
      icon: 'resources/icons/icon.icns',
      category: 'public.app-category.productivity',
      hardenedRuntime: true,
      gatekeeperAssess: false,
      strictVerify: true,
      // Only what the two files name.
      preAutoEntitlements: false,
      entitlements: 'packaging/mac/entitlements.plist',
      entitlementsInherit: 'packaging/mac/entitlements.inherit.plist',
    },
    dmg: { sign: false },
  }
}

function linuxPackage() {
  return {
    afterInstall: 'packaging/linux/after-install.sh',
    afterRemove: 'packaging/linux/after-remove.sh',
    appArmorProfile: 'packaging/linux/apparmor-profile',
  }
}

/** Electron's own welcome page has no business in a product, and would be in the list of archives whose integrity is checked. */
async function removeDefaultApp({ appOutDir, electronPlatformName }: PackedFolder): Promise<void> {
  const resources = electronPlatformName === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources'
  await rm(join(appOutDir, resources, 'default_app.asar'), { force: true })
}

/** What is left to do before a built folder is signed. */
async function finish(folder: PackedFolder, variant: Variant, isSigned: boolean): Promise<void> {
  const executable = executableIn(folder)
  if (folder.electronPlatformName === 'darwin') await denyPlainHttpIn(executable)
  // An arm64 Mac starts nothing unsigned: without an identity, what the fuses broke is signed as nobody. Only macOS has the tool.
  await burnFuses(executable, variant, !isSigned && process.platform === 'darwin')
}

/** The executable of a built folder, before it is signed. */
function executableIn({ appOutDir, electronPlatformName }: PackedFolder): string {
  const names: Record<string, string> = { darwin: `${PRODUCT.name}.app`, win32: `${PRODUCT.name}.exe`, linux: PRODUCT.executable }
  const name = names[electronPlatformName]
  if (name === undefined) throw new Error(`There is no package for ${electronPlatformName}.`)
  return join(appOutDir, name)
}

/** As one of several: nothing that opened these files before is replaced. The app asks before it takes a file in. */
function openedFiles() {
  return OPENED_FILES.map(({ ext, description, mimeType }) => ({
    ext,
    name: description,
    description,
    mimeType,
    role: 'Viewer' as const,
    rank: 'Alternate' as const,
  }))
}
