import type { Locality } from '#contracts/generation.ts'
import type { EgressContext } from '../../privacy/egress/types.ts'

/** Makes vectors of texts. Calls throw as a provider's do; the door refuses every address that is not local. */
export interface Embedder {
  readonly provider: string
  readonly model: string
  /** Tells apart what cannot be compared: another kind, address, file or model makes other vectors. */
  readonly key: string
  /** Texts that are handed over at a time: few enough that a search, which may wait behind them, waits little. */
  readonly atOnce: number
  /** Derived from the address; a server that passes requests on is hosted. */
  locality(): Promise<Locality>
  /** One vector for each text, in their order. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly number[])[]>
}

/** No decision and no vault go along: nothing that is embedded may leave, so the door has nothing to weigh. */
export const EMBED_CONTEXT: Omit<EgressContext, 'provider'> = {
  purpose: 'embed',
  jobId: null,
  generationId: null,
  attemptId: null,
  decision: null,
  vaultId: null,
}
