import type { Route } from '#contracts/privacy.ts'
import type { RouteOptions } from '#contracts/routing.ts'
import type { Clock, Log } from '../platform.ts'
import type { ConversationKey, ConversationThreadStore } from '../storage/types.ts'
import type { RegisteredProvider } from './provider-registry.ts'

/**
 * The thread at the service in which a conversation goes on. Only what was sent on the hosted route is in it: the local turns of the same
 * conversation are not, and neither are masked ones, whose stand-ins a later answer could not be restored from.
 */
export interface ConversationThreads {
  /** Null for a first turn, and where a turn may not go into a thread. */
  threadOf(turn: Turn): Promise<string | null>
  /** What the service called the thread of this turn. That it cannot be kept is logged; it must not cost a draft. */
  remember(turn: Turn, threadId: string | null): Promise<void>
}

export interface Turn {
  readonly registered: Pick<RegisteredProvider, 'config' | 'locality'>
  readonly route: Route
  readonly masked: boolean
  readonly conversation: RouteOptions['conversation']
}

export function createConversationThreads(deps: {
  readonly store: Pick<ConversationThreadStore, 'threadOf' | 'put'>
  readonly clock: Clock
  readonly log: Log
}): ConversationThreads {
  return {
    async threadOf(turn) {
      const key = keyOf(turn)
      return key === null ? null : deps.store.threadOf(key)
    },
    async remember(turn, threadId) {
      const key = keyOf(turn)
      if (key === null || threadId === null) return
      await deps.store.put(key, threadId, deps.clock.now()).catch((error: unknown) => deps.log.error('threads.not_kept', error))
    },
  }
}

function keyOf({ registered: { config }, route, masked, conversation }: Turn): ConversationKey | null {
  if (config.kind !== 'langbase' || route !== 'hosted' || masked || conversation === undefined) return null
  // Another pipe, or another account, has other threads.
  return { provider: config.id, address: new URL(config.baseUrl).origin, model: config.model, conversation }
}
