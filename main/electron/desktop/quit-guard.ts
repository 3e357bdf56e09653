import { app, type BrowserWindow, dialog } from 'electron'
import { type JobCounts, quitQuestion } from './job-counts.ts'
import type { DesktopWords } from './words.ts'

export interface QuitGuard {
  /** Whether a window may close now; when not, the person is being asked and the window is closed or hidden by their answer. */
  mayClose(window: BrowserWindow, isLast: boolean): boolean
  /** Whether the app may quit now; when not, the person is being asked and the app quits if they say so. */
  mayQuit(): boolean
  /** The system is going down: nothing is asked any more. */
  release(): void
}

const QUIT = 0
const KEEP_RUNNING = 1

/** Asks before a draft that is being written is cut off, once at a time. `onStay` is told when the person was asked and the app does not quit. */
export function createQuitGuard(counts: () => JobCounts, words: () => DesktopWords, onStay: () => void): QuitGuard {
  let released = false
  let asking = false

  async function ask(window: BrowserWindow | null): Promise<void> {
    const question = quitQuestion(counts(), words())
    if (question === null || asking) return
    asking = true
    try {
      const { response } = await dialog.showMessageBox({
        type: 'question',
        ...question,
        buttons: [words().quit, words().keepRunning, words().cancel],
        defaultId: KEEP_RUNNING,
        cancelId: 2,
      })
      if (response === QUIT) {
        released = true
        app.quit()
      } else if (response === KEEP_RUNNING) window?.hide()
    } finally {
      asking = false
      if (!released) onStay()
    }
  }

  const isFree = (): boolean => released || quitQuestion(counts()) === null
  return {
    mayClose(window, isLast) {
      if (!isLast || isFree()) return true
      void ask(window)
      return false
    },
    mayQuit() {
      if (isFree()) return true
      void ask(null)
      return false
    },
    release() {
      released = true
    },
  }
}
