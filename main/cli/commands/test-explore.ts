import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import { type Route, RouteSchema } from '#contracts/privacy.ts'
import { type Scenario, ScenarioSchema } from '#contracts/scenario.ts'
import type { App } from '../../app.ts'
import { openAgentTools } from '../../testing/drivers/agent-tools.ts'
import { agentHands, type Exploration, type ExploreBudget, type ExploringModel, explore, scenarioOf } from '../../testing/explore/index.ts'
import { lintScenario } from '../../testing/scenarios/index.ts'
import { type AppFiles, type AppUnderTest, openSession } from '../../testing/session/index.ts'
import { type CliContext, dataDirOf, withApp } from '../context.ts'
import { print } from '../output.ts'
import { askModel, refuseUnknownPrice, refuseWithoutModel, unguessable } from './test-model.ts'
import { amount, type FolderOptions, wholeNumber } from './test-setting.ts'

/** How long one action may take (ms). */
const ACTION_MS = 5_000

interface ExploreOptions extends FolderOptions {
  readonly name?: string
  readonly provider: readonly string[]
  readonly model?: string
  readonly steps?: string
  readonly maxCost?: string
  readonly minutes?: string
  readonly force?: boolean
  readonly unpriced?: boolean
}

/** `test explore`: a model tries the app on a throw-away data folder, within limits, and what led to the goal becomes a scenario. */
export async function testExplore(context: CliContext, goal: string, options: ExploreOptions): Promise<number> {
  if (goal.trim() === '') throw new TidegateError('BAD_INPUT', 'The goal is empty. Say in a sentence what the model should try to do.')
  const budget: ExploreBudget = {
    steps: wholeNumber('--steps', options.steps ?? '20', 100),
    costUsd: amount('--max-cost', options.maxCost ?? '0.10'),
    ms: wholeNumber('--minutes', options.minutes ?? '5', 60) * 60_000,
  }
  const route = routeOf(options.model)
  const { name, providers, file } = target(context, goal, options)
  const files = { root: fileURLToPath(new URL('..', `file://${context.resourcesDir}/`)), builtDir: context.builtDir, env: context.env }
  const enough = new AbortController()
  const end = (): void => enough.abort()
  process.once('SIGINT', end).once('SIGTERM', end)
  try {
    const found = await withApp(context, options, async (app) => {
      await refuseWithoutModel(app, goal, route)
      if (route !== 'local' && options.unpriced !== true) await refuseUnknownPrice(app)
      const model: ExploringModel = { ask: (prompt, mostUsd, signal) => askModel(app, { prompt, route, mostUsd }, signal) }
      return onApp(files, providers, (underTest) => tryOut(underTest, goal, budget, model, app, enough.signal))
    })
    const scenario = scenarioOf(name, goal, found)
    if (scenario !== null) write(file, { ...scenario, providers })
    const brittle = scenario === null ? [] : lintScenario(scenario)
    print(options.json, { ...found, file: scenario === null ? null : file, brittle }, () => [
      `${ENDS[found.end]}${found.because === '' ? '' : `: ${found.because}`}. ${found.steps.length} steps, $${found.costUsd.toFixed(4)}.`,
      ...(found.end === 'done' && scenario === null ? ['It took no step, so there is no scenario to write.'] : []),
      ...(scenario === null ? [] : [`${file}. Run it with: tidegate test run ${name}`]),
      ...brittle.map(({ step, message }) => `  step ${step}: ${message}`),
    ])
    return found.end === 'done' && scenario !== null ? EXIT.ok : EXIT.failure
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end)
  }
}

const ENDS: Readonly<Record<Exploration['end'], string>> = {
  done: 'The goal is reached',
  'gave-up': 'The model gave up',
  'out-of-steps': 'The steps are used up',
  'out-of-money': 'Another answer could cost more than is left',
  'out-of-time': 'The time is over',
  'left-the-app': 'A page is not the app’s any more',
  'no-screen': 'The screen could not be read',
  cancelled: 'Stopped',
}

async function onApp<T>(files: AppFiles, providers: Scenario['providers'], work: (app: AppUnderTest) => Promise<T>): Promise<T> {
  const session = await openSession('headless', files, { confined: true })
  try {
    process.stderr.write(`headless runs on ${session.ranOn}\n`)
    const app = await session.open({ providers })
    return await work(app).finally(() => app.close())
  } finally {
    await session.dispose()
  }
}

async function tryOut(
  underTest: AppUnderTest,
  goal: string,
  budget: ExploreBudget,
  model: ExploringModel,
  { platform }: Pick<App, 'platform'>,
  signal: AbortSignal,
): Promise<Exploration> {
  const tools = await openAgentTools({ by: 'context', context: underTest.context }, { actionMs: ACTION_MS })
  try {
    const hands = agentHands(tools, underTest.context, new URL(underTest.page.url()).origin)
    const onTold = (words: string): void => void process.stderr.write(`  ${words}\n`)
    return await explore(goal, budget, { hands, model, now: platform.clock.monotonic, mark: unguessable, onTold }, signal)
  } finally {
    await tools.dispose()
  }
}

function routeOf(wanted: string | undefined): Route | undefined {
  const parsed = RouteSchema.optional().safeParse(wanted)
  if (!parsed.success) throw new TidegateError('BAD_INPUT', '--model is local, hosted or hybrid.')
  return parsed.data
}

/** Where the scenario goes, checked before anything is asked or paid for. */
function target(context: CliContext, goal: string, options: ExploreOptions) {
  const { shape } = ScenarioSchema
  const name = shape.name.safeParse(options.name ?? nameOf(goal))
  if (!name.success)
    throw new TidegateError('BAD_INPUT', 'Give the scenario a name of small letters, digits and hyphens: --name draft-is-cited')
  const providers = shape.providers.safeParse(options.provider)
  if (!providers.success) throw new TidegateError('BAD_INPUT', '--provider is local or hosted.')
  const folder = options.folder === undefined ? join(dataDirOf(options, context.env), 'scenarios') : resolve(options.folder)
  const file = join(folder, `${name.data}.yaml`)
  if (existsSync(file) && options.force !== true) {
    throw new TidegateError('CONFLICT', `${file} is there already. Choose another name with --name, or replace it with --force.`)
  }
  return { name: name.data, providers: providers.data, file }
}

function nameOf(goal: string): string {
  return (goal.toLowerCase().match(/[a-z0-9]+/g) ?? []).slice(0, 6).join('-')
}

function write(file: string, scenario: Scenario): void {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, stringify(scenario))
}
