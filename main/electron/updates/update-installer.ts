import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AppUpdater } from 'electron-updater'
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js'
import type { FetchTo, PackageKind, UpdateInstaller } from '../../updates/index.ts'
import { notNewer, placeIsReadOnly } from '../../updates/refusals.ts'
import { resolvedFilesOf, type UpdaterInfo, updaterInfoOf } from './release-provider.ts'

export interface UpdateInstallerOptions {
  readonly dataDir: string
  readonly kind: PackageKind
  readonly version: string
  /** Where the library reads the name of its folder. */
  readonly configFile: string
  /** The AppImage that is running. */
  readonly appImage: string | undefined
  /** Asks the app to quit, which the person may refuse. */
  readonly quit: () => void
  readonly relaunch: () => void
}

/** Renews the installation with electron-updater, which fetches nothing by itself here: the core does, by its own door, and checks it. */
export interface DesktopInstaller extends UpdateInstaller {
  /** The person stays after all, or the system shuts down: a later quit is only a quit. */
  forget(): void
  /** Everything is put down: what was prepared takes its place, where that is wanted. The old version starts again where it could not. */
  ending(): void
}

export function createUpdateInstaller(options: UpdateInstallerOptions): DesktopInstaller {
  let prepared: AppUpdater | null = null
  let isWanted = false
  return {
    async prepare(release, file, fetchTo) {
      await checkPlace(options)
      prepared = null
      const updater = await makeUpdater(options, updaterInfoOf(release, file), fetchTo)
      const found = await updater.checkForUpdates()
      if (found?.isUpdateAvailable !== true) throw notNewer(release.version)
      await updater.downloadUpdate()
      prepared = updater
    },
    install() {
      isWanted = prepared !== null
      options.quit()
    },
    forget() {
      isWanted = false
    },
    ending() {
      if (!isWanted || prepared === null) return
      if (!putInPlace(prepared)) options.relaunch()
    },
  }
}

/** False where the old version is still in its place. Windows shows its installer; the others need no look. */
function putInPlace(updater: AppUpdater): boolean {
  if ('install' in updater && typeof updater.install === 'function') return updater.install(process.platform !== 'win32', true) === true
  updater.quitAndInstall()
  return true
}

/** What could not be put in place is told before it is fetched. */
async function checkPlace({ kind, appImage }: UpdateInstallerOptions): Promise<void> {
  if (kind !== 'AppImage' || appImage === undefined) return
  try {
    await access(dirname(appImage), constants.W_OK)
  } catch {
    throw placeIsReadOnly()
  }
}

async function makeUpdater(options: UpdateInstallerOptions, info: UpdaterInfo, fetchTo: FetchTo): Promise<AppUpdater> {
  // Loaded when it is needed, which most starts never are.
  const library = (await import('electron-updater')).default
  const folder = join(options.dataDir, 'updates')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const updaters = {
    AppImage: library.AppImageUpdater,
    deb: library.DebUpdater,
    rpm: library.RpmUpdater,
    nsis: library.NsisUpdater,
    zip: library.MacUpdater,
  }
  const updater: AppUpdater = new updaters[options.kind](undefined, {
    version: options.version,
    name: 'tidegate',
    isPackaged: true,
    appUpdateConfigPath: options.configFile,
    // It keeps a name of the installation there that is never used.
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: async () => {},
    relaunch: options.relaunch,
    quit: options.quit,
    onQuit() {},
  })
  // Its log would quote addresses and paths.
  updater.logger = null
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  updater.disableDifferentialDownload = true
  updater.disableWebInstaller = true
  // Who is offered what was decided before.
  updater.isUserWithinRollout = async () => true
  updater.isUpdateSupported = async () => true
  // Not among its types, as apps need not set it: without it the library has no way to the network at all.
  Object.assign(updater, { httpExecutor: { download: (_url: URL, destination: string) => fetchTo(destination) } })
  class ReleaseProvider extends library.Provider<UpdaterInfo> {
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime)
    }
    override getLatestVersion = async (): Promise<UpdaterInfo> => info
    override resolveFiles = resolvedFilesOf
  }
  updater.setFeedURL({ provider: 'custom', updateProvider: ReleaseProvider as never })
  return updater
}
