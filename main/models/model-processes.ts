import type { ConfigStore } from '../config/index.ts'
import { createModelProcess, type ForkModelChild, type ModelProcess, memoryOfAll } from '../model-process/index.ts'
import type { Clock, Disposable, Log } from '../platform.ts'
import type { ResourceMonitor } from '../resources/types.ts'
import { followModelProcess } from './follow-model-process.ts'

/** The processes of embedded models: a search does not wait for a draft that is being written, nor does either throw the other's model out. */
export interface ModelProcesses extends Disposable {
  readonly writing: ModelProcess
  readonly embedding: ModelProcess
  /** The memory that they hold together, bytes; null while none of them has told. */
  rssBytes(): number | null
  /** Looks at the memory of the machine from now on, as long as a model is loaded. */
  follow(resources: Pick<ResourceMonitor, 'subscribe'>): void
  /** Models that were set aside get another chance. */
  tryAgain(): void
}

/** None of them is started before its first call. */
export function createModelProcesses(deps: {
  readonly fork: ForkModelChild
  readonly config: Pick<ConfigStore, 'get'>
  readonly clock: Clock
  readonly log: Log
}): ModelProcesses {
  const { fork, config, clock, log } = deps
  const open = (): ModelProcess => createModelProcess({ fork, clock, log, idleMs: () => config.get().models.idleMinutes * 60_000 })
  const [writing, embedding] = [open(), open()]
  const all = [writing, embedding]
  let watches: (() => void)[] = []
  return {
    writing,
    embedding,
    rssBytes: () => memoryOfAll(all),
    follow(resources) {
      watches = all.map((process) => followModelProcess({ process, resources, reserveMb: () => config.get().machine.memoryReserveMb }))
    },
    tryAgain() {
      for (const process of all) process.tryAgain()
    },
    async dispose() {
      for (const stop of watches) stop()
      await Promise.all(all.map((process) => process.dispose()))
    },
  }
}
