import { TidegateError } from '#contracts/errors.ts'
import type { JobHandler, JobResult } from '../../coordinator/types.ts'
import type { Clock } from '../../platform.ts'
import type { Embedder } from '../../providers/embedding/index.ts'
import { ProviderError } from '../../providers/index.ts'
import type { JobStore, VectorStore } from '../../storage/types.ts'
import type { UnembeddedPassage, VectorIndex } from '../../storage/vector-store.ts'
import { makeWay } from '../make-way.ts'
import { embedTexts } from './embed-texts.ts'
import type { Embedding } from './embedding.ts'

/** Words find everything before this has begun, so everything else goes first. */
export const EMBED_PRIORITY = -30
/** Vectors of another model that are taken away in one call to storage. */
const SHRINK = 256
/** A provider that is away is asked again after so long, ms, or when the settings change. */
const LOOK_AGAIN_MS = 60_000
/** Views are told at most so often, ms. */
const TELL_MS = 500
/** Something short to embed: its vector tells how many numbers the model makes. */
const PROBE = 'tide gate'

/**
 * Embeds every passage that has no vector of the model in the settings, a few at a time. Each few are on disk before the next, so a job that was
 * stopped, at whatever moment, goes on where it was. Vectors of another model go first. Gives its place up to whatever is more urgent.
 */
export function createEmbedHandler(deps: {
  readonly vectors: VectorStore
  readonly jobs: Pick<JobStore, 'list'>
  readonly embedding: Embedding
  readonly clock: Clock
  readonly onChange: () => void
}): JobHandler {
  const { vectors, clock } = deps
  let toldAt = Number.NEGATIVE_INFINITY

  function tell(isLast: boolean): void {
    const now = clock.monotonic()
    if (!isLast && now - toldAt < TELL_MS) return
    toldAt = now
    deps.onChange()
  }

  /** The index of this model, begun anew where there is another one. */
  async function openIndex(embedder: Embedder, signal: AbortSignal): Promise<VectorIndex> {
    const [probe = []] = await embedder.embed([PROBE], signal)
    const wanted = { model: embedder.key, dimension: probe.length }
    const { index } = await vectors.counts()
    if (index?.model === wanted.model && index.dimension === wanted.dimension) return wanted
    await vectors.retire()
    do signal.throwIfAborted()
    while ((await vectors.shrink(SHRINK)) > 0)
    await vectors.open(wanted)
    return wanted
  }

  /** Each text once: what stands elsewhere, or twice among these, takes over the vector of the other. False when another index is there by now. */
  async function embedBatch(
    embedder: Embedder,
    index: VectorIndex,
    passages: readonly UnembeddedPassage[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const fresh = [...new Map(passages.filter(({ isKnown }) => !isKnown).map((passage) => [passage.text, passage])).values()]
    const texts = fresh.map(({ text }) => text)
    const packed = await embedTexts(embedder, index.dimension, texts, signal)
    const made = fresh.flatMap(({ id, content }, place) => {
      const vector = packed[place]
      return vector === undefined ? [] : [{ id, content, ...vector }]
    })
    if (!(await vectors.put(index, made))) return false
    const embedded = new Set(made.map(({ id }) => id))
    const others = passages.map(({ id }) => id).filter((id) => !embedded.has(id))
    if (others.length > 0) await vectors.adopt(others)
    return true
  }

  async function isStill(embedder: Embedder): Promise<boolean> {
    const now = await deps.embedding.standing()
    return now.state === 'ready' && now.embedder.key === embedder.key
  }

  async function embedAll(embedder: Embedder, signal: AbortSignal, onProgress: (progress: number, note: string) => void): Promise<void> {
    const index = await openIndex(embedder, signal)
    const { passages: all, vectors: before } = await vectors.counts()
    let done = 0
    for (let after: number | null = 0; after !== null; ) {
      signal.throwIfAborted()
      const { passages, next }: Awaited<ReturnType<VectorStore['unembedded']>> = await vectors.unembedded(after, embedder.atOnce)
      after = next
      if (passages.length === 0) continue
      // Other settings want another job; and where the address leads is looked at for each few texts.
      if (!(await isStill(embedder))) return
      const kept = await embedBatch(embedder, index, passages, signal)
      if (!kept)
        throw new TidegateError(
          'CONFLICT',
          'Another process embeds with another model. Let it end, then run "tidegate sources embed" again.',
        )
      done += passages.length
      const left = Math.max(0, all - before - done)
      onProgress(done / (done + left), `${left} to embed`)
      tell(false)
    }
  }

  return async (job, context): Promise<JobResult> => {
    const standing = await deps.embedding.standing()
    if (standing.state === 'off') return { status: 'succeeded' }
    if (standing.state === 'refused') return { status: 'blocked', note: standing.detail }
    const problem = await vectors.problem()
    if (problem !== null) return { status: 'failed', error: { code: 'INTERNAL', message: problem } }
    const way = makeWay(job, deps.jobs, clock, context.signal)
    try {
      await embedAll(standing.embedder, way.signal, context.onProgress)
      return { status: 'succeeded' }
    } catch (error) {
      if (way.isWanted()) return { status: 'deferred', note: 'Lets something more urgent pass.', retryAt: clock.now() }
      context.signal.throwIfAborted()
      if (error instanceof ProviderError && error.retryable) {
        return { status: 'deferred', note: error.message, retryAt: clock.now() + LOOK_AGAIN_MS }
      }
      if (error instanceof TidegateError && (error.code === 'PROVIDER_NETWORK' || error.code === 'PROVIDER_TIMEOUT')) {
        return { status: 'deferred', note: error.message, retryAt: clock.now() + LOOK_AGAIN_MS }
      }
      throw error
    } finally {
      way.stop()
      tell(true)
    }
  }
}
