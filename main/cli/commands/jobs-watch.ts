import { setTimeout as sleep } from 'node:timers/promises'
import type { Job } from '#contracts/jobs.ts'
import { type CliContext, withApp } from '../context.ts'
import { when } from '../output.ts'
import { withControlsShown } from '../terminal.ts'
import { type JobListOptions, jobLines, jobPageOf } from './jobs.ts'

/** Whoever works on jobs does so in another process, so the database is what tells of it. */
const LOOK_MS = 1_000

/** What is written for each look at the jobs; `close` leaves the terminal as it was. */
interface View {
  show(jobs: readonly Job[], changed: readonly Job[]): void
  close(): void
}

/** `jobs list --watch`: until Ctrl-C, or until whoever reads closes the pipe. */
export async function jobsWatch(context: CliContext, options: JobListOptions): Promise<void> {
  const page = jobPageOf(options)
  const stop = new AbortController()
  const onStop = (): void => stop.abort()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onStop)
  process.stdout.on('error', onStop)
  const view = options.json === true ? jsonLines() : process.stdout.isTTY ? liveTable() : plainLines()
  try {
    await withApp(context, options, async (app) => {
      let known = new Map<string, string>()
      while (!stop.signal.aborted) {
        const jobs = await app.storage.jobs.list(page)
        const now = new Map(jobs.map((job) => [job.id, JSON.stringify(job)]))
        view.show(
          jobs,
          jobs.filter(({ id }) => known.get(id) !== now.get(id)),
        )
        known = now
        // It ends early by being stopped, which the loop sees for itself.
        await sleep(LOOK_MS, undefined, { signal: stop.signal }).catch(() => undefined)
      }
    })
  } finally {
    view.close()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onStop)
    process.stdout.off('error', onStop)
  }
}

function jsonLines(): View {
  return {
    // The oldest first, as they came.
    show: (_jobs, changed) =>
      process.stdout.write(
        changed
          .toReversed()
          .map((job) => `${JSON.stringify(job)}\n`)
          .join(''),
      ),
    close: () => undefined,
  }
}

function plainLines(): View {
  return {
    show(_jobs, changed) {
      for (const { id, kind, state, note } of changed.toReversed())
        process.stdout.write(`${when(Date.now())}  ${id}  ${kind}  ${state}  ${note}\n`)
    },
    close: () => undefined,
  }
}

const ESC = '\u001b['

/** Redraws in place on the terminal's other screen, so that what was there before is there afterwards. */
function liveTable(): View {
  const out = process.stdout
  /** As bytes, of which a terminal carries out what it is told. */
  const draw = (text: string): void => void out.write(Buffer.from(text))
  draw(`${ESC}?1049h${ESC}?25l`)
  return {
    show(jobs) {
      // A terminal that does not know its size says 0.
      const columns = out.columns || 80
      const rows = out.rows || 24
      const head = `${when(Date.now())}  Ctrl-C ends`
      const lines = [head, '', ...(jobs.length === 0 ? ['There are no such jobs.'] : jobLines(jobs))]
      const shown = lines.slice(0, rows - 1).map((line) => `${withControlsShown(line).slice(0, columns)}${ESC}K`)
      draw(`${ESC}H${shown.join('\n')}${ESC}J`)
    },
    close: () => draw(`${ESC}?25h${ESC}?1049l`),
  }
}
