import { join } from 'node:path'
import { app, type BrowserWindow, shell } from 'electron'
import { openWindow } from '../window.ts'
import { actionOf, RECOVERY_PATH, type RecoveryAction, recoveryPage, type Situation } from './recovery-page.ts'

export interface RecoveryWindows {
  /** The page of the present situation, for the scheme's handler. */
  page(): string
  /** Shows it. What a person chooses is done here, but for trying again. */
  open(situation: Situation, onTryAgain: () => void): BrowserWindow
}

/** The window that is shown when the app itself cannot be: no preload, no script, no core. */
export function createRecoveryWindows(dataDir: string): RecoveryWindows {
  let current: Situation | null = null
  return {
    page: () => (current === null ? '' : recoveryPage(current)),
    open(situation, onTryAgain) {
      current = situation
      const window = openWindow(null, RECOVERY_PATH, { bounds: { width: 900, height: 600 } })
      const actions: Readonly<Record<RecoveryAction, () => void>> = {
        'try-again': onTryAgain,
        'open-data-folder': () => void shell.openPath(dataDir),
        'show-report': () => void shell.openPath(join(dataDir, 'crash-reports')),
        quit: () => app.quit(),
      }
      window.webContents.on('will-navigate', (event) => {
        event.preventDefault()
        const action = actionOf(event.url)
        if (action !== null) actions[action]()
      })
      return window
    },
  }
}
