import { createHash } from 'node:crypto'
import { TidegateError } from '#contracts/errors.ts'
import {
  DEFAULT_TEMPLATE,
  type Generation,
  type GenerationEvent,
  type GenerationRequest,
  type GenerationState,
  LIMITS,
  type SourceInput,
} from '#contracts/generation.ts'
import { type Job, TERMINAL_STATES } from '#contracts/jobs.ts'
import type { RouteOptions, RoutingDecision } from '#contracts/routing.ts'
import { isUnlabelled } from '#contracts/sources.ts'
import type { Template } from '#contracts/templates.ts'
import { createAsyncQueue } from '../async-queue.ts'
import { isHeld } from '../coordinator/job-machine.ts'
import type { JobEngine } from '../coordinator/types.ts'
import type { EventBus } from '../event-bus.ts'
import type { Platform } from '../platform.ts'
import type { SourceLibrary } from '../sources/source-library.ts'
import type { Storage } from '../storage/types.ts'
import { composeRequest, previewText, type TemplateBook } from '../templates/index.ts'
import type { AheadOfJobs } from './ahead.ts'
import type { Gate, GateRequest, GateResult } from './gate.ts'
import type { AskedPayload } from './generate-job.ts'
import { type LiveDrafts, mergeTextEvents } from './live-drafts.ts'
import type { SourceText } from './types.ts'

const ENDED: ReadonlySet<GenerationState> = new Set<GenerationState>(['succeeded', 'failed', 'cancelled', 'blocked'])

/** A person waits for it: before everything that nobody waits for. */
const INTERACTIVE_PRIORITY = 100
/** Runs again after a crash at most this often; it never repeats a call that may have left. */
const MAX_RUNS = 5

export interface MoreOfRequest {
  /** A version that this is another branch of. */
  readonly beside?: string
  /** The process that alone waits for the answer (`newOwner`): a question that it does not live to see asked is not asked. */
  readonly asker?: string
}

export interface GenerationService {
  /** Writes the request and its job to disk, then answers. Throws PROMPT_EMPTY, NOT_FOUND (a source, a template, a version), BAD_INPUT. */
  start(request: GenerationRequest, more?: MoreOfRequest): Promise<{ id: string; jobId: string }>
  /** What the gate would decide now. Stores nothing. */
  preview(
    request: Pick<GenerationRequest, 'prompt' | 'template' | 'fields'> & { sources: readonly SourceInput[]; options: RouteOptions },
    signal?: AbortSignal,
  ): Promise<RoutingDecision>
  /** A snapshot, then what follows, until `done`; another snapshot when it is put off. Attaching late or twice misses nothing. Throws NOT_FOUND. */
  watch(id: string, signal?: AbortSignal): AsyncGenerator<GenerationEvent>
  get(id: string): Promise<Generation>
  /** False when it had already ended. */
  cancel(id: string): Promise<boolean>
  /** A job changed: its generation did too. One that ended without running (cancelled in the queue) is announced as done. */
  follow(job: Job): Promise<void>
}

export function createGenerationService(deps: {
  platform: Platform
  storage: Storage
  jobs: JobEngine
  gate: Gate
  live: LiveDrafts
  ahead: AheadOfJobs
  sources: SourceLibrary
  events: EventBus
  templates: Pick<TemplateBook, 'find'>
}): GenerationService {
  const { platform, storage, live } = deps

  async function get(id: string): Promise<Generation> {
    const generation = await storage.generations.get(id)
    if (generation === null) throw new TidegateError('NOT_FOUND', `There is no generation ${id}. "tidegate jobs list" shows what there is.`)
    const state = live.state(id)
    if (state === null || ENDED.has(generation.state)) return generation
    return { ...generation, text: state.text, citations: [...state.citations], engine: state.engine }
  }

  async function judge(
    request: Omit<GateRequest, 'sources'> & { readonly sources: readonly SourceInput[] },
    signal = new AbortController().signal,
  ): Promise<{ result: GateResult; sources: SourceText[] }> {
    const sources = (await Promise.all(request.sources.map((input) => textsOf(input, request.prompt, deps.sources)))).flat()
    return { result: await deps.gate.judge({ ...request, sources }, signal), sources }
  }

  async function templateOf(id = DEFAULT_TEMPLATE): Promise<Template> {
    const template = await deps.templates.find(id)
    if (template !== null) return template
    throw new TidegateError('BAD_INPUT', `There is no template ${id}. "tidegate templates list" shows what there is.`)
  }

  return {
    get,
    async start(request, { beside, asker } = {}) {
      const template = await templateOf(request.template)
      const { prompt, form } = composeRequest(template, request.prompt, request.fields ?? {})
      const sourceIds = [...new Set((await Promise.all(request.sources.map((input) => storedIds(input, prompt, deps.sources)))).flat())]
      const id = platform.ids.next('gen')
      const jobId = platform.ids.next('job')
      const now = platform.clock.now()
      const created = storage.generations.create(
        {
          id,
          jobId,
          createdAt: now,
          prompt,
          template: template.id,
          form,
          place: beside === undefined ? placeUnder(request.parentVersion) : { beside },
          options: request.options,
          sourceIds,
        },
        {
          id: jobId,
          kind: 'generate',
          subject: id,
          priority: INTERACTIVE_PRIORITY,
          runAt: now,
          maxAttempts: MAX_RUNS,
          createdAt: now,
          ...(asker === undefined ? {} : { payload: { asker } satisfies AskedPayload }),
        },
      )
      // Storage does one thing after the other: what looks for the job looks after it was stored, and shares its commit.
      deps.jobs.wake('enqueued', [jobId])
      const judging = new AbortController()
      const sources = sourceIds.map((source) => ({ id: source }))
      const { options } = request
      deps.ahead.put(id, {
        generation: created,
        // Judged while storage is at work on the request.
        judged: new Promise<void>((sent) => process.nextTick(sent)).then(() =>
          judge({ turn: id, prompt, options, extractive: form.extractive, sources }, judging.signal),
        ),
        stop: () => judging.abort(),
      })
      await created
      return { id, jobId }
    },
    async preview(request, signal) {
      // What the fields hold is judged as it will be when the request is sent; until they can be sent, everything that was typed is.
      const template = await templateOf(request.template)
      const { options, sources } = request
      const prompt = previewText(template, request)
      return (await judge({ prompt, sources, options, extractive: template.extractive }, signal)).result.decision
    },
    async *watch(id, signal) {
      const queue = createAsyncQueue<GenerationEvent>(mergeTextEvents, signal)
      // Listening starts before the snapshot is read: what happens in between is in the queue, and offsets tell what is in both.
      const stop = live.subscribe(id, (event) => queue.push(event))
      try {
        const snapshot = await get(id)
        yield { type: 'snapshot', generation: snapshot }
        if (ENDED.has(snapshot.state)) {
          yield { type: 'done', generation: snapshot }
          return
        }
        let length = snapshot.text.length
        for await (const event of queue) {
          if (event.type === 'restart') length = 0
          if (event.type === 'snapshot') length = event.generation.text.length
          if (event.type !== 'text') yield event
          else {
            const fresh = newPart(event, length)
            if (fresh !== null) {
              length += fresh.delta.length
              yield fresh
            }
          }
          if (event.type === 'done') return
        }
      } finally {
        stop()
      }
    },
    async cancel(id) {
      const generation = await storage.generations.get(id)
      if (generation === null || ENDED.has(generation.state)) return false
      return deps.jobs.cancel(generation.jobId)
    },
    async follow(job) {
      // A run tells by itself what becomes of its generation; that its lease is taken and its progress written changes nothing in a list.
      if (isHeld(job.state)) return
      const summary = await storage.generations.summary(job.subject)
      if (summary !== null) deps.events.emit({ type: 'generation_changed', generation: summary })
      // Whoever watched a run to its end was told by the run.
      if (!TERMINAL_STATES.has(job.state) || !live.close(job.subject)) return
      const generation = await storage.generations.get(job.subject)
      if (generation !== null) live.publish(job.subject, { type: 'done', generation })
    },
  }
}

/** The part of a text event that lies beyond `length`, or null when all of it is known. */
function newPart(event: Extract<GenerationEvent, { type: 'text' }>, length: number): Extract<GenerationEvent, { type: 'text' }> | null {
  const known = length - event.offset
  if (known <= 0) return event
  return known >= event.delta.length ? null : { type: 'text', offset: length, delta: event.delta.slice(known) }
}

function placeUnder(version: string | undefined): { under: string } | undefined {
  return version === undefined ? undefined : { under: version }
}

async function storedIds(input: SourceInput, prompt: string, sources: SourceLibrary): Promise<readonly string[]> {
  if ('id' in input) return [(await sources.get(input.id)).id]
  if ('folder' in input) return sources.nearest(input.folder, prompt)
  return [(await sources.addText(input.name, input.text)).id]
}

async function textsOf(input: SourceInput, prompt: string, sources: SourceLibrary): Promise<SourceText[]> {
  if ('text' in input) {
    if (input.text.length > LIMITS.sourceTextChars) throw new TidegateError('FILE_TOO_LARGE', 'This source is too long.')
    // Named by content: scans are kept per id, and two texts must never share one.
    return [{ id: `inline-${createHash('sha256').update(input.text).digest('hex')}`, name: input.name, text: input.text }]
  }
  const stored = await Promise.all((await storedIds(input, prompt, sources)).map((id) => sources.text(id)))
  return stored.map(({ source, text }) => ({ id: source.id, name: source.name, text, isUnlabelled: isUnlabelled(source) }))
}
