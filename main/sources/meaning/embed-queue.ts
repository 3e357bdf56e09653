import type { EmbeddingStatus } from '#contracts/embedding.ts'
import { TidegateError } from '#contracts/errors.ts'
import { type Job, type JobState, TERMINAL_STATES } from '#contracts/jobs.ts'
import type { JobEngine } from '../../coordinator/types.ts'
import type { Platform } from '../../platform.ts'
import type { Storage } from '../../storage/types.ts'
import { EMBED_PRIORITY } from './embed-job.ts'
import type { Embedding } from './embedding.ts'

/** In the order in which a job passes through them, and those to which it falls back at the end: one that moves on meanwhile is not missed. */
const OPEN_STATES: readonly JobState[] = ['queued', 'leased', 'running', 'deferred', 'queued']
const LOOKED_AT = 500

/** Sees to it that what is not embedded yet gets a job, and one at a time. */
export interface EmbedQueue {
  /** Something may want embedding: passages are new, or the settings are. Does nothing without an embedding model. */
  request(): Promise<void>
  /** The job that embeds all there is now. Throws BAD_INPUT without an embedding model, POLICY_FORBIDS_ROUTE for a hosted one. */
  start(): Promise<string>
  /** Hears how jobs end. */
  onJob(job: Job): void
  status(): Promise<EmbeddingStatus>
}

export function createEmbedQueue(deps: {
  readonly platform: Platform
  readonly storage: Pick<Storage, 'vectors' | 'jobs'>
  readonly jobs: Pick<JobEngine, 'wake'>
  readonly embedding: Embedding
}): EmbedQueue {
  const { platform, storage, embedding } = deps
  /** Passages came while a job was running, perhaps behind where it was looking. */
  let again = false
  let last: Promise<unknown> = Promise.resolve()

  async function openJob(): Promise<Job | null> {
    for (const state of OPEN_STATES) {
      const found = (await storage.jobs.list({ state, limit: LOOKED_AT })).find(({ kind }) => kind === 'embed-sources')
      if (found !== undefined) return found
    }
    return null
  }

  async function enqueue(): Promise<string> {
    const now = platform.clock.now()
    const id = platform.ids.next('job')
    const job = {
      id,
      kind: 'embed-sources',
      subject: 'sources',
      priority: EMBED_PRIORITY,
      runAt: now,
      maxAttempts: 3,
      createdAt: now,
    } as const
    await storage.jobs.enqueue(job)
    deps.jobs.wake('enqueued', [id])
    return id
  }

  /** One after the other, or two would both find no job and add one. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work, work)
    // Its own caller hears of a failure; the next in line only waits for the end.
    last = done.catch(() => {})
    return done
  }

  async function isComplete(model: string): Promise<boolean> {
    const { index, passages, vectors } = await storage.vectors.counts()
    return index?.model === model && vectors >= passages
  }

  const request = (): Promise<void> =>
    inTurn(async () => {
      const standing = await embedding.standing()
      if (standing.state !== 'ready' || (await isComplete(standing.embedder.key))) return
      if ((await storage.vectors.problem()) !== null) return
      const open = await openJob()
      if (open === null) await enqueue()
      else again ||= open.state === 'running' || open.state === 'leased'
    })

  return {
    request,
    start: () =>
      inTurn(async () => {
        const standing = await embedding.standing()
        if (standing.state === 'off') {
          throw new TidegateError(
            'BAD_INPUT',
            'No embedding model is set. Name a local provider and its model with --provider and --model.',
          )
        }
        if (standing.state === 'refused') throw new TidegateError('POLICY_FORBIDS_ROUTE', standing.detail)
        return (await openJob())?.id ?? (await enqueue())
      }),
    onJob({ kind, state }) {
      if (kind !== 'embed-sources' || !TERMINAL_STATES.has(state) || !again) return
      again = false
      request().catch((error: unknown) => platform.log.error('sources.embed_failed', error))
    },
    async status() {
      const [standing, { index, passages, vectors }] = await Promise.all([embedding.standing(), storage.vectors.counts()])
      const none = { provider: null, model: null, dimension: null, passages, embedded: 0, waiting: 0 }
      if (standing.state === 'off')
        return { ...none, state: 'off', detail: 'No embedding model is set: sources are searched by their words.' }
      const { provider, model } = standing.state === 'ready' ? standing.embedder : standing
      const named = { ...none, provider, model }
      if (standing.state === 'refused') return { ...named, state: 'refused', detail: standing.detail }
      const problem = await storage.vectors.problem()
      if (problem !== null) return { ...named, state: 'unavailable', detail: problem }
      const embedded = index?.model === standing.embedder.key ? Math.min(vectors, passages) : 0
      const waiting = passages - embedded
      const counted = { ...named, embedded, waiting, dimension: index?.model === standing.embedder.key ? index.dimension : null }
      if (waiting === 0) return { ...counted, state: 'ready', detail: `All ${passages} passages are embedded.` }
      const open = await openJob()
      const why = open?.state === 'deferred' && open.note !== '' ? ` ${open.note}` : ''
      return { ...counted, state: 'waiting', detail: `${waiting} of ${passages} passages wait to be embedded.${why}` }
    },
  }
}
