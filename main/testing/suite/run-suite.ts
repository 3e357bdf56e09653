import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scenario } from '#contracts/scenario.ts'
import type { Artefact, TestResult } from '#contracts/test-run.ts'
import type { Checked, RunnerName, Verdict } from '#contracts/verdict.ts'
import type { BaselineStore } from '../baselines/index.ts'
import { type DriverKind, driverKind } from '../drivers/index.ts'
import type { Judge } from '../judge/index.ts'
import { runScenario } from '../runner/index.ts'
import { type ScenarioRun, withData } from '../scenarios/index.ts'
import type { AppUnderTest, SessionHost, SessionOptions, TestSession } from '../session/types.ts'
import type { ComparePictures } from '../visual/index.ts'
import type { FoundScenario } from './find-scenarios.ts'
import { keepPictures } from './keep-pictures.ts'
import { startTrace, type TraceUnderWay } from './keep-trace.ts'

export interface SuitePlan {
  readonly scenarios: readonly FoundScenario[]
  readonly runners: readonly RunnerName[]
  /** How often each is run. An attempt never replaces another. */
  readonly repeat: number
  /** Whether what fails is carried out once more, to learn whether it always does. It stays failed. */
  readonly rerun?: boolean
  /** How many are run at a time, each on an app of its own. */
  readonly workers: number
}

export interface SuiteDeps {
  readonly openSession: (host: SessionHost, options: Pick<SessionOptions, 'attachable'>) => Promise<TestSession>
  /** Approved pictures of scenarios of a folder, by what draws them: a window is drawn otherwise than a page. */
  readonly baselinesOf: (folder: string, host: SessionHost) => BaselineStore
  readonly compare: ComparePictures
  /** Where artefacts go. */
  readonly folder: string
  readonly now: () => number
  /** Scores drafts of scenarios that want it. */
  readonly judge?: Pick<Judge, 'score'>
  /** Each verdict as soon as it is reached. */
  readonly onResult: (result: TestResult) => Promise<void> | void
  /** Once it is aborted no further scenario is begun, and the apps that are open are closed. */
  readonly signal: AbortSignal
  /** Verdicts that there are already: a run that was cut off goes on where it was. Default: none. */
  readonly isReached?: (verdict: PlannedVerdict) => boolean
}

/** A verdict that is to be, as it is told from others. */
export interface PlannedVerdict {
  readonly runner: RunnerName
  readonly scenario: string
  readonly row: number | null
  readonly attempt: number
  readonly edition: string
}

interface Turn {
  readonly found: FoundScenario
  readonly run: ScenarioRun
  readonly attempt: number
}

/** How many verdicts a plan comes to. */
export function plannedVerdicts(plan: SuitePlan): number {
  return turnsOf(plan).length * plan.runners.length
}

/** Runs every scenario by every runner, runner after runner, each on an app of its own. Rejects when a host cannot be opened at all. */
export async function runSuite(plan: SuitePlan, deps: SuiteDeps): Promise<TestResult[]> {
  const results: TestResult[] = []
  const sessions = new Map<string, Promise<TestSession>>()
  const sessionOf = ({ host, attaches }: DriverKind): Promise<TestSession> => {
    const key = attaches ? `${host}, attachable` : host
    const session = sessions.get(key) ?? deps.openSession(host, { attachable: attaches })
    sessions.set(key, session)
    return session
  }
  const reach = async (result: TestResult): Promise<void> => {
    results.push(result)
    await deps.onResult(result)
  }
  for (const host of new Set(plan.runners.map((runner) => driverKind(runner).host))) {
    for (const folder of new Set(plan.scenarios.map(({ folder }) => folder))) deps.baselinesOf(folder, host).settle()
  }
  try {
    for (const runner of plan.runners) {
      const turns = turnsOf(plan).filter((turn) => deps.isReached?.(plannedOf(runner, turn)) !== true)
      if (turns.length === 0 || deps.signal.aborted) continue
      const session = await sessionOf(driverKind(runner))
      // All of them take from one list.
      const waiting = turns.values()
      const work = async (): Promise<void> => {
        for (const turn of waiting) {
          if (deps.signal.aborted) return
          const result = await runOne(runner, session, turn, deps)
          // What was interrupted half-way says nothing of the app.
          if (deps.signal.aborted) return
          await reach(result)
          if (plan.rerun !== true || result.verdict.status !== 'failed') continue
          const second = await runOne(runner, session, { ...turn, attempt: turn.attempt + plan.repeat }, deps)
          if (deps.signal.aborted) return
          await reach({ ...second, verdict: { ...second.verdict, again: true } })
        }
      }
      const ended = await Promise.allSettled(Array.from({ length: plan.workers }, work))
      const broken = ended.find((outcome) => outcome.status === 'rejected')
      if (broken !== undefined) throw broken.reason
    }
    return results
  } finally {
    await Promise.allSettled([...sessions.values()].map(async (session) => (await session).dispose()))
  }
}

function turnsOf({ scenarios, repeat }: SuitePlan): Turn[] {
  const attempts = Array.from({ length: repeat }, (_, index) => index + 1)
  return attempts.flatMap((attempt) => scenarios.flatMap((found) => withData(found.scenario).map((run) => ({ found, run, attempt }))))
}

function plannedOf(runner: RunnerName, { found, run, attempt }: Turn): PlannedVerdict {
  return { runner, scenario: run.scenario.name, row: run.row, attempt, edition: editionOf(found.scenario) }
}

async function runOne(runner: RunnerName, session: TestSession, { found, run, attempt }: Turn, deps: SuiteDeps): Promise<TestResult> {
  const place = [runner, run.scenario.name, run.row, attempt].filter((part) => part !== null).join('-')
  const folder = join(deps.folder, place)
  const kept = keepPictures(deps.baselinesOf(found.folder, session.host), folder)
  const startedAt = deps.now()
  const opened = await open(runner, session, run).catch((error: unknown) => notStarted(runner, run, error, startedAt, deps.now()))
  const about = { attempt, edition: editionOf(found.scenario), ranOn: session.ranOn }
  if (!('app' in opened)) return { verdict: opened, ...about, artefacts: [] }
  const { app, driver, trace } = opened
  let closing: Promise<void> | null = null
  const close = (): Promise<void> => (closing ??= opened.close())
  // That it could not be closed is told where it is closed for good, below.
  const abandon = (): void => void close().catch(() => undefined)
  deps.signal.addEventListener('abort', abandon, { once: true })
  if (deps.signal.aborted) abandon()
  try {
    const verdict = withPageProblems(
      await runScenario(run, {
        driver,
        world: app.world,
        baselines: kept.baselines,
        compare: deps.compare,
        now: deps.now,
        signal: deps.signal,
        ...(deps.judge === undefined ? {} : { judge: deps.judge }),
      }),
      app,
    )
    const evidence = verdict.status === 'failed' && !deps.signal.aborted ? await keepEvidence(app, trace, folder) : []
    if (verdict.status !== 'failed') await trace?.drop()
    const artefacts = [...evidence, ...kept.artefacts()].map((artefact) => ({ ...artefact, path: join(place, artefact.path) }))
    return { verdict, ...about, artefacts }
  } finally {
    deps.signal.removeEventListener('abort', abandon)
    await close()
  }
}

function editionOf(scenario: Scenario): string {
  return createHash('sha256').update(JSON.stringify(scenario)).digest('hex').slice(0, 8)
}

/** The app with a driver on it, or neither. */
async function open(runner: RunnerName, session: TestSession, { scenario }: ScenarioRun) {
  const app = await session.open(scenario)
  try {
    // What an agent does is recorded by its own tools or not at all.
    const trace = runner.startsWith('mcp') ? null : await startTrace(app)
    const { driver, dispose } = await driverKind(runner).open(app)
    return { app, driver, trace, close: () => dispose().finally(() => app.close()) }
  } catch (error) {
    await app.close()
    throw error
  }
}

/** A page that reports an error fails the scenario, whatever was seen of it. */
function withPageProblems(verdict: Verdict, app: AppUnderTest): Verdict {
  const problems = app.problems()
  if (problems.length === 0) return verdict
  const why = problems.map((problem) => problem.split('\n')[0] ?? '').join(' ')
  return { ...verdict, status: 'failed', expectations: [...verdict.expectations, failure('the page reports no error', why, 0)] }
}

function notStarted(runner: RunnerName, { scenario, row }: ScenarioRun, error: unknown, startedAt: number, now: number): Verdict {
  const why = error instanceof Error ? error.message : String(error)
  const ms = now - startedAt
  return {
    scenario: scenario.name,
    title: scenario.title,
    row,
    runner,
    status: 'failed',
    steps: [failure('open the app', why, ms)],
    expectations: [],
    startedAt,
    ms,
  }
}

function failure(words: string, why: string, ms: number): Checked {
  return { words, status: 'failed', why, ms, visual: null }
}

/** What a person looks at first when something failed. A page that hangs has no picture; the log must do. */
async function keepEvidence(app: AppUnderTest, trace: TraceUnderWay | null, folder: string): Promise<Artefact[]> {
  mkdirSync(folder, { recursive: true })
  const png = await app.page.screenshot({ timeout: 3_000 }).catch(() => null)
  if (png !== null) writeFileSync(join(folder, 'screen.png'), png)
  const traced = await trace?.keep(folder)
  const noTrace = traced !== undefined && 'why' in traced ? `No trace was kept. ${traced.why}\n` : ''
  writeFileSync(join(folder, 'app.log'), `${app.log()}\n${noTrace}`)
  return [
    ...(png === null ? [] : [{ kind: 'screen', name: '', path: 'screen.png' } as const]),
    { kind: 'log', name: '', path: 'app.log' },
    ...(traced !== undefined && 'artefact' in traced ? [traced.artefact] : []),
  ]
}
