import type { Locality, Usage } from '#contracts/generation.ts'
import type { EgressContext } from '../privacy/egress/types.ts'

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface ProviderRequest {
  readonly messages: readonly ChatMessage[]
  /** Upper bound of the answer, in the provider's tokens. */
  readonly maxTokens: number
  readonly temperature?: number
  /** Continues a stored conversation where the provider has such a thing. */
  readonly threadId?: string
  /** The answer has to be JSON that satisfies this JSON schema, where the provider can hold a model to one. */
  readonly jsonSchema?: unknown
}

export interface CallContext {
  readonly signal: AbortSignal
  readonly egress: Omit<EgressContext, 'provider'>
}

/**
 * One piece of an answer. `text` carries new characters only. `end` comes exactly once and last, after a clean end as the
 * provider's protocol defines it; a stream that stops without one throws STREAM_TRUNCATED.
 */
export type ProviderChunk =
  | { readonly type: 'text'; readonly delta: string }
  | {
      readonly type: 'end'
      readonly finishReason: 'stop' | 'length' | 'other'
      /** Null where the server gave none; the caller estimates then. */
      readonly usage: Usage | null
      readonly threadId: string | null
      readonly model: string | null
    }

export interface ProviderHealth {
  readonly healthy: boolean
  /** One line for a person; no address and no key. */
  readonly detail: string
}

export interface RetrievedChunk {
  readonly text: string
  /** 0 to 1, higher is nearer. */
  readonly similarity: number
  readonly source: string
}

/** Something that runs a model. Calls throw `TidegateError` with a PROVIDER_* code, STREAM_TRUNCATED, CANCELLED or EGRESS_REFUSED. */
export interface Provider {
  readonly id: string
  readonly kind: string
  readonly model: string
  /** Derived from the address. */
  locality(): Promise<Locality>
  stream(request: ProviderRequest, context: CallContext): AsyncIterable<ProviderChunk>
  /** Cheap; never carries user text. */
  health(signal: AbortSignal): Promise<ProviderHealth>
  /** Models on offer; empty where the protocol has no such call. */
  models(signal: AbortSignal): Promise<readonly string[]>
  /** Passages from a hosted memory; absent where the provider has none. */
  retrieve?(query: string, memories: readonly string[], topK: number, context: CallContext): Promise<readonly RetrievedChunk[]>
}
