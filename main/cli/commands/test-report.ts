import { existsSync, readFileSync } from 'node:fs'
import { TidegateError } from '#contracts/errors.ts'
import type { OpenedStorage } from '../../storage/index.ts'
import { systemClock } from '../../system-platform.ts'
import { artefactFile, type Report, toHtml, toJunit, toMarkdown } from '../../testing/report/index.ts'
import { kpisOf, outcomeOf } from '../../testing/results/index.ts'
import type { CliContext, CommonOptions } from '../context.ts'
import { print, table, when } from '../output.ts'
import { withResults } from './test-setting.ts'

export const FORMATS = ['junit', 'html', 'json', 'markdown'] as const
type Format = (typeof FORMATS)[number]

interface ReportOptions extends CommonOptions {
  readonly run?: string
  readonly format?: string
  readonly list?: boolean
}

const KPI_MS = 30 * 86_400_000
const MOST_LISTED = 50

/** `test report`: a run as it was, from what is kept of it. */
export async function testReport(context: CliContext, options: ReportOptions): Promise<void> {
  const format = formatOf(options)
  await withResults(context, options, async (results) => {
    if (options.list === true) {
      const runs = await results.list(MOST_LISTED)
      print(options.json, runs, () =>
        runs.length === 0
          ? ['No scenario was run yet: tidegate test run']
          : table([
              ['RUN', 'AT', 'APP', 'VERDICTS'],
              ...runs.map(({ id, startedAt, environment, planned }) => [id, when(startedAt), environment.app, String(planned)]),
            ]),
      )
      return
    }
    const id = options.run ?? (await results.newest())
    if (id === null) throw new TidegateError('NOT_FOUND', 'No scenario was run yet: tidegate test run')
    const report = await reportOf(results, id)
    process.stdout.write(exportAs(format, report))
  })
}

/** All that is to be said of a run. Rejects with NOT_FOUND. */
export async function reportOf(results: OpenedStorage['testResults'], id: string): Promise<Report> {
  const run = await results.get(id)
  if (run === null) throw new TidegateError('NOT_FOUND', `There is no run ${id}. See: tidegate test report --list`)
  const now = systemClock.now()
  const quarantined = await results.quarantined(now)
  return { run, outcome: outcomeOf(run, quarantined), kpis: kpisOf(await results.verdicts(now - KPI_MS), quarantined), quarantined }
}

/** A report as text. A picture that is gone is said to be gone. */
export function exportAs(format: Format, report: Report): string {
  switch (format) {
    case 'junit':
      return toJunit(report)
    case 'markdown':
      return toMarkdown(report)
    case 'json':
      return `${JSON.stringify(report)}\n`
    case 'html':
      return toHtml(report, (path) => {
        const file = artefactFile(report.run, path)
        return existsSync(file) ? readFileSync(file) : null
      })
  }
}

function formatOf({ format, json }: ReportOptions): Format {
  const wanted = format ?? (json === true ? 'json' : 'markdown')
  const found = FORMATS.find((one) => one === wanted)
  if (found === undefined) throw new TidegateError('BAD_INPUT', `“${wanted}” is no format. Use ${FORMATS.join(', ')}.`)
  return found
}
