import { z } from 'zod'
import { type ErrorValue, TidegateError } from '#contracts/errors.ts'
import type { Generation } from '#contracts/generation.ts'
import type { Job } from '#contracts/jobs.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import { isUnlabelled } from '#contracts/sources.ts'
import { isOwnerAlive } from '../coordinator/owner-liveness.ts'
import type { JobContext, JobHandler, JobResult } from '../coordinator/types.ts'
import type { BudgetKeeper } from '../cost/index.ts'
import type { EventBus } from '../event-bus.ts'
import type { FeedbackBook, PerformanceBook } from '../learning/index.ts'
import { type Platform, token } from '../platform.ts'
import { orAbort } from '../providers/index.ts'
import type { SourceLibrary } from '../sources/source-library.ts'
import type { PartialDraft, Storage } from '../storage/types.ts'
import { checkAnswer, QUESTION } from '../templates/index.ts'
import { tryAgainAt } from './after-failure.ts'
import type { Ahead, AheadOfJobs } from './ahead.ts'
import { type AttemptLog, createAttemptLog, errorValue, isUserCancel } from './attempt-log.ts'
import { verifyCitations } from './citations/index.ts'
import { createDraftWriter, type DraftWriter } from './draft-writer.ts'
import type { Gate, GateResult } from './gate.ts'
import type { LiveDrafts } from './live-drafts.ts'
import type { Pathway, Task, Written } from './pathways/index.ts'
import { outcomeOfEarlierRun, type SettleDeps, settleEarlierRun } from './settle-earlier-run.ts'
import { textOfEarlierRun, withoutStandIns } from './text-of-earlier-run.ts'
import type { SourceText } from './types.ts'

/** A deferred request is looked at again at the latest after this long (ms), or when the machine or the settings change. */
const LOOK_AGAIN_MS = 60_000

export interface GenerateDeps {
  readonly platform: Platform
  readonly storage: Storage
  readonly gate: Gate
  readonly live: LiveDrafts
  readonly ahead: AheadOfJobs
  readonly sources: SourceLibrary
  readonly events: EventBus
  /** The ways to execute a routed request, in the order in which they are tried. */
  readonly pathways: (task: Task, attempts: AttemptLog) => Promise<readonly Pathway[]>
  readonly performance: Pick<PerformanceBook, 'record'>
  readonly feedback: Pick<FeedbackBook, 'add'>
  readonly budget: Pick<BudgetKeeper, 'hold'>
  readonly costs: SettleDeps['costs']
  readonly providerOf: SettleDeps['providerOf']
}

/**
 * Runs one generation: gate, then the pathways that the decision allows, one after the other, until one has written the draft.
 * Everything that matters is on disk before the next step, so that a kill at any moment loses no prompt and repeats no hosted call.
 */
export function createGenerateHandler(deps: GenerateDeps): JobHandler {
  return async (job, context) => {
    const ahead = deps.ahead.take(job.subject)
    // What could not be read ahead is read now, and if it fails again, says why.
    const generation = (await ahead?.generation.catch(() => null)) ?? (await deps.storage.generations.get(job.subject))
    if (generation === null) throw new TidegateError('NOT_FOUND', 'The request of this job is gone.')
    const run = createRun(deps, job, context, generation, ahead)
    try {
      const earlier = outcomeOfEarlierRun(generation, job.attempt)
      if (generation.template === QUESTION.id && (job.attempt > 1 || isAskerGone(job))) return await run.forget(earlier)
      if (earlier !== null) return await run.confirm(earlier)
      return await run.execute()
    } catch (error) {
      return await run.fail(error)
    }
  }
}

/** What a question of the testing workflow has with it. */
const AskedPayloadSchema = z.object({ asker: z.string() })
export type AskedPayload = z.infer<typeof AskedPayloadSchema>

/** Only where that is certain: it is asked rather once too often than not at all. */
function isAskerGone({ payload }: Job): boolean {
  const asked = AskedPayloadSchema.safeParse(payload)
  return asked.success && isOwnerAlive(asked.data.asker) === false
}

function createRun(deps: GenerateDeps, job: Job, context: JobContext, generation: Generation, ahead: Ahead | null) {
  const { platform, storage, live } = deps
  const { id } = generation
  const { clock } = platform
  const startedAt = clock.monotonic()
  let writer: DraftWriter | null = null
  let attempts: AttemptLog | null = null
  let routeMs = 0

  /** Lists are told in their own time: nobody who waits for text waits for them. */
  function announce(): void {
    storage.generations
      .summary(id)
      .then((summary) => {
        if (summary !== null) deps.events.emit({ type: 'generation_changed', generation: summary })
      })
      .catch((error: unknown) => platform.log.error('generate.not_announced', error))
  }

  function measured(name: string, value: number): void {
    storage.kpis.record(name, value, clock.now()).catch((error: unknown) => platform.log.error('generate.not_measured', error))
  }

  /** What the router learns from is worth less than a draft: that it cannot be written down must not cost one. */
  async function learning(work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => platform.log.error('generate.not_learnt', error))
  }

  async function finish(patch: Parameters<Storage['generations']['update']>[1]): Promise<void> {
    await storage.generations.update(id, patch)
    const generation = await storage.generations.get(id)
    if (generation !== null) live.publish(id, { type: 'done', generation })
    announce()
  }

  /** Time since the user asked, by the wall clock before this process took over and monotonic after. */
  const sinceAsked = (at: number): number => at - startedAt + Math.max(0, (job.startedAt ?? generation.createdAt) - generation.createdAt)

  async function execute(): Promise<JobResult> {
    await settleEarlierRun(generation, deps)
    live.open(id, null)
    const earlier = textOfEarlierRun(generation)
    if (earlier !== null) await keepAside(earlier)
    if (generation.text !== '') live.publish(id, { type: 'restart', reason: 'An earlier run was interrupted.' })
    const begun = storage.generations.update(id, { state: 'running', text: '', citations: [], engine: null, error: null, endedAt: null })
    // Awaited with the decision; that it failed is told then.
    begun.catch(() => undefined)
    announce()
    context.onProgress(0.05, 'Checking what the text contains')
    const { result: judged, sources } = await orAbort(judgement(), context.signal)
    routeMs = judged.decision.elapsedMs
    const decided = Promise.all([begun, storage.generations.setDecision(id, judged.decision)])
    // Awaited before anything may leave; until then a failure has nobody to tell.
    decided.catch(() => undefined)
    live.publish(id, { type: 'decision', decision: judged.decision })
    tellDecision(judged.decision)
    measured('decision_ms', judged.decision.elapsedMs)
    if (judged.decision.status !== 'routed') {
      await decided
      return unrouted(judged.decision)
    }
    deps.gate.remember(judged.decision)
    return write(judged, sources, decided)
  }

  /** Keeps what somebody had written before they broke off. The draft that takes its place is worth more. */
  async function keepAside(partial: Omit<PartialDraft, 'id' | 'generationId' | 'createdAt'>): Promise<void> {
    await storage.documents
      .addPartial({ ...partial, id: platform.ids.next('ver'), generationId: id, createdAt: clock.now() })
      .catch((error: unknown) => platform.log.error('generate.partial_not_kept', error))
  }

  /** As it was judged ahead; anew where it was not, or could not be. */
  async function judgement(): Promise<Awaited<Ahead['judged']>> {
    if (ahead === null) return judge()
    const stop = (): void => ahead.stop()
    context.signal.addEventListener('abort', stop, { once: true })
    // What could not be judged ahead is judged now, and if it fails again, says why.
    const known = await ahead.judged.catch(() => null)
    context.signal.removeEventListener('abort', stop)
    context.signal.throwIfAborted()
    return known ?? judge()
  }

  async function judge(): Promise<Awaited<Ahead['judged']>> {
    const sources = await loadSources(deps.sources, generation)
    const { prompt, options, form } = generation
    return { result: await deps.gate.judge({ turn: id, prompt, sources, options, extractive: form.extractive }, context.signal), sources }
  }

  function tellDecision(decision: RoutingDecision): void {
    const type = ({ routed: 'route_selected', deferred: 'route_deferred', blocked: 'route_blocked' } as const)[decision.status]
    deps.events.emit({ type, generationId: id, decision })
    const chosen = decision.options.route
    if (chosen === undefined || decision.status !== 'routed') return
    const advised = deps.gate.advise(decision)
    if (advised !== chosen) deps.events.emit({ type: 'route_overridden', generationId: id, chosen, advised })
  }

  async function unrouted(decision: RoutingDecision): Promise<JobResult> {
    if (decision.status === 'blocked') {
      await finish({ state: 'blocked', endedAt: clock.now(), error: { code: 'POLICY_FORBIDS_ROUTE', message: decision.summary } })
      return { status: 'blocked', note: decision.summary }
    }
    return putAside({ code: 'NO_ALLOWED_ROUTE', message: decision.summary }, clock.now() + LOOK_AGAIN_MS)
  }

  async function write(judged: GateResult, sources: readonly SourceText[], decided: Promise<unknown>): Promise<JobResult> {
    const keepPartial: Parameters<typeof createDraftWriter>[1]['keepPartial'] = async ({ text, ...partial }) => {
      const kept = withoutStandIns(text, attempts?.leftStandIns ?? [])
      await keepAside({ ...partial, label: judged.decision.label, text: kept })
    }
    writer = createDraftWriter(id, { live, store: storage.generations, clock, keepPartial })
    const page = writer
    const task: Task = { generation, jobId: job.id, judged, sources, signal: context.signal }
    attempts = createAttemptLog(
      {
        generationId: id,
        first: generation.attempts.length + 1,
        signal: context.signal,
        expectedTokens: judged.decision.outputTokens,
        maxCostUsd: judged.decision.options.maxCostUsd,
      },
      { platform, store: storage.generations, live, performance: deps.performance, budget: deps.budget, decided },
    )
    let broken: Pathway | null = null
    let failure: unknown = new TidegateError(
      'PROVIDER_UNAVAILABLE',
      'No engine is ready for this route. The providers in the settings, or "tidegate doctor", say why.',
    )
    const pathways = await deps.pathways(task, attempts)
    for (const [index, pathway] of pathways.entries()) {
      // What has been written is kept rather than wiped by an engine that is no match for who wrote it.
      if (page.text.trim() !== '' && !pathway.byModel) break
      const { failed } = attempts
      if (failed !== null && broken !== null) page.brokeOff({ provider: failed.provider, engine: broken.name, route: failed.route })
      page.restart('What wrote this broke off; it is written again by another engine.')
      live.setEngine(id, pathway.name)
      context.onProgress(0.2, `Writing with ${pathway.name}`)
      try {
        const written = await pathway.write(page)
        await page.flush()
        await succeed(page, written, sources)
        // The first choice failed: what was predicted of it did not come true.
        if (index > 0) await learning(deps.feedback.add(id, 'fell-back'))
        return { status: 'succeeded' }
      } catch (error) {
        failure = error
        broken = pathway
        if (context.signal.aborted) break
        // The failure of the last one is told by whoever asked.
        const level = index === pathways.length - 1 ? 'info' : 'warn'
        platform.log[level]('generate.attempt_failed', { generation: token(id), route: token(pathway.route) })
      }
    }
    throw failure
  }

  async function succeed(draft: DraftWriter, result: Written, sources: readonly SourceText[]): Promise<void> {
    const checked = verifyCitations({ text: draft.text, citations: draft.citations, sources: [...sources, ...result.extraSources] })
    const totalMs = sinceAsked(clock.monotonic())
    const ttftMs = draft.firstTextAt === null ? null : sinceAsked(draft.firstTextAt)
    await finish({
      state: 'succeeded',
      engine: result.engine,
      text: draft.text,
      citations: [...checked.citations],
      citationCoverage: checked.coverage,
      unresolvedSurrogates: [...result.unresolved],
      structured: checkAnswer(generation.form, draft.text),
      usage: result.usage,
      costUsd: result.costUsd,
      timings: { routeMs, ttftMs, totalMs },
      endedAt: clock.now(),
    })
    measured('total_ms', totalMs)
    if (ttftMs !== null) measured('ttft_ms', ttftMs)
    if (checked.coverage !== null) measured('citation_coverage', checked.coverage)
    measured('cost_usd', result.costUsd)
  }

  /** Keeps what was written and says what happened; then lets the coordinator record the job's end. */
  async function fail(error: unknown): Promise<JobResult> {
    if (context.signal.aborted && !isUserCancel(context.signal)) {
      if (writer !== null) await writer.flush()
      throw error
    }
    if (writer !== null) await writer.flush()
    const cancelled = isUserCancel(context.signal)
    if (!cancelled) {
      const waiting = await putOff(error)
      if (waiting !== null) return waiting
    }
    const value = cancelled
      ? { code: 'CANCELLED' as const, message: 'Stopped. What had been written was kept.' }
      : errorValue(error, platform)
    await finish({
      state: cancelled ? 'cancelled' : 'failed',
      ...(writer === null
        ? {}
        : { text: writer.text, citations: [...writer.citations], unresolvedSurrogates: [...(attempts?.leftStandIns ?? [])] }),
      endedAt: clock.now(),
      error: value,
      timings: { routeMs, ttftMs: null, totalMs: sinceAsked(clock.monotonic()) },
    })
    if (cancelled) throw context.signal.reason
    // Final as far as this handler goes: what passes by itself was put off above.
    return { status: 'failed', error: value }
  }

  /** The draft came to its end before; only the job's own record of that was lost. */
  async function confirm(result: Extract<JobResult, { status: 'succeeded' | 'failed' }>): Promise<JobResult> {
    const endedAt = generation.endedAt ?? generation.attempts.at(-1)?.endedAt ?? clock.now()
    await finish({ state: result.status, endedAt })
    return result
  }

  /** Whoever asked ended with the process that was killed: nobody waits for an answer, and nobody else would delete the question. */
  async function forget(earlier: Parameters<typeof confirm>[0] | null): Promise<JobResult> {
    const gone = new TidegateError('CANCELLED', 'Whoever asked this is gone; it was not asked again.')
    const result =
      earlier === null
        ? await fail(
            await settleEarlierRun(generation, deps).then(
              () => gone,
              (error: unknown) => error,
            ),
          )
        : await confirm(earlier)
    const document = await storage.documents.ofGeneration(id)
    if (document !== null) await storage.upkeep.removeDocument(document)
    return result
  }

  /** Waits for what passes by itself, where trying again costs nothing; null where the failure is final. */
  async function putOff(error: unknown): Promise<JobResult | null> {
    const now = clock.now()
    const run = { runs: job.attempt, now, wrote: (writer?.text ?? '') !== '', charged: attempts?.charged ?? false }
    const retryAt = tryAgainAt(error, run)
    if (retryAt === null) return null
    const { code, message } = errorValue(error, platform)
    return putAside({ code, message }, retryAt)
  }

  /** Put off. It is not done, so whoever watches goes on watching, and has to see that it waits and why. */
  async function putAside(error: ErrorValue, retryAt: number): Promise<JobResult> {
    await storage.generations.update(id, { state: 'deferred', error })
    const waiting = await storage.generations.get(id)
    if (waiting !== null) live.publish(id, { type: 'snapshot', generation: { ...waiting, retryAt } })
    announce()
    return { status: 'deferred', note: error.message, retryAt, ...(error.code === 'NO_ALLOWED_ROUTE' ? {} : { error }) }
  }

  return { execute, confirm, fail, forget }
}

async function loadSources(library: SourceLibrary, generation: Generation): Promise<SourceText[]> {
  return Promise.all(
    generation.sources.map(async ({ id, name }) => {
      const { source, text } = await library.text(id)
      return { id, name, text, isUnlabelled: isUnlabelled(source) }
    }),
  )
}
