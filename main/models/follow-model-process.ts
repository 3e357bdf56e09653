import type { ModelProcess } from '../model-process/index.ts'
import type { ResourceMonitor } from '../resources/types.ts'

/**
 * Looks at the memory of the machine as long as a model is loaded, and no longer, and tells its supervisor. Returns what ends it.
 * @param deps.reserveMb memory that is to stay free for the rest of the machine, MiB
 */
export function followModelProcess(deps: {
  readonly process: ModelProcess
  readonly resources: Pick<ResourceMonitor, 'subscribe'>
  readonly reserveMb: () => number
}): () => void {
  let stopLooking: (() => void) | null = null
  const stopFollowing = deps.process.onChange(({ phase }) => {
    if (phase === 'off') {
      stopLooking?.()
      stopLooking = null
    } else stopLooking ??= deps.resources.subscribe(({ memory }) => deps.process.noteMemory(memory.availableMb, deps.reserveMb()))
  })
  return () => {
    stopFollowing()
    stopLooking?.()
  }
}
