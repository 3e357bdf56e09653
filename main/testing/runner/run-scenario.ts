import type { Scenario, ScenarioExpectation, ScenarioStep } from '#contracts/scenario.ts'
import type { Checked, Verdict, VerdictStatus } from '#contracts/verdict.ts'
import type { VisualDiff } from '#contracts/visual-diff.ts'
import type { BaselineStore } from '../baselines/index.ts'
import { type DraftToJudge, type Judge, judgeDraft } from '../judge/index.ts'
import type { ScenarioRun } from '../scenarios/index.ts'
import type { ComparePictures } from '../visual/index.ts'
import type { Driver } from './driver.ts'
import { expectationInWords, stepInWords } from './in-words.ts'
import type { World } from './world.ts'

export interface RunDeps {
  readonly driver: Driver
  readonly world: World
  readonly baselines: Pick<BaselineStore, 'read' | 'propose'>
  readonly compare: ComparePictures
  /** Scores drafts; absent where there is nobody who could. */
  readonly judge?: Pick<Judge, 'score'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Ends a question to a judge; steps are never interrupted. */
  readonly signal?: AbortSignal
}

/** How long a step waits for what it names (s), unless it says. */
const PATIENCE_S = 10
/** How often an expectation that does not hold yet is looked at again (ms), within its patience. */
const LOOK_AGAIN_MS = 100

interface Seen {
  readonly status: VerdictStatus
  readonly why: string
  readonly visual: VisualDiff | null
}

const NEVER = new AbortController().signal
const PASSED: Seen = { status: 'passed', why: '', visual: null }
const failed = (why: string): Seen => ({ status: 'failed', why, visual: null })

/**
 * Carries out a scenario and judges it. Steps go in order, and the first that cannot be done ends it; then every expectation is looked at, so that
 * the report names all that is wrong. An expectation may come true within its patience; nothing is done twice.
 */
export async function runScenario({ scenario, row }: ScenarioRun, deps: RunDeps): Promise<Verdict> {
  const startedAt = deps.now()
  const steps: Checked[] = []
  for (const step of scenario.steps) {
    const checked = await check(stepInWords(step), deps, () => carryOut(step, deps))
    steps.push(checked)
    if (checked.status === 'failed') break
  }
  const expectations: Checked[] = []
  if (steps.every(({ status }) => status !== 'failed')) {
    for (const expectation of scenario.expect) {
      expectations.push(await check(expectationInWords(expectation), deps, () => eventually(deps, () => look(expectation, scenario, deps))))
    }
    // A draft of a scenario that fails anyway is worth no question.
    if (worst(expectations) !== 'failed') expectations.push(...(await judged(scenario, deps)))
  }
  return {
    scenario: scenario.name,
    title: scenario.title,
    row,
    runner: deps.driver.name,
    status: worst([...steps, ...expectations]),
    steps,
    expectations,
    startedAt,
    ms: deps.now() - startedAt,
  }
}

async function judged({ judge: wish }: Scenario, { judge, world, signal, now }: RunDeps): Promise<Checked[]> {
  if (wish === undefined) return []
  const started = now()
  const lines = await judgeDraft(await finishedDraft(world, now), wish, judge ?? null, signal ?? NEVER)
  return lines.map((line) => ({ ...line, ms: now() - started, visual: null }))
}

/** A draft is judged when it stands, not while it is written. */
async function finishedDraft(world: World, now: () => number): Promise<DraftToJudge | null> {
  const until = now() + PATIENCE_S * 1_000
  for (;;) {
    const draft = await world.lastDraft()
    if (draft !== null || now() >= until) return draft
    await sleep(LOOK_AGAIN_MS)
  }
}

async function check(words: string, { now }: RunDeps, work: () => Promise<Seen>): Promise<Checked> {
  const started = now()
  try {
    const seen = await work()
    return { words, ...seen, ms: now() - started }
  } catch (error) {
    return { words, ...failed(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)), ms: now() - started }
  }
}

async function carryOut(step: ScenarioStep, { driver, world }: RunDeps): Promise<Seen> {
  if ('click' in step) await driver.click(step.click)
  else if ('fill' in step) await driver.fill(step.fill, step.fill.with)
  else if ('choose' in step) await driver.choose(step.choose, step.choose.option)
  else if ('press' in step) await driver.press(step.press)
  else if ('drop' in step) await driver.drop({ name: step.drop.file, text: step.drop.text }, step.drop.on ?? null)
  else if ('machine' in step) await world.setMachine(step.machine)
  else if ('provider' in step) await world.setProvider(step.provider)
  else await waitFor(step.wait, driver)
  return PASSED
}

async function waitFor(wait: Extract<ScenarioStep, { readonly wait: unknown }>['wait'], driver: Driver): Promise<void> {
  const seconds = wait.seconds ?? PATIENCE_S
  if (wait.text !== undefined) await driver.waitForText(wait.text, seconds)
  if (wait.gone !== undefined) await driver.waitUntilGone(wait.gone, seconds)
  if (wait.for !== undefined) await driver.waitForTarget(wait.for, seconds)
  if (wait.text === undefined && wait.gone === undefined && wait.for === undefined) await sleep(seconds * 1_000)
}

/** Looks until it holds or patience ends. A picture that differs is final: it was taken of a screen at rest. */
async function eventually({ now }: RunDeps, lookOnce: () => Promise<Seen>): Promise<Seen> {
  const until = now() + PATIENCE_S * 1_000
  for (;;) {
    const seen = await lookOnce()
    if (seen.status !== 'failed' || seen.visual !== null || now() >= until) return seen
    await sleep(LOOK_AGAIN_MS)
  }
}

async function look(expectation: ScenarioExpectation, scenario: Scenario, deps: RunDeps): Promise<Seen> {
  const { driver, world } = deps
  if ('text' in expectation) return (await driver.sees(expectation.text)) ? PASSED : failed('It is not seen.')
  if ('noText' in expectation) return (await driver.sees(expectation.noText)) ? failed('It is seen.') : PASSED
  if ('state' in expectation) return (await driver.isInState(expectation.state, expectation.state.is)) ? PASSED : failed('It is not.')
  if ('value' in expectation) {
    const value = await driver.fieldValue(expectation.value)
    if (value === expectation.value.is) return PASSED
    return failed(value === null ? 'There is no such field.' : `It holds ${value.length} other characters.`)
  }
  if ('route' in expectation || 'label' in expectation || 'decision' in expectation) return lookAtDecision(expectation, world)
  if ('egress' in expectation) {
    const other = (await world.egress()).map(({ destination }) => destination).filter((to) => !expectation.egress.includes(to))
    return other.length === 0 ? PASSED : failed(`Something left for ${[...new Set(other)].join(', ')}.`)
  }
  if ('notInEgress' in expectation) {
    const holds = (await world.egress()).some(({ payload }) => payload.includes(expectation.notInEgress))
    return holds ? failed('They are in something that left.') : PASSED
  }
  if ('jobs' in expectation) {
    const { failed: bad, succeeded } = await world.jobs()
    const { failed: most, succeededAtLeast: least } = expectation.jobs
    return (most === undefined || bad === most) && (least === undefined || succeeded >= least)
      ? PASSED
      : failed(`${bad} failed, ${succeeded} succeeded.`)
  }
  if ('accessible' in expectation) {
    const found = await driver.inaccessible()
    return found.length === 0 ? PASSED : failed(found.join(' '))
  }
  return lookAtPicture(expectation.looks, scenario, deps)
}

async function lookAtDecision(
  expectation: Extract<ScenarioExpectation, { readonly route: unknown } | { readonly label: unknown } | { readonly decision: unknown }>,
  world: World,
): Promise<Seen> {
  const decision = await world.lastDecision()
  if (decision === null) return failed('Nothing was decided.')
  const [is, wanted] =
    'route' in expectation
      ? [decision.route, expectation.route]
      : 'label' in expectation
        ? [decision.label, expectation.label]
        : [decision.status, expectation.decision]
  return is === wanted ? PASSED : failed(`It is ${is ?? 'none'}.`)
}

/** What differs is proposed as a baseline, for a person to decide on. A picture without a baseline waits for one. */
async function lookAtPicture(name: string, { masks }: Scenario, { driver, baselines, compare }: RunDeps): Promise<Seen> {
  const taken = await driver.picture(masks)
  const baseline = baselines.read(name)
  if (baseline === null) {
    baselines.propose(name, taken)
    return { status: 'needs-review', why: `There is no approved picture yet: tidegate test approve ${name}`, visual: null }
  }
  const visual = await compare(baseline, taken, { masks: [...baseline.masks, ...taken.masks] })
  if (visual.verdict === 'same') return { ...PASSED, visual }
  baselines.propose(name, taken)
  return { status: visual.verdict === 'changed' ? 'failed' : 'needs-review', why: visual.summary, visual }
}

function worst(all: readonly Checked[]): VerdictStatus {
  if (all.some(({ status }) => status === 'failed')) return 'failed'
  return all.some(({ status }) => status === 'needs-review') ? 'needs-review' : 'passed'
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
