import { TidegateError } from '#contracts/errors.ts'
import type { Situation } from './recovery-page.ts'

const KEPT = 'Nothing was deleted or changed. Your drafts, sources and settings are as they were.'

/** What to tell a person of a start that failed. Our own errors say themselves what to do; of others only their kind is told. */
export function startFailure(error: unknown): Situation {
  const common = { kept: KEPT, actions: ['try-again', 'open-data-folder', 'quit'] } as const
  const full = causesOf(error)
    .map(systemCodeOf)
    .find((cause) => cause === 'ENOSPC' || cause === 'SQLITE_FULL')
  const code = full ?? (error instanceof TidegateError ? error.code : systemCodeOf(error))
  const message = error instanceof TidegateError ? error.message : ''
  switch (code) {
    case 'DATABASE_NEWER':
      return {
        ...common,
        title: 'This data comes from a newer Tidegate',
        happened: message,
        steps: ['Install the newer version again.', 'Or move the data folder aside; Tidegate then starts with a new one.'],
      }
    case 'DATA_DIR_LOCKED':
      return {
        ...common,
        title: 'The data folder is in use',
        happened: message,
        steps: ['Use the Tidegate that is already running, or end it and try again.'],
      }
    case 'DATA_DIR_READ_ONLY':
      return {
        ...common,
        title: 'The data folder cannot be written',
        happened: message,
        steps: ['Give yourself the right to write in the folder, or put it on a disk that can be written, and try again.'],
      }
    case 'DATABASE_DAMAGED':
      return {
        ...common,
        title: 'The database is damaged',
        happened: message,
        steps: ['Try again: the damaged file is set aside, never deleted, and the newest good backup is restored.'],
      }
    case 'CONFIG_INVALID':
      return {
        ...common,
        title: 'The settings cannot be read',
        happened: message,
        steps: ['Correct the file in the data folder, or move it aside to start with the settings of a new installation.'],
      }
    case 'ENOSPC':
    case 'SQLITE_FULL':
      return {
        ...common,
        title: 'The disk is full',
        happened: 'There is no room to open the database safely.',
        steps: ['Free some space and try again.'],
      }
    default:
      return {
        ...common,
        title: 'Tidegate could not start',
        happened: message === '' ? `An unexpected error ended the start (${kindOf(error)}).` : message,
        steps: ['Try again. If it happens again, the report in the data folder says where it happened, without anything that you wrote.'],
        actions: ['try-again', 'show-report', 'open-data-folder', 'quit'],
      }
  }
}

/** A page that crashed again and again. */
export function pageKeepsCrashing(reason: string): Situation {
  return {
    title: 'The window keeps crashing',
    happened:
      reason === 'oom'
        ? 'It ran out of memory three times in five minutes, so it was not loaded again.'
        : 'It crashed three times in five minutes, so it was not loaded again.',
    kept: 'Work that runs in the background goes on, and what you typed is saved.',
    steps: ['Open the window again. If it crashes once more, quit and start Tidegate again.'],
    actions: ['try-again', 'open-data-folder', 'quit'],
  }
}

/** Three starts in a row that did not come to their end. */
export function startsKeepFailing(failures: number): Situation {
  return {
    title: 'Tidegate did not start the last times',
    happened: `The last ${failures} starts ended before the window was ready, so this one waits for you.`,
    kept: KEPT,
    steps: ['Try again. If it fails once more, look into the report, and check that the disk has room and the data folder can be written.'],
    actions: ['try-again', 'show-report', 'open-data-folder', 'quit'],
  }
}

/** An error and what caused it, outermost first. */
function causesOf(error: unknown): unknown[] {
  return error instanceof Error && error.cause !== undefined ? [error, ...causesOf(error.cause)] : [error]
}

function systemCodeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

function kindOf(error: unknown): string {
  return systemCodeOf(error) ?? (error instanceof Error && /^[A-Za-z]{1,60}$/.test(error.name) ? error.name : 'unknown')
}
