import { join } from 'node:path'
import type { AppOptions } from '../../app-types.ts'
import type { PackageKind } from '../../updates/index.ts'
import { packageKindOf } from './package-kind.ts'
import { createUpdateInstaller, type DesktopInstaller } from './update-installer.ts'

export interface DesktopUpdatesOptions {
  readonly dataDir: string
  readonly resourcesDir: string
  readonly isPackaged: boolean
  readonly version: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly quit: () => void
  readonly relaunch: () => void
}

/** How this installation is renewed: what the core is told of it, and what the end of the app has to know. */
export interface DesktopUpdates extends Pick<DesktopInstaller, 'forget' | 'ending'> {
  readonly forCore: NonNullable<AppOptions['updates']>
}

const NOTHING = { prepare: async () => {}, install() {}, forget() {}, ending() {} }

export function createDesktopUpdates(options: DesktopUpdatesOptions): DesktopUpdates {
  const { env, resourcesDir, isPackaged } = options
  const appImage = env.APPIMAGE
  // An app that was built here takes its releases from a test; a packaged one only from whom its makers named.
  const tested = isPackaged ? undefined : env.TIDEGATE_TEST_UPDATES
  const kind = packageKindOf({
    isPackaged: isPackaged || tested !== undefined,
    platform: process.platform,
    resourcesPath: process.resourcesPath ?? '',
    appImage,
  })
  if (!isKind(kind)) return { ...NOTHING, forCore: { installed: kind, installer: NOTHING } }
  const installer = createUpdateInstaller({ ...options, kind, appImage, configFile: join(resourcesDir, 'updater.yml') })
  return {
    forget: installer.forget,
    ending: installer.ending,
    forCore: {
      installed: { version: options.version, platform: process.platform, arch: process.arch, kind },
      installer,
      ...(tested === undefined ? {} : { sourceFile: tested }),
    },
  }
}

function isKind(kind: ReturnType<typeof packageKindOf>): kind is PackageKind {
  return kind !== 'no-desktop' && kind !== 'not-packaged' && kind !== 'by-the-system' && kind !== 'no-address'
}
