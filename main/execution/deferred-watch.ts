import type { Job } from '#contracts/jobs.ts'
import type { ResourceSample } from '#contracts/resources.ts'
import type { Disposable } from '../platform.ts'
import type { ResourceMonitor } from '../resources/types.ts'
import type { MachineLimits } from '../routing/index.ts'

/** Memory is compared in steps of this size, so that its constant small changes wake nobody (MiB). */
const MEMORY_STEP_MB = 512

/**
 * Watches the machine while something is deferred, and only then: when it crosses a line that bears on routing, the deferred
 * requests are looked at again.
 */
export interface DeferredWatch extends Disposable {
  onJob(job: Job): void
}

export function createDeferredWatch(deps: { resources: ResourceMonitor; limits: () => MachineLimits; wake: () => void }): DeferredWatch {
  const waiting = new Set<string>()
  let stop: (() => void) | null = null
  let last = ''

  function look(sample: ResourceSample): void {
    const now = standing(sample, deps.limits())
    const changed = last !== '' && now !== last
    last = now
    if (changed) deps.wake()
  }

  return {
    onJob({ id, state }) {
      if (state === 'deferred') waiting.add(id)
      else waiting.delete(id)
      if (waiting.size > 0) stop ??= deps.resources.subscribe(look)
      else if (stop !== null) {
        stop()
        stop = null
        last = ''
      }
    },
    async dispose() {
      stop?.()
      stop = null
    },
  }
}

/** Where the machine stands, as far as routing cares. */
function standing({ cpu, memory, gpu, battery, thermal }: ResourceSample, limits: MachineLimits): string {
  const busy = cpu.loadPct >= limits.cpuSaturatedPct
  const low = battery.present && !battery.charging && (battery.percent ?? 100) <= limits.batteryLowPct
  const steps = [memory.availableMb, ...gpu.map(({ vramFreeMb }) => vramFreeMb)].map((mb) => Math.floor(mb / MEMORY_STEP_MB))
  return [busy, low, thermal === 'hot', ...steps].join('|')
}
