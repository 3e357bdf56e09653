import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import { type Policy, PolicySchema } from '#contracts/privacy.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import { VERDICTS } from '#contracts/routing-learning.ts'
import { type WeightSet, WeightSetSchema } from '#contracts/routing-rules.ts'
import { createClassifier, loadLexicons } from '../../privacy/index.ts'
import { decideScenario, explain, parseScenarios, type RoutingSimulation, simulateRules } from '../../routing/index.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { readJson, readText } from '../input.ts'
import { print, table, when } from '../output.ts'
import { type ListOptions, limitOf } from './records.ts'

interface DraftOptions extends CommonOptions {
  readonly policy?: string
  readonly weights?: string
}

/** `route decisions`: what the gate decided, newest first. */
export async function decisions(context: CliContext, options: ListOptions): Promise<void> {
  const limit = limitOf(options)
  const found = await withApp(context, options, (app) => app.routing.history.list({ limit }))
  print(options.json, found, () =>
    found.length === 0
      ? ['Nothing has been decided yet. Start with: tidegate generate --prompt "…"']
      : table([
          ['ID', 'AT', 'LABEL', 'ROUTE', 'WHY'],
          ...found.map(({ id, at, label, route, status, summary }) => [id, when(at), label, route ?? status, summary]),
        ]),
  )
}

/** `route explain ID`: the whole of one decision, and what would have led elsewhere. */
export async function explainDecision(context: CliContext, id: string, options: CommonOptions): Promise<void> {
  const explained = await withApp(context, options, (app) => app.routing.history.explain(id))
  print(options.json, explained, () => [
    ...explain(explained.decision),
    ...(explained.comparison === null ? [] : [explained.comparison]),
    ...explained.counterfactuals.map(({ sentence }) => sentence),
  ])
}

/** `route replay ID [--policy FILE] [--weights FILE]`: the decision as other rules would have made it then. */
export async function replayDecision(context: CliContext, id: string, options: DraftOptions): Promise<void> {
  const draft = await draftOf(options)
  const result = await withApp(context, options, (app) => app.routing.history.replay(id, draft))
  print(options.json, result, () => [`Then: ${outcome(result.before)}`, `Now:  ${outcome(result.after)}`, '', ...explain(result.after)])
}

/** `route simulate`: what the decisions so far, or the rows of a scenario file, would become under draft rules. Applies nothing. */
export async function simulate(context: CliContext, options: DraftOptions & ListOptions & { readonly scenarios?: string }): Promise<void> {
  const draft = await draftOf(options)
  const limit = options.limit === undefined ? 500 : limitOf(options)
  const result =
    options.scenarios === undefined
      ? await withApp(context, options, (app) => app.routing.history.simulate(draft, limit))
      : await simulateScenarios(context, options.scenarios, draft)
  print(options.json, result, () => simulationReport(result))
}

async function simulateScenarios(
  context: CliContext,
  file: string,
  draft: { readonly policy?: Policy; readonly weights?: WeightSet },
): Promise<RoutingSimulation> {
  const classifier = createClassifier(loadLexicons(`${context.resourcesDir}/lexicons`))
  const decided = parseScenarios(await readText(file)).map((row) => decideScenario(row, (text) => classifier.scan(text)))
  const { DEFAULT_POLICY } = await import('#contracts/privacy.ts')
  return simulateRules(decided, { policy: PolicySchema.parse(DEFAULT_POLICY), ...draft })
}

function simulationReport({ considered, changed, before, after, changes }: RoutingSimulation): string[] {
  const line = (name: string, totals: RoutingSimulation['before']): string[] => [
    name,
    ...(['local', 'hosted', 'hybrid', 'none'] as const).map((route) => String(totals.routes[route])),
    `$${totals.costUsd.toFixed(4)}`,
    totals.latencyMs === null ? '–' : `${(totals.latencyMs / 1_000).toFixed(1)} s`,
    totals.success === null ? '–' : `${Math.round(totals.success * 100)} %`,
  ]
  return [
    `${changed} of ${considered} would run elsewhere. Nothing has been changed.`,
    ...table([['', 'LOCAL', 'HOSTED', 'HYBRID', 'NONE', 'COST', 'MEAN TIME', 'GOOD ENOUGH'], line('so far', before), line('draft', after)]),
    ...changes.map(({ label, from, to, count }) => `  ${count} × ${label}: ${from} → ${to}`),
  ]
}

/** `route feedback ID VERDICT`: what somebody made of a draft. */
export async function feedback(
  context: CliContext,
  id: string,
  verdict: string,
  options: CommonOptions & { readonly editedShare?: string },
): Promise<void> {
  const parsed = z.enum(VERDICTS).safeParse(verdict)
  if (!parsed.success) throw new TidegateError('BAD_INPUT', `"${verdict}" is not a verdict. Use ${VERDICTS.join(', ')}.`)
  const share = options.editedShare === undefined ? undefined : Number(options.editedShare)
  if (share !== undefined && !(share >= 0 && share <= 1)) throw new TidegateError('BAD_INPUT', '--edited-share needs a number from 0 to 1.')
  await withApp(context, options, (app) => app.routing.feedback.add(id, parsed.data, share))
  print(options.json, { recorded: true }, () => ['Recorded on this machine. "tidegate route train" learns from it.'])
}

/** `route train`: learns from the verdicts so far, if what they teach holds. */
export async function train(context: CliContext, options: CommonOptions): Promise<void> {
  const result = await withApp(context, options, (app) => app.routing.training.train())
  print(options.json, result, () => [result.detail])
}

export async function rollback(context: CliContext, version: string | undefined, options: CommonOptions): Promise<void> {
  const wanted = version === undefined ? undefined : Number(version)
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 0)) {
    throw new TidegateError('BAD_INPUT', 'A correction has a whole number; 0 is the estimator as shipped.')
  }
  const [before, calibration] = await withApp(context, options, async ({ routing: { training } }) => [
    await training.inUse(),
    await training.rollback(wanted),
  ])
  const inUse = calibration.version === 0 ? 'The estimator is as shipped' : `Correction ${calibration.version} is in use`
  const unchanged = before.version === calibration.version
  print(options.json, calibration, () => [
    unchanged ? `${inUse} already: there is nothing to roll back, and nothing was changed.` : `${inUse}.`,
  ])
}

export async function corrections(context: CliContext, options: CommonOptions): Promise<void> {
  const all = await withApp(context, options, (app) => app.routing.training.history())
  print(options.json, all, () =>
    all.length === 0
      ? ['Nothing has been learnt yet: the estimator is as shipped.']
      : table([
          ['VERSION', 'IN USE', 'LEARNT', 'DRAFTS', 'LOSS BEFORE', 'LOSS AFTER'],
          ...all.map(({ calibration, active, trainedAt, rows, lossBefore, lossAfter }) => [
            String(calibration.version),
            active ? 'yes' : '',
            when(trainedAt),
            String(rows),
            lossBefore.toFixed(3),
            lossAfter.toFixed(3),
          ]),
        ]),
  )
}

/** `route experiment start FILE | stop ID | list`. */
export async function startExperiment(context: CliContext, file: string, options: CommonOptions): Promise<void> {
  const given = await readJson(file)
  const experiment = await withApp(context, options, (app) => app.routing.experiments.start(given))
  print(options.json, experiment, () => [`"${experiment.id}" runs with ${experiment.arms.length} arms until it can tell.`])
}

export async function stopExperiment(context: CliContext, id: string, options: CommonOptions): Promise<void> {
  const experiment = await withApp(context, options, (app) => app.routing.experiments.stop(id))
  print(options.json, experiment, () => [`"${experiment.id}" has ended.`])
}

export async function listExperiments(context: CliContext, options: CommonOptions): Promise<void> {
  const reports = await withApp(context, options, (app) => app.routing.experiments.reports())
  print(options.json, reports, () =>
    reports.length === 0
      ? ['There are no experiments. Describe one in a file and start it: tidegate route experiment start FILE']
      : reports.flatMap(({ experiment, arms, sentence }) => [
          `${experiment.id} (${experiment.endedAt === null ? 'running' : (experiment.result ?? 'ended')}): ${sentence}`,
          ...arms.map(({ name, count, mean }) => `  ${name}: ${count} outcomes, mean ${mean === null ? '–' : mean.toFixed(3)}`),
        ]),
  )
}

/** `route changes`: every change of what decides, newest first. */
export async function listChanges(context: CliContext, options: ListOptions): Promise<void> {
  const limit = limitOf(options)
  const all = await withApp(context, options, async (app) => {
    // The settings may have been changed by a command, or in their file.
    await app.routing.changes.follow()
    return app.routing.changes.list(limit)
  })
  print(options.json, all, () =>
    all.length === 0
      ? ['Nothing that decides has been changed.']
      : all.flatMap(({ seq, at, what, before, after, note }) => [
          `${seq}  ${when(at)}  ${what}${note === '' ? '' : `  ${note}`}`,
          `  - ${before}`,
          `  + ${after}`,
        ]),
  )
}

export async function revertChange(context: CliContext, seq: string, options: CommonOptions): Promise<void> {
  const number = Number(seq)
  if (!Number.isInteger(number) || number < 1) throw new TidegateError('BAD_INPUT', 'A change has a whole number from 1 on.')
  const change = await withApp(context, options, async (app) => {
    await app.routing.changes.follow()
    return app.routing.changes.revert(number)
  })
  print(options.json, change, () => [`Change ${number} is taken back.`])
}

/** `route performance`: how the models did here. */
export async function listPerformance(context: CliContext, options: CommonOptions): Promise<void> {
  const all = await withApp(context, options, (app) => app.routing.performance.all())
  print(options.json, all, () =>
    all.length === 0
      ? ['Nothing has been measured yet. Measure the local models: tidegate route calibrate']
      : table([
          ['PROVIDER', 'MODEL', 'CONTEXT', 'ATTEMPTS', 'FAILED', 'FIRST TOKEN', 'TOKENS/S'],
          ...all.map(({ provider, model, bucket, attempts, failures, firstTokens, logFirstToken, rates, logRate }) => [
            provider,
            model,
            ['≤ 1k', '≤ 4k', '≤ 16k', '> 16k'][bucket] ?? '',
            attempts.toFixed(1),
            failures.toFixed(1),
            firstTokens === 0 ? '–' : `${Math.round(Math.exp(logFirstToken))} ms`,
            rates === 0 ? '–' : Math.exp(logRate).toFixed(1),
          ]),
        ]),
  )
}

/** `route calibrate [PROVIDER]`: a few short answers from the local models, to know how fast they are. */
export async function calibrate(context: CliContext, provider: string | undefined, options: CommonOptions): Promise<void> {
  const measured = await withApp(context, options, (app) => app.routing.calibrate(provider))
  print(options.json, measured, () =>
    measured.flatMap(({ provider: id, model, steps }) =>
      steps.map(({ inputTokens, firstTokenMs, tokensPerSecond, failed }) =>
        failed
          ? `${id} (${model}), ${inputTokens} tokens of context: failed`
          : `${id} (${model}), ${inputTokens} tokens of context: first token after ${Math.round(firstTokenMs ?? 0)} ms, ${tokensPerSecond === null ? 'too short to tell a rate' : `${tokensPerSecond.toFixed(1)} tokens/s`}`,
      ),
    ),
  )
}

/** Rules from files: a policy as `config get policy` prints it, weights as `config get routing.weights` does. Throws BAD_INPUT. */
async function draftOf({ policy, weights }: DraftOptions): Promise<{ readonly policy?: Policy; readonly weights?: WeightSet }> {
  const read = async <T>(file: string, schema: z.ZodType<T>): Promise<T> => {
    const parsed = schema.safeParse(await readJson(file))
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]
    throw new TidegateError('BAD_INPUT', `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}.`)
  }
  return {
    ...(policy === undefined ? {} : { policy: await read(policy, PolicySchema) }),
    ...(weights === undefined ? {} : { weights: await read(weights, WeightSetSchema) }),
  }
}

function outcome({ route, status, summary }: RoutingDecision): string {
  return `${route ?? status}. ${summary}`
}
