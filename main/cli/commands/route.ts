import { basename, join } from 'node:path'
import { z } from 'zod'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import { RouteSchema } from '#contracts/privacy.ts'
import { type ResourceSnapshot, ResourceSnapshotSchema } from '#contracts/resources.ts'
import { HYBRID_STRATEGIES, HybridStrategySchema, type RouteOptions, type RoutingDecision, type Scenario } from '#contracts/routing.ts'
import { PREFERENCES, PreferenceSchema } from '#contracts/routing-rules.ts'
import { createClassifier, loadLexicons } from '../../privacy/index.ts'
import { decideScenario, estimateDifficulty, explain, loadDifficulty, parseScenarios } from '../../routing/index.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { parseJsonLine, readJson, readLines, readText } from '../input.ts'
import { print } from '../output.ts'

export interface RouteCommandOptions extends CommonOptions {
  readonly prompt?: string
  readonly promptFile?: string
  readonly source?: readonly string[]
  readonly route?: string
  readonly label?: string
  readonly localOnly?: boolean
  readonly maxCostUsd?: string
  readonly maxLatencyMs?: string
  readonly prefer?: string
  readonly strategy?: string
  readonly conversation?: string
  readonly scenario?: string
  readonly resources?: string
  readonly jsonl?: string
}

/** `route`: what the gate decides, for a prompt now, for a described machine (`--resources`), or for scenario rows. */
export async function route(context: CliContext, options: RouteCommandOptions): Promise<number> {
  if (options.jsonl !== undefined || options.scenario !== undefined) return routeScenarios(context, options)
  const prompt = await promptOf(options)
  const routing = routeOptions(options)
  const snapshot = options.resources === undefined ? null : await readSnapshot(options.resources)
  const decision = await withApp(context, options, async (app) => {
    const sources = await Promise.all((options.source ?? []).map(readSource))
    if (snapshot === null) return app.generations.preview({ prompt, sources, options: routing })
    return scenarioGate(context)({
      id: 'now',
      prompt,
      sources,
      options: routing,
      resources: snapshot,
      providers: await app.providers.states({ canExtract: sources.length > 0 }),
    })
  })
  print(options.json, decision, () => explain(decision))
  return exitOf(decision)
}

async function routeScenarios(context: CliContext, options: RouteCommandOptions): Promise<number> {
  const file = options.jsonl ?? options.scenario ?? ''
  const rows = parseScenarios(await readText(file))
  const decideRow = scenarioGate(context)
  let exit: number = EXIT.ok
  for (const row of rows) {
    const decision = decideRow(row)
    if (options.jsonl !== undefined || rows.length > 1) process.stdout.write(`${JSON.stringify({ ...decision, id: row.id })}\n`)
    else {
      print(options.json, decision, () => explain(decision))
      exit = exitOf(decision)
    }
  }
  return exit
}

/** Decides described rows with a classifier that is loaded once. */
function scenarioGate(context: CliContext): (row: Scenario) => RoutingDecision {
  const classifier = createClassifier(loadLexicons(join(context.resourcesDir, 'lexicons')))
  const { estimator } = loadDifficulty(join(context.resourcesDir, 'difficulty'))
  return (row) => decideScenario(row, (text) => classifier.scan(text), undefined, estimator)
}

/** `route difficulty --jsonl FILE`: `{id, score}` for each `{id, prompt}`; a higher score asks for the stronger model. */
export async function difficulty(context: CliContext, options: { jsonl: string }): Promise<void> {
  const { estimator, problem } = loadDifficulty(join(context.resourcesDir, 'difficulty'))
  if (problem !== null) process.stderr.write(`${problem}\n`)
  const Row = z.object({ id: z.union([z.string(), z.number()]), prompt: z.string() })
  let number = 0
  for await (const line of readLines(options.jsonl)) {
    number += 1
    if (line.trim() === '') continue
    const row = Row.safeParse(parseJsonLine(line, number))
    if (!row.success) throw new TidegateError('BAD_INPUT', `Line ${number} needs an "id" and a "prompt".`)
    process.stdout.write(`${JSON.stringify({ id: row.data.id, score: estimateDifficulty(row.data.prompt, 0, estimator).score })}\n`)
  }
}

/** The prompt of `--prompt` or `--prompt-file`; exactly one of them. Throws PROMPT_EMPTY, BAD_INPUT. */
export async function promptOf(options: { prompt?: string; promptFile?: string }): Promise<string> {
  if ((options.prompt === undefined) === (options.promptFile === undefined)) {
    throw new TidegateError('BAD_INPUT', 'Give the prompt either with --prompt or with --prompt-file.')
  }
  const prompt = options.prompt ?? (await readText(options.promptFile ?? ''))
  if (prompt.trim() === '') throw new TidegateError('PROMPT_EMPTY', 'The prompt is empty. Write what you want to have written.')
  return prompt
}

/** The routing options of a command line. Throws UNKNOWN_ROUTE, BAD_INPUT. */
export function routeOptions(
  options: Pick<
    RouteCommandOptions,
    'route' | 'label' | 'localOnly' | 'maxCostUsd' | 'maxLatencyMs' | 'prefer' | 'strategy' | 'conversation'
  >,
): RouteOptions {
  const pinned = options.route === undefined || options.route === 'auto' ? undefined : RouteSchema.safeParse(options.route)
  if (pinned !== undefined && !pinned.success) {
    throw new TidegateError('UNKNOWN_ROUTE', `"${options.route}" is not a route. Use auto, local, hosted or hybrid.`)
  }
  const label =
    options.label === undefined ? undefined : z.enum(['public', 'internal', 'confidential', 'restricted']).safeParse(options.label)
  if (label !== undefined && !label.success) {
    throw new TidegateError('BAD_INPUT', `"${options.label}" is not a label. Use public, internal, confidential or restricted.`)
  }
  const cost = options.maxCostUsd === undefined ? undefined : Number(options.maxCostUsd)
  if (cost !== undefined && !(cost >= 0)) throw new TidegateError('BAD_INPUT', '--max-cost-usd needs a number of US dollars, 0 or more.')
  const latency = options.maxLatencyMs === undefined ? undefined : Number(options.maxLatencyMs)
  if (latency !== undefined && !(latency > 0))
    throw new TidegateError('BAD_INPUT', '--max-latency-ms needs a number of milliseconds above 0.')
  const strategy = options.strategy === undefined ? undefined : HybridStrategySchema.safeParse(options.strategy)
  if (strategy !== undefined && !strategy.success) {
    throw new TidegateError(
      'BAD_INPUT',
      `"${options.strategy}" is no way to execute the hybrid route. Use ${HYBRID_STRATEGIES.join(', ')}.`,
    )
  }
  const prefer = options.prefer === undefined ? undefined : PreferenceSchema.safeParse(options.prefer)
  if (prefer !== undefined && !prefer.success) {
    throw new TidegateError('BAD_INPUT', `"${options.prefer}" is no preference. Use ${PREFERENCES.join(', ')}.`)
  }
  const { conversation } = options
  if (conversation !== undefined && (conversation === '' || conversation.length > 64)) {
    throw new TidegateError('BAD_INPUT', '--conversation needs a name of at most 64 characters.')
  }
  return {
    ...(latency === undefined ? {} : { maxLatencyMs: latency }),
    ...(prefer === undefined ? {} : { prefer: prefer.data }),
    ...(strategy === undefined ? {} : { strategy: strategy.data }),
    ...(conversation === undefined ? {} : { conversation }),
    ...(pinned === undefined ? {} : { route: pinned.data }),
    ...(label === undefined ? {} : { label: label.data }),
    ...(options.localOnly === true ? { privacyMode: 'local-only' as const } : {}),
    ...(cost === undefined ? {} : { maxCostUsd: cost }),
  }
}

async function readSource(path: string): Promise<{ name: string; text: string }> {
  return { name: basename(path), text: await readText(path) }
}

async function readSnapshot(path: string): Promise<ResourceSnapshot> {
  const parsed = ResourceSnapshotSchema.safeParse(await readJson(path))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new TidegateError('BAD_INPUT', `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a resource snapshot'}.`)
}

function exitOf(decision: RoutingDecision): number {
  if (decision.status === 'blocked') return EXIT.blocked
  return decision.status === 'deferred' ? EXIT.deferred : EXIT.ok
}
