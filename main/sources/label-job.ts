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

/**
 * Labels what waits for it, the oldest first. Until then a source counts as restricted; one that cannot be read goes on doing so. Gives its
 * place up to whatever is more urgent.
 */
export function createLabelHandler(deps: {
  store: SourceStore
  jobs: Pick<JobStore, 'list'>
  workers: Pick<TextWorkers, 'scan'>
  /** The rules that a text is read by; another object when they have changed. */
  rules: () => Promise<object>
  clock: Clock
  log: Log
  onChange: () => void
}): JobHandler {
  const { store, log } = deps
  let toldAt = Number.NEGATIVE_INFINITY

  async function label(id: string, signal: AbortSignal): Promise<void> {
    const [source, text] = await Promise.all([store.get(id), store.text(id)])
    if (source === null || text === null) return
    try {
      const rules = await deps.rules()
      const found = await labelOfSource(deps.workers, source.name, text, signal)
      // Read by rules that hold no more: it goes on waiting, and has its turn again.
      if ((await deps.rules()) !== rules) return
      await store.relabel(id, found)
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

  return async (job, context) => {
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
}
