import { type Config, ConfigSchema } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { RoutingChange } from '#contracts/routing-learning.ts'
import type { ConfigStore } from '../config/index.ts'
import type { Clock, Log } from '../platform.ts'
import type { RoutingStore } from '../storage/types.ts'

/** Every change of what decides, in order, and the way back. */
export interface ChangeLog {
  record(what: RoutingChange['what'], before: unknown, after: unknown, note: string): Promise<void>
  list(limit: number): Promise<readonly RoutingChange[]>
  /** Sets a policy or weights back to what they were before a change; that is a change of its own. Throws NOT_FOUND, BAD_INPUT. */
  revert(seq: number): Promise<RoutingChange>
  /** Records what changed in the settings while nobody listened (at first: from what is built in), then each further change, until disposed. */
  follow(): Promise<void>
  dispose(): Promise<void>
}

type Followed = 'policy' | 'weights'

/** Where a setting is that is followed. */
const PATHS = { policy: ['policy', 'privacyMode'], weights: ['routing'] } as const

function of(settings: Config, what: Followed): string {
  return JSON.stringify(Object.fromEntries(PATHS[what].map((path) => [path, settings[path]])))
}

export function createChangeLog(deps: { store: RoutingStore; config: ConfigStore; clock: Clock; log: Log }): ChangeLog {
  const { store, config, clock, log } = deps
  let stop: (() => void) | null = null
  let last: Promise<unknown> = Promise.resolve()
  const seen: Record<Followed, string> = { policy: '', weights: '' }
  /** Why the settings are about to change, where it is known. */
  let reason = ''

  const now = (what: Followed): string => of(config.get(), what)

  async function append(what: RoutingChange['what'], before: string, after: string, note: string): Promise<void> {
    await store.appendChange({ at: clock.now(), what, before, after, note })
  }

  function look(note = reason): void {
    for (const what of ['policy', 'weights'] as const) {
      const [before, after] = [seen[what], now(what)]
      if (before === after) continue
      seen[what] = after
      last = last.then(() => append(what, before, after, note)).catch((error: unknown) => log.error('routing.change_not_recorded', error))
    }
  }

  return {
    record: (what, before, after, note) => append(what, JSON.stringify(before), JSON.stringify(after), note),
    list: (limit) => store.changes(limit),
    async revert(seq) {
      const change = await store.change(seq)
      if (change === null) throw new TidegateError('NOT_FOUND', `There is no change ${seq}. "tidegate route changes" lists them.`)
      if (change.what !== 'policy' && change.what !== 'weights') {
        throw new TidegateError(
          'BAD_INPUT',
          `A change of the ${change.what} is not taken back here. Use "tidegate route rollback" or "tidegate route experiment".`,
        )
      }
      const before: unknown = JSON.parse(change.before)
      reason = `Took back change ${seq}.`
      try {
        for (const [path, value] of Object.entries(before ?? {})) config.set(path, value)
        look()
      } finally {
        reason = ''
      }
      await last
      const [latest = change] = await store.changes(1)
      return latest
    },
    async follow() {
      const known = await store.changes(500)
      for (const what of ['policy', 'weights'] as const)
        seen[what] = known.find((change) => change.what === what)?.after ?? of(ConfigSchema.parse({}), what)
      look('Changed while the app was not running.')
      stop = config.onChange(() => look())
      await last
    },
    async dispose() {
      stop?.()
      stop = null
      await last
    },
  }
}
