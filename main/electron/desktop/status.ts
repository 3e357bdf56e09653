import { join } from 'node:path'
import { app, Menu, Notification, nativeImage, Tray } from 'electron'
import type { Job } from '#contracts/jobs.ts'
import { createJobCounts, type JobCounts, notificationOf } from './job-counts.ts'
import { type MenuActions, trayTemplate } from './menu-template.ts'
import type { DesktopWords } from './words.ts'

export interface DesktopStatus {
  /** Each change of a job: counts, the tray's line, and a word when a long draft has ended unseen. */
  jobChanged(job: Job): void
  counts(): JobCounts
  /** The words have changed. */
  refresh(): void
  dispose(): void
}

export interface StatusOptions {
  readonly iconsDir: string
  readonly actions: Pick<MenuActions, 'show' | 'quickWindow' | 'quit'> & { readonly open: () => void }
  readonly windowInFront: () => boolean
  readonly words: () => DesktopWords
}

/** What the system shows of the app beside its windows. Desktops without a tray have none, and lose nothing by it. */
export function createDesktopStatus({ iconsDir, actions, windowInFront, words }: StatusOptions): DesktopStatus {
  const jobs = createJobCounts()
  const tray = openTray(join(iconsDir, 'tray', process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'))
  let shown = ''
  // A notification that nothing refers to may be collected before it is clicked.
  let latest: Notification | null = null

  function refresh(): void {
    const { running, waiting } = jobs.counts()
    const line = words().status(running, waiting)
    if (tray === null || line === shown) return
    shown = line
    tray.setToolTip(`Tidegate: ${line}`)
    const menu = Menu.buildFromTemplate(trayTemplate(actions, jobs.counts(), words()))
    tray.setContextMenu(menu)
    // A tray gives its menu to nobody; specs reach it here, and never in a packaged app.
    if (process.env.TIDEGATE_TEST_REFS === '1' && !app.isPackaged) Object.assign(globalThis, { tidegateTest: { trayMenu: menu } })
  }

  tray?.on('click', () => actions.open())
  refresh()
  return {
    jobChanged(job) {
      jobs.changed(job)
      refresh()
      const news = notificationOf(job, windowInFront(), words())
      if (news === null || !Notification.isSupported()) return
      latest = new Notification(news)
      latest.on('click', () => actions.show({ type: 'show-job', jobId: job.id }))
      latest.show()
    },
    counts: () => jobs.counts(),
    refresh,
    dispose: () => tray?.destroy(),
  }
}

function openTray(icon: string): Tray | null {
  const image = nativeImage.createFromPath(icon)
  try {
    return new Tray(image)
  } catch {
    // No tray on this desktop.
    return null
  }
}
