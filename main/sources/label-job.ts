import type { JobHandler } from '../coordinator/types.ts'
import type { Clock, Log } from '../platform.ts'
import type { JobStore, SourceStore } from '../storage/types.ts'
import { labelOfSource } from './label-of-source.ts'
import { makeWay } from './make-way.ts'
import type { TextWorkers } from './types.ts'

/** Labelling is slower than indexing, and nobody waits for it. */
export const LABEL_PRIORITY = -20
const AT_ONCE = 16
/** Views are told at most so often, ms. */
const TELL_MS = 500

/** Labels what waits for it, the oldest first. What is new counts as restricted until then; one that cannot be read goes on doing so. */
export interface Labelling {
  /** As a job that gives its place up to whatever is more urgent. */
  readonly handler: JobHandler
  /** At once, however busy the machine is: after a change of the rules, by which a label may be too low. */
  now(signal: AbortSignal): Promise<void>
}

export function createLabelling(deps: {
  store: SourceStore
  jobs: Pick<JobStore, 'list'>
  workers: Pick<TextWorkers, 'scan'>
  /** Which rules a text is read by; another text when they have changed. */
  rulesVersion: () => Promise<string>
  clock: Clock
  log: Log
  onChange: () => void
}): Labelling {
  const { store, log } = deps
  let toldAt = Number.NEGATIVE_INFINITY

  async function label(id: string, signal: AbortSignal): Promise<void> {
    const [source, text] = await Promise.all([store.get(id), store.text(id)])
    if (source === null || text === null) return
    try {
      const version = await deps.rulesVersion()
      const found = await labelOfSource(deps.workers, source.name, text, signal)
      // Where these rules hold no more, it goes on waiting, and has its turn again.
      await store.relabel(id, found, version)
    } catch (error) {
      signal.throwIfAborted()
      log.error('sources.scan_failed', error)
      await store.labelFailed(id)
    }
    tell(false)
  }

  function tell(isLast: boolean): void {
    const now = deps.clock.monotonic()
    if (!isLast && now - toldAt < TELL_MS) return
    toldAt = now
    deps.onChange()
  }

  async function now(signal: AbortSignal): Promise<void> {
    for (;;) {
      const { waiting, ids } = await store.unlabelled(AT_ONCE)
      if (waiting === 0) break
      for (const id of ids) {
        // What is left is done at the next start: no failure.
        await label(id, signal).catch((error: unknown) => {
          if (!signal.aborted) throw error
        })
        if (signal.aborted) return
      }
    }
    tell(true)
  }

  const handler: JobHandler = async (job, context) => {
    const way = makeWay(job, deps.jobs, deps.clock, context.signal)
    try {
      let done = 0
      for (;;) {
        const { waiting, ids } = await store.unlabelled(AT_ONCE)
        if (waiting === 0) return { status: 'succeeded' }
        for (const [index, id] of ids.entries()) {
          way.signal.throwIfAborted()
          await context.makeWay()
          await label(id, way.signal)
          done += 1
          const left = waiting - index - 1
          context.onProgress(done / (done + left), `${left} to label`)
        }
      }
    } catch (error) {
      if (!way.isWanted()) throw error
      return { status: 'deferred', note: 'Lets something more urgent pass.', retryAt: deps.clock.now() }
    } finally {
      way.stop()
      tell(true)
    }
  }
  return { handler, now }
}
