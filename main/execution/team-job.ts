import { z } from 'zod'
import { type Generation, GenerationRequestSchema } from '#contracts/generation.ts'
import type { Job } from '#contracts/jobs.ts'
import { highestLabel, type Label } from '#contracts/privacy.ts'
import { RouteOptionsSchema } from '#contracts/routing.ts'
import type { JobHandler, JobResult } from '../coordinator/types.ts'
import type { GenerationService } from './generation-service.ts'

/** A request as it goes to another machine: all that it needs is in it. Sources go along as texts, never as ids of this machine. */
export const TeamRequestSchema = GenerationRequestSchema.omit({ parentVersion: true, sources: true, options: true }).extend({
  // A conversation is one of the machine that has it: a request from elsewhere must not become part of it.
  options: RouteOptionsSchema.omit({ conversation: true }).default({}),
  sources: z.array(z.strictObject({ name: z.string().min(1).max(500), text: z.string() })).default([]),
})

export type TeamPayload = { readonly label: Label; readonly payload: unknown }

/**
 * What a request that waits here is for another machine; or, as a text, why it cannot go. Its label is the highest of what is found in it, as
 * it was typed and as its template makes it (which may be what says whose number that is), what this machine's gate said, and the person.
 */
export async function teamRequestOf(
  { form, template, options, sources, prompt, decision }: Movable,
  labelOf: (text: string) => Promise<Label>,
): Promise<TeamPayload | string> {
  if (sources.length > 0) return 'it draws on sources of this machine'
  // What was private in it before is known here alone.
  if (options.conversation !== undefined) return 'it is part of a conversation of this machine'
  if (options.privacyMode === 'local-only') return 'it was asked for in local-only mode'
  const request = TeamRequestSchema.parse({ prompt: form.typed, template, fields: form.fields, options })
  const label = highestLabel([
    await labelOf(prompt),
    await labelOf([request.prompt, ...Object.values(request.fields ?? {})].join('\n')),
    decision?.label ?? 'public',
    options.label ?? 'public',
  ])
  return { label, payload: request }
}

type Movable = Pick<Generation, 'form' | 'template' | 'options' | 'sources' | 'prompt' | 'decision'>

/** Runs a request of the team through this machine's own gate, as if it had been asked here. The draft is the job's result. */
export function createTeamGenerateHandler(generations: GenerationService): JobHandler {
  return async (job, { signal, onProgress }) => {
    const parsed = TeamRequestSchema.safeParse(job.payload)
    if (!parsed.success)
      return { status: 'failed', error: { code: 'BAD_INPUT', message: 'The request of this job cannot be read. Send it again.' } }
    const { id } = await generations.start({ ...parsed.data, options: optionsOf(job, parsed.data.options) })
    // A draft that cannot be cancelled ends by itself, and its end is what this job waits for.
    const cancel = (): void => void generations.cancel(id).catch(() => {})
    signal.addEventListener('abort', cancel, { once: true })
    // It may have been stopped while the request was stored.
    if (signal.aborted) cancel()
    let putOff: Generation | null = null
    try {
      for await (const event of generations.watch(id, signal)) {
        if (event.type === 'decision') onProgress(0.1, event.decision.summary)
        if (event.type === 'snapshot' && event.generation.state === 'deferred') {
          putOff = event.generation
          // The team's job waits in its place: left here it would run a second time, and be charged for.
          await generations.cancel(id)
        }
        if (event.type === 'done') return resultOf(event.generation.state === 'cancelled' && putOff !== null ? putOff : event.generation)
      }
    } finally {
      signal.removeEventListener('abort', cancel)
    }
    signal.throwIfAborted()
    return resultOf(await generations.get(id))
  }
}

function optionsOf(job: Job, options: z.infer<typeof TeamRequestSchema>['options']): typeof options {
  const label = highestLabel(options.label === undefined ? [job.label] : [job.label, options.label])
  // A machine that fell silent may have sent it: what may have been charged is not sent again by itself.
  return job.attempt > 1 ? { ...options, label, privacyMode: 'local-only' } : { ...options, label }
}

function resultOf({ state, text, citations, engine, error, retryAt, decision }: Generation): JobResult {
  switch (state) {
    case 'succeeded':
      return { status: 'succeeded', result: { text, citations, engine } }
    case 'blocked':
      return { status: 'blocked', note: decision?.summary ?? 'The policy of this machine forbids it.' }
    case 'queued':
    case 'running':
    case 'deferred':
      return { status: 'deferred', note: decision?.summary ?? 'This machine cannot run it now.', retryAt: retryAt ?? Date.now() + 60_000 }
    case 'failed':
    case 'cancelled':
      return { status: 'failed', error: error ?? { code: 'INTERNAL', message: 'The request ended without a reason.' } }
  }
}
