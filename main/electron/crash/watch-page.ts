import type { BrowserWindow } from 'electron'
import { reactToCrash } from './crash-policy.ts'

export interface CrashWatch {
  readonly now: () => number
  /** Each crash, for the log. */
  readonly onCrash: (reason: string) => void
  /** The page is not loaded again. */
  readonly onGiveUp: (reason: string) => void
}

/** Loads a page that crashed again, as the policy allows. What ran in the core goes on, and the page attaches to it again. */
export function watchPage(window: BrowserWindow, { now, onCrash, onGiveUp }: CrashWatch): void {
  let reloads: readonly number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const answer = reactToCrash(reloads, reason, now())
    reloads = answer.reloads
    if (answer.reaction === 'ignore') return
    onCrash(reason)
    // Not within the event: the page that has gone is still being taken down.
    setImmediate(() => {
      if (window.isDestroyed()) return
      if (answer.reaction === 'reload') window.webContents.reload()
      else onGiveUp(reason)
    })
  })
}
