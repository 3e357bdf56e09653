import type { UpdateObstacle, UpdatePhase } from '#contracts/updates.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { formatBytes, formatPercent } from '../../ui/format.ts'

/** Why this installation is not renewed from here, and how it is. */
export function obstacleText(obstacle: UpdateObstacle): string {
  switch (obstacle) {
    case 'no-desktop':
      return t('This needs the desktop app; here Tidegate runs in a browser.')
    case 'not-packaged':
      return t('This app was built on this machine. It is renewed by building it anew.')
    case 'by-the-system':
      return t('This app was installed by the system or by hand, and is renewed the same way.')
    case 'no-address':
      return t('This package names nobody who could be asked for new versions.')
  }
}

/** How far it is with a new version; null where there is nothing to say. */
export function phaseText(phase: UpdatePhase): string | null {
  switch (phase.name) {
    case 'idle':
      return null
    case 'looking':
      return t('Looking for a new version…')
    case 'newest':
      return t('This is the newest version.')
    case 'later':
      return t('Version {version} is on its way. It reaches installations one after the other, and this one is not among them yet.', phase)
    case 'by-hand':
      return t('Version {version} cannot be put over this one. Install it by hand; your data stays.', phase)
    case 'offered':
      return t('Version {version} is there ({size}).', { version: phase.version, size: formatBytes(phase.bytes) })
    case 'fetching':
      return t('Version {version} is being fetched: {share}.', { version: phase.version, share: formatPercent(phase.share) })
    case 'ready':
      return t('Version {version} is here and was checked. A restart installs it.', phase)
    case 'failed':
      return fromCore(phase.error.message)
  }
}
