import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { app, crashReporter } from 'electron'
import { writeSmallFile } from './small-file.ts'

const FOLDER = 'crash-reports'
const KEPT = 20
const FLUSH_MS = 3_000
/** EX_SOFTWARE of sysexits.h: the program itself has failed. */
const EXIT_CODE = 70

/** What is written of a crash of the main process: never a message, which could quote what the person wrote. */
export interface CrashReport {
  readonly at: string
  readonly version: string
  readonly platform: string
  readonly error: string
  readonly code: string | null
  readonly frames: readonly string[]
}

/** Minidumps of crashes in native code stay in the profile; nothing is sent anywhere. */
export function keepCrashesLocal(): void {
  crashReporter.start({ uploadToServer: false })
}

/** Class, code and places in our code of whatever was thrown. */
export function describeCrash(error: unknown, at: Date): CrashReport {
  const isError = error instanceof Error
  const code = isError && 'code' in error && typeof error.code === 'string' && /^[A-Z0-9_]{1,60}$/.test(error.code) ? error.code : null
  const name = isError && /^[A-Za-z]{1,60}$/.test(error.name) ? error.name : typeof error
  // The stack begins with the message, whose lines could look like frames.
  const stack = isError ? (error.stack ?? '').slice((error.stack ?? '').indexOf(error.message) + error.message.length) : ''
  const frames = stack.split('\n').filter((line) => /^\s+at .*(?::\d+:\d+\)?|<anonymous>\)|native\))$/.test(line))
  return {
    at: at.toISOString(),
    version: app.getVersion(),
    platform: `${process.platform} ${process.arch}`,
    error: name,
    code,
    frames: frames.map((line) => line.trim()).slice(0, 30),
  }
}

/** Writes a report and drops the oldest beyond twenty. */
export function writeCrashReport(dataDir: string, report: CrashReport): void {
  const folder = join(dataDir, FOLDER)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeSmallFile(join(folder, `${report.at.replace(/[:.]/g, '-')}.json`), report)
    const names = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
    for (const name of names.slice(0, -KEPT)) rmSync(join(folder, name), { force: true })
  } catch {
    // A disk that takes no report must not keep the app from ending.
  }
}

/**
 * From here on an error that nobody caught ends the app: what runs is given three seconds to be put down safely, a report is written, and
 * the exit code is 70. Going on in an unknown state could lose more than a start that begins again.
 */
export function endOnUncaught(dataDir: string, flush: () => Promise<void>): void {
  let ending = false
  const end = (error: unknown): void => {
    if (ending) return
    ending = true
    writeCrashReport(dataDir, describeCrash(error, new Date()))
    process.stderr.write('tidegate: an unexpected error ended the app. Nothing that was saved is lost; a report is in crash-reports.\n')
    const deadline = setTimeout(() => app.exit(EXIT_CODE), FLUSH_MS)
    flush().then(
      () => app.exit(EXIT_CODE),
      () => app.exit(EXIT_CODE),
    )
    deadline.unref()
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}
