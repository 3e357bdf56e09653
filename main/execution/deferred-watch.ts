import type { Job } from '#contracts/jobs.ts'
import type { ResourceSample } from '#contracts/resources.ts'
import type { Disposable } from '../platform.ts'
import type { ResourceMonitor } from '../resources/types.ts'
import { isBatteryLow, isCpuSaturated, isHot, type MachineLimits } from '../routing/index.ts'

/** Memory that has to come free before a request is looked at again, so that constant small changes wake nobody (MiB). */
const MEMORY_STEP_MB = 512

/**
 * Watches the machine while something is deferred, and only then: when it has recovered by the rule that a decision goes by, the deferred
 * requests are looked at again. That it got worse sets nothing going.
 */
export interface DeferredWatch extends Disposable {
  onJob(job: Job): void
}

/** How the machine stood at the last look. */
interface Standing {
  readonly busy: boolean
  readonly low: boolean
  readonly hot: boolean
  /** The least that was free since requests were last looked at: main memory, then each card (MiB). */
  readonly freeMb: readonly number[]
}

export function createDeferredWatch(deps: { resources: ResourceMonitor; limits: () => MachineLimits; wake: () => void }): DeferredWatch {
  const waiting = new Set<string>()
  let stop: (() => void) | null = null
  let last: Standing | null = null

  function look(sample: ResourceSample): void {
    const now = standing(sample, deps.limits(), last)
    const better = last !== null && hasRecovered(last, now)
    last = better || last === null ? now : { ...now, freeMb: now.freeMb.map((mb, index) => Math.min(mb, last?.freeMb[index] ?? mb)) }
    if (better) deps.wake()
  }

  return {
    onJob({ id, state }) {
      if (state === 'deferred') waiting.add(id)
      else waiting.delete(id)
      if (waiting.size > 0) {
        if (stop !== null) return
        // What the request was judged by: by the first look the machine may have recovered already.
        const judgedBy = deps.resources.history().at(-1)
        last = judgedBy === undefined ? null : standing(judgedBy, deps.limits(), null)
        stop = deps.resources.subscribe(look)
      } else if (stop !== null) {
        stop()
        stop = null
        last = null
      }
    },
    async dispose() {
      stop?.()
      stop = null
    },
  }
}

/** At the first look what is within the margin counts as not recovered: it may be what the request waits for. */
function standing(sample: ResourceSample, limits: MachineLimits, before: Standing | null): Standing {
  return {
    busy: isCpuSaturated(sample.cpu, limits, before?.busy ?? true),
    low: isBatteryLow(sample.battery, limits, before?.low ?? true),
    hot: isHot(sample.thermal, before?.hot ?? true),
    freeMb: [sample.memory.availableMb, ...sample.gpu.map(({ vramFreeMb }) => vramFreeMb)],
  }
}

function hasRecovered(before: Standing, now: Standing): boolean {
  if ((before.busy && !now.busy) || (before.low && !now.low) || (before.hot && !now.hot)) return true
  return now.freeMb.some((mb, index) => mb - (before.freeMb[index] ?? 0) >= MEMORY_STEP_MB)
}
