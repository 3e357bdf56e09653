import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { UpdateObstacle } from '#contracts/updates.ts'
import type { PackageKind } from '../../updates/index.ts'

export interface PackageFacts {
  readonly isPackaged: boolean
  readonly platform: string
  readonly resourcesPath: string
  /** The AppImage that is running (`APPIMAGE`). */
  readonly appImage: string | undefined
}

/** What kind of package is running, and so how it is renewed. */
export function packageKindOf({ isPackaged, platform, resourcesPath, appImage }: PackageFacts): PackageKind | UpdateObstacle {
  if (!isPackaged) return 'not-packaged'
  if (platform === 'darwin') return 'zip'
  if (platform === 'win32') return 'nsis'
  if (appImage !== undefined && appImage !== '') return 'AppImage'
  const kind = packageType(resourcesPath)
  return kind === 'deb' || kind === 'rpm' ? kind : 'by-the-system'
}

/** electron-builder writes it into packages that it makes for a system's own installer. */
function packageType(resourcesPath: string): string {
  try {
    return readFileSync(join(resourcesPath, 'package-type'), 'utf8').trim()
  } catch {
    // Unpacked by hand, or by a store that renews what it installed.
    return ''
  }
}
