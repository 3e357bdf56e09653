import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import { MOST_REPEATS, MOST_WORKERS } from '#contracts/test-plan.ts'
import type { TestResult } from '#contracts/test-run.ts'
import { RUNNERS, type RunnerName, RunnerNameSchema, USUAL_RUNNERS } from '#contracts/verdict.ts'
import { newOwner } from '../../coordinator/index.ts'
import { createIds, systemClock } from '../../system-platform.ts'
import { caseName, complaintsOf, disagreementInWords, type Report, STATUS_WORDS, seconds } from '../../testing/report/index.ts'
import { appVersion, claimRun, reachedIn, runToContinue } from '../../testing/results/index.ts'
import type { ScenarioProblem } from '../../testing/scenarios/index.ts'
import { openSession } from '../../testing/session/index.ts'
import { chooseScenarios, findScenarios, plannedVerdicts, runSuite } from '../../testing/suite/index.ts'
import { type CliContext, dataDirOf } from '../context.ts'
import { print } from '../output.ts'
import { pictureWorkersOf } from './picture-workers.ts'
import { type Attached, attach } from './test-attached.ts'
import { openJudge } from './test-judge.ts'
import { exportAs, FORMATS, reportOf } from './test-report.ts'
import { baselinesOf, type FolderOptions, scenarioFolders, wholeNumber, withResults } from './test-setting.ts'

interface RunOptions extends FolderOptions {
  readonly runner?: string
  readonly tag: readonly string[]
  readonly out?: string
  readonly repeat?: string
  readonly rerun?: boolean
  readonly workers?: string
  readonly continue?: string
  readonly attached?: boolean
}

/** `test run`: carries scenarios out, keeps every verdict as it is reached, and writes all exports. */
export async function testRun(context: CliContext, names: readonly string[], options: RunOptions): Promise<number> {
  const interrupted = new AbortController()
  const interrupt = (): void => {
    if (!interrupted.signal.aborted) process.stderr.write('Stopping; what was reached is kept.\n')
    interrupted.abort()
  }
  const attached = options.attached === true ? attach(process.stdin, process.stdout, interrupt) : null
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  try {
    return await carryOut(context, names, options, { attached, signal: interrupted.signal })
  } catch (error) {
    if (error instanceof TidegateError) attached?.say({ type: 'failed', error: error.toValue() })
    throw error
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
    attached?.release()
  }
}

async function carryOut(
  context: CliContext,
  names: readonly string[],
  options: RunOptions,
  { attached, signal }: { readonly attached: Attached | null; readonly signal: AbortSignal },
): Promise<number> {
  if (options.continue !== undefined && !/^[\w-]{1,80}$/.test(options.continue))
    throw new TidegateError('BAD_INPUT', `“${options.continue}” is no id of a run. See: tidegate test report --list`)
  const runners = runnersOf(options.runner ?? 'headless')
  const repeat = wholeNumber('--repeat', options.repeat ?? '1', MOST_REPEATS)
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

  const plan = { scenarios, runners, repeat, workers, rerun: options.rerun === true }
  const pictures = pictureWorkersOf(context)
  const report = await withResults(context, options, async (results) => {
    const app = appVersion(context.version, context.builtDir, context.rendererDir)
    const { id, earlier } =
      options.continue === undefined
        ? { id: createIds(systemClock).next('run'), earlier: null }
        : await runToContinue(results, options.continue, app)
    const folder = earlier?.folder ?? resolve(options.out ?? join(dataDirOf(options, context.env), 'test-runs', id))
    mkdirSync(folder, { recursive: true })
    using _claim = claimRun(folder, newOwner())
    const planned = earlier?.planned ?? plannedVerdicts(plan)
    if (earlier === null) {
      const environment = { app, node: process.versions.node, platform: `${process.platform} ${process.arch}` }
      await results.begin({ id, startedAt: systemClock.now(), environment, planned, folder })
    }
    attached?.say({ type: 'begun', run: id, planned, reached: earlier?.results.length ?? 0 })
    const files = { root: fileURLToPath(new URL('..', `file://${context.resourcesDir}/`)), builtDir: context.builtDir, env: context.env }
    await using judging = await openJudge(
      context,
      options,
      results,
      scenarios.map(({ scenario }) => scenario),
    )
    await runSuite(plan, {
      openSession: async (host, asked) => {
        const session = await openSession(host, files, asked)
        process.stderr.write(`${host} runs on ${session.ranOn}\n`)
        return session
      },
      baselinesOf: (of, host) => baselinesOf(context, options, of, host),
      compare: pictures.compare,
      folder,
      now: systemClock.now,
      signal,
      ...(judging.judge === null ? {} : { judge: judging.judge }),
      ...(earlier === null ? {} : { isReached: reachedIn(earlier) }),
      async onResult(result) {
        process.stderr.write(`${progress(result)}\n`)
        await results.add(id, result)
        attached?.verdict(result)
      },
    })
    return reportOf(results, id)
  }).finally(async () => {
    await pictures.dispose()
  })

  const { run, outcome } = report
  const reports = Object.fromEntries(FORMATS.map((format) => [format, write(run.folder, report, format)]))
  if (attached === null) {
    print(options.json, { ...report, unread, reports }, () => [
      outcome.words,
      ...outcome.disagreements.map((one) => `The runners disagree on ${disagreementInWords(one)}.`),
      ...(unread.length === 0 ? [] : ['Not every scenario could be read; see above, or: tidegate test lint']),
      `Run ${run.id}: ${reports.html}`,
    ])
  } else if (!signal.aborted) attached.ended(outcome, unread.length)
  return outcome.ok && unread.length === 0 ? EXIT.ok : EXIT.failure
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
  if (wanted === 'all') return [...USUAL_RUNNERS]
  const parsed = wanted.split(',').map((name) => RunnerNameSchema.safeParse(name.trim()))
  return [...new Set(parsed.map((one) => one.data ?? refuse(wanted)))]
}

function refuse(wanted: string): never {
  throw new TidegateError('BAD_INPUT', `“${wanted}” is no runner. Use ${RUNNERS.join(', ')}, several with commas between them, or all.`)
}

/** An app under test and what draws it take about two processors. */
function defaultWorkers(): number {
  return Math.max(1, Math.min(MOST_WORKERS, Math.floor(availableParallelism() / 2)))
}
