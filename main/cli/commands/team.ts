import { TidegateError } from '#contracts/errors.ts'
import { type MoveReport, moveFromTeam, moveToTeam, parseTeamLabels } from '../../coordinator/team/index.ts'
import { lockDataDir } from '../../storage/index.ts'
import { type CliContext, type CommonOptions, dataDirOf, ensureDataDir, openApp, withApp } from '../context.ts'
import { print, table } from '../output.ts'

interface WorkerOptions extends CommonOptions {
  readonly engine: string
  readonly labels?: string
  readonly concurrency?: string
}

/** `worker`: takes jobs of a team until it is told to stop. With `--json` the first line on stdout is `{"team","labels","kinds","concurrency","pid"}`. */
export async function worker(context: CliContext, options: WorkerOptions): Promise<void> {
  const wanted = concurrencyOf(options.concurrency)
  const labels = options.labels === undefined ? {} : { labels: parseTeamLabels(options.labels) }
  const dataDir = dataDirOf(options, context.env)
  ensureDataDir(dataDir)
  const lock = lockDataDir(dataDir)
  const app = await openApp(context, options, 'host').catch((error: unknown) => {
    lock.release()
    throw error
  })
  app.telemetry.start({ version: context.version, host: 'worker' })
  try {
    const concurrency = wanted ?? app.config.get().coordinator.concurrency
    const team = await app.team.open({ url: options.engine, concurrency, ...labels })
    try {
      const kinds = app.team.register(team.engine)
      const stopped = new Promise<void>((resolve) => {
        process.once('SIGINT', resolve)
        // A second one may come, by whoever stands between; what is being put away is not cut short by it.
        process.on('SIGTERM', resolve)
      })
      await team.engine.start()
      const facts = { team: team.shown, labels: team.labels, kinds, concurrency, pid: process.pid }
      print(options.json, facts, () => [
        `Takes ${kinds.join(', ')} jobs with label ${team.labels.join(' or ')} from ${team.shown}. Ctrl-C ends it.`,
      ])
      await stopped
    } finally {
      await team.engine.dispose()
    }
  } finally {
    await app.dispose()
    lock.release()
  }
}

interface MoveOptions extends CommonOptions {
  readonly to?: string
  readonly from?: string
  readonly labels?: string
}

/** `jobs move`: what waits here goes to a team, or the other way. */
export async function jobsMove(context: CliContext, options: MoveOptions): Promise<void> {
  const { to, from } = options
  const url = to ?? from
  if (url === undefined || (to !== undefined && from !== undefined)) {
    throw new TidegateError('BAD_INPUT', 'Say where to, or where from: tidegate jobs move --to postgres://… or --from postgres://…')
  }
  const labels = options.labels === undefined ? {} : { labels: parseTeamLabels(options.labels) }
  const report = await withApp(context, options, async (app) => {
    const team = await app.team.open({ url, concurrency: 1, ...labels })
    try {
      // Also where there is nothing to move: whoever asks wants to know that the team is there.
      await team.engine.connect()
      const deps = {
        store: app.storage.jobs,
        team: team.engine,
        destination: team.shown,
        clock: app.platform.clock,
        portable: app.team.portable,
        canTake: app.team.canTake,
      }
      return to === undefined ? await moveFromTeam(deps, team.labels) : await moveToTeam(deps)
    } finally {
      await team.engine.dispose()
    }
  })
  print(options.json, report, () => linesOf(report))
}

function linesOf({ moved, stayed }: MoveReport): string[] {
  const head = `${moved} ${moved === 1 ? 'job was' : 'jobs were'} moved${stayed.length === 0 ? '.' : `; ${stayed.length} stayed:`}`
  return [head, ...table(stayed.map(({ id, kind, reason }) => [id, kind, reason]))]
}

function concurrencyOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= 64) return value
  throw new TidegateError('BAD_INPUT', '--concurrency needs a whole number from 1 to 64.')
}
