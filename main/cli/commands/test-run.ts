import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import type { TestResult } from '#contracts/test-run.ts'
import { RUNNERS, type RunnerName, RunnerNameSchema } from '#contracts/verdict.ts'
import { createIds, systemClock } from '../../system-platform.ts'
import { caseName, complaintsOf, disagreementInWords, type Report, STATUS_WORDS, seconds } from '../../testing/report/index.ts'
import { appVersion } from '../../testing/results/index.ts'
import type { ScenarioProblem } from '../../testing/scenarios/index.ts'
import { openSession } from '../../testing/session/index.ts'
import { chooseScenarios, findScenarios, plannedVerdicts, runSuite } from '../../testing/suite/index.ts'
import { type CliContext, dataDirOf } from '../context.ts'
import { print } from '../output.ts'
import { pictureWorkersOf } from './picture-workers.ts'
import { exportAs, FORMATS, reportOf } from './test-report.ts'
import { baselinesOf, type FolderOptions, scenarioFolders, withResults } from './test-setting.ts'

const MOST_WORKERS = 8

interface RunOptions extends FolderOptions {
  readonly runner?: string
  readonly tag: readonly string[]
  readonly out?: string
  readonly repeat?: string
  readonly workers?: string
}

/** `test run`: carries scenarios out, keeps every verdict as it is reached, and writes all exports. */
export async function testRun(context: CliContext, names: readonly string[], options: RunOptions): Promise<number> {
  const runners = runnersOf(options.runner ?? 'headless')
  const repeat = wholeNumber('--repeat', options.repeat ?? '1', 100)
  const workers = wholeNumber('--workers', options.workers ?? String(defaultWorkers()), MOST_WORKERS)
  const folders = scenarioFolders(context, options)
  if (folders.length === 0) {
    const place = join(dataDirOf(options, context.env), 'scenarios')
    throw new TidegateError('BAD_INPUT', `There are no scenarios. Put some into ${place}, or name their folder with --folder.`)
  }
  const { scenarios: all, problems } = findScenarios(folders)
  for (const problem of problems) process.stderr.write(`${problemLine(problem)}\n`)
  const scenarios = chooseScenarios(all, { names, tags: options.tag })
  if (scenarios.length === 0) throw new TidegateError('BAD_INPUT', `There is no scenario in ${folders.join(' or ')}.`)
  // Who names some asks about those; who runs all wants to know of every file.
  const unread = names.length === 0 && options.tag.length === 0 ? problems : []

  const id = createIds(systemClock).next('run')
  const folder = resolve(options.out ?? join(dataDirOf(options, context.env), 'test-runs', id))
  mkdirSync(folder, { recursive: true })
  const interrupted = new AbortController()
  const interrupt = (): void => {
    process.stderr.write('Stopping after this scenario; what was reached is kept.\n')
    interrupted.abort()
  }
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const plan = { scenarios, runners, repeat, workers }
  const pictures = pictureWorkersOf(context)
  const report = await withResults(context, options, async (results) => {
    await results.begin({
      id,
      startedAt: systemClock.now(),
      environment: {
        app: appVersion(context.version, context.builtDir, context.rendererDir),
        node: process.versions.node,
        platform: `${process.platform} ${process.arch}`,
      },
      planned: plannedVerdicts(plan),
      folder,
    })
    const files = { root: fileURLToPath(new URL('..', `file://${context.resourcesDir}/`)), builtDir: context.builtDir, env: context.env }
    await runSuite(plan, {
      openSession: async (host) => {
        const session = await openSession(host, files)
        process.stderr.write(`${host} runs on ${session.ranOn}\n`)
        return session
      },
      baselinesOf: (of, host) => baselinesOf(context, options, of, host),
      compare: pictures.compare,
      folder,
      now: systemClock.now,
      signal: interrupted.signal,
      async onResult(result) {
        process.stderr.write(`${progress(result)}\n`)
        await results.add(id, result)
      },
    })
    return reportOf(results, id)
  }).finally(async () => {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
    await pictures.dispose()
  })

  const reports = Object.fromEntries(FORMATS.map((format) => [format, write(folder, report, format)]))
  print(options.json, { ...report, unread, reports }, () => [
    report.outcome.words,
    ...report.outcome.disagreements.map((one) => `The runners disagree on ${disagreementInWords(one)}.`),
    ...(unread.length === 0 ? [] : ['Not every scenario could be read; see above, or: tidegate test lint']),
    `Run ${id}: ${reports.html}`,
  ])
  return report.outcome.ok && unread.length === 0 ? EXIT.ok : EXIT.failure
}

export function problemLine({ file, line, column, message }: ScenarioProblem): string {
  return `${file}:${line}:${column}: ${message}`
}

const FILE_NAMES = { junit: 'junit.xml', html: 'report.html', json: 'report.json', markdown: 'summary.md' } as const

function write(folder: string, report: Report, format: (typeof FORMATS)[number]): string {
  const file = join(folder, FILE_NAMES[format])
  writeFileSync(file, exportAs(format, report))
  return file
}

function progress(result: TestResult): string {
  const { status, runner, ms } = result.verdict
  const complaints = complaintsOf(result).map((complaint) => `    ${complaint}`)
  return [`${STATUS_WORDS[status].padEnd(12)} ${runner.padEnd(8)} ${caseName(result)}  ${seconds(ms)}`, ...complaints].join('\n')
}

function runnersOf(wanted: string): RunnerName[] {
  if (wanted === 'all') return [...RUNNERS]
  const parsed = RunnerNameSchema.safeParse(wanted)
  if (!parsed.success) throw new TidegateError('BAD_INPUT', `“${wanted}” is no runner. Use ${RUNNERS.join(', ')} or all.`)
  return [parsed.data]
}

function wholeNumber(option: string, wanted: string, most: number): number {
  const value = Number(wanted)
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new TidegateError('BAD_INPUT', `${option} needs a whole number from 1 to ${most}.`)
  return value
}

/** An app under test and what draws it take about two processors. */
function defaultWorkers(): number {
  return Math.max(1, Math.min(MOST_WORKERS, Math.floor(availableParallelism() / 2)))
}
