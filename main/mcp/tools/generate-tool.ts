import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import { CitationSchema, type Generation, GenerationSchema } from '#contracts/generation.ts'
import { LabelSchema, RouteSchema } from '#contracts/privacy.ts'
import { requestsThatLeft } from '#contracts/requests-that-left.ts'
import type { App } from '../../app.ts'
import type { ToolCall, ToolDefinition } from '../define-tool.ts'
import { demand } from '../grants.ts'
import { RequestInput, requestOf } from './request.ts'

const Output = GenerationSchema.pick({ id: true, jobId: true, state: true, engine: true, text: true, costUsd: true, retryAt: true }).extend(
  {
    citations: z.array(CitationSchema.omit({ problem: true })),
    route: RouteSchema.nullable(),
    label: LabelSchema.nullable(),
    /** The decision in a sentence. */
    why: z.string(),
    /** Of what left this machine for it. */
    bytesOut: z.number().int().nonnegative(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  },
)

/** How often a client hears that the draft has grown (ms), at most. */
const TELL_MS = 200

export const generate: ToolDefinition<typeof RequestInput, typeof Output> = {
  name: 'generate',
  title: 'Write a cited draft',
  description:
    'Writes a draft from a prompt and sources, with a citation for each sentence that draws on one. Needs the grant “generate”, and runs on this ' +
    'machine alone unless “hosted” is granted too. The gate decides the route by what the text holds; the state may come back as blocked or deferred. ' +
    'Sends progress, and stops when the call is cancelled.',
  input: RequestInput,
  output: Output,
  effects: { reads: false, sends: true, ends: false },
  async run(input, call) {
    const { deps, settings, signal } = call
    demand('generate', settings)
    const mayLeave = settings.mcp.grants.includes('hosted')
    // Asked for by name it is refused, and not quietly done in another way.
    if (input.route === 'hosted' || input.route === 'hybrid') demand('hosted', settings)
    const request = await requestOf(mayLeave ? input : { ...input, localOnly: true }, call)
    const { id, jobId } = await deps.app.generations.start(request)
    const generation = await finish(call, id, jobId)
    if (signal.aborted) throw new TidegateError('CANCELLED', 'The request was taken back.')
    return resultOf(generation)
  },
}

/** Follows a generation until it has ended or waits; taken back, it is cancelled first, and whatever it used is free when this resolves. */
async function finish({ deps: { app, work }, signal, progress }: ToolCall, id: string, jobId: string): Promise<Generation> {
  const rest = restOf(app, id)
  const cancel = (): void => {
    app.generations.cancel(id).catch((error: unknown) => app.platform.log.error('mcp.cancel_failed', error))
  }
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  const watching = new AbortController()
  const told = tell(app, id, progress, watching.signal)
  try {
    await work(jobId)
    await rest.reached
  } finally {
    signal.removeEventListener('abort', cancel)
    rest.stop()
    watching.abort()
    await told
  }
  return app.generations.get(id)
}

/** When nothing happens with it any more for now: it has ended, or it waits. */
function restOf(app: App, id: string): { readonly reached: Promise<void>; readonly stop: () => void } {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const atWork = (state: Generation['state']): boolean => state === 'queued' || state === 'running'
  const stop = app.events.on((event) => {
    if (event.type === 'generation_changed' && event.generation.id === id && !atWork(event.generation.state)) resolve()
  })
  // It may have been at rest before anybody listened.
  app.generations.get(id).then(({ state }) => {
    if (!atWork(state)) resolve()
  }, reject)
  // Whoever waits for it may have gone on another way.
  promise.catch(() => {})
  return { reached: promise, stop }
}

async function tell(app: App, id: string, progress: ToolCall['progress'], signal: AbortSignal): Promise<void> {
  let chars = 0
  let last = 0
  try {
    for await (const event of app.generations.watch(id, signal)) {
      if (event.type === 'decision') progress(event.decision.status === 'routed' ? `Route: ${event.decision.route}` : event.decision.status)
      else if (event.type === 'attempt' && event.attempt.state === 'started') progress(`Attempt ${event.attempt.ordinal}`)
      else if (event.type === 'restart') progress('Begun anew')
      else if (event.type === 'text') {
        chars = event.offset + event.delta.length
        const now = app.platform.clock.monotonic()
        if (now - last < TELL_MS) continue
        last = now
        progress(`${chars} characters written`)
      } else if (event.type === 'done') return
    }
  } catch (error) {
    // Progress is a courtesy: the draft does not fail with it.
    if (!signal.aborted) app.platform.log.error('mcp.progress_failed', error)
  }
}

function resultOf(generation: Generation): z.input<typeof Output> {
  const { decision, egress, error } = generation
  const left = requestsThatLeft(egress)
  return {
    ...generation,
    route: decision?.route ?? null,
    label: decision?.label ?? null,
    why: decision?.summary ?? '',
    bytesOut: left.reduce((sum, { bytesOut }) => sum + bytesOut, 0),
    error: error === null ? null : { code: error.code, message: error.message },
  }
}
