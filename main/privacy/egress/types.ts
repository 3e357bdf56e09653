import type { Locality } from '#contracts/generation.ts'
import type { Label, Route } from '#contracts/privacy.ts'

/**
 * Why a connection is wanted. `generate` and `retrieve` carry user text under a decision. `manage` (the service's books: pipes, memories,
 * threads) and `upload` (a document) carry what a person named for it, and only what is public. `embed` carries passages of sources and
 * questions about them, and goes to local addresses only, whatever their label. Nothing else carries any text;
 * `update` asks for new versions of the app. `telemetry` carries log lines and metrics to the collector that a person named, which no text of theirs can be
 * in, and only what is public, too.
 */
export type EgressPurpose = 'generate' | 'retrieve' | 'embed' | 'health' | 'models' | 'manage' | 'upload' | 'update' | 'telemetry'

/** On whose behalf. For `generate` and `retrieve` to a hosted address a decision is required. */
export interface EgressContext {
  readonly purpose: EgressPurpose
  readonly provider: string
  readonly jobId: string | null
  readonly generationId: string | null
  readonly attemptId: string | null
  readonly decision: { readonly id: string; readonly route: Route; readonly label: Label } | null
  /** The vault whose originals must not occur in the payload, and whose surrogates may. */
  readonly vaultId: string | null
}

/** All times in ms; `idleMs` is the longest silence between two pieces of the body. */
export interface EgressTimeouts {
  readonly connectMs: number
  readonly firstByteMs: number
  readonly idleMs: number
}

export interface EgressRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD'
  /** Of an `upload` by PUT: an address that the service handed out, signed. It is a permission, and not judged as a text. */
  readonly url: string
  /** Headers without credentials: they are scanned and recorded. */
  readonly headers: Readonly<Record<string, string>>
  /** Headers that carry keys: sent, never recorded, and never sent to another host than `url`'s. */
  readonly credentials?: Readonly<Record<string, string>>
  readonly body?: string
  readonly context: EgressContext
  /** The server at this address is known to pass the request on (a cloud model behind a local server): judge it as hosted. */
  readonly passesOn?: boolean
  readonly signal: AbortSignal
  readonly timeouts: EgressTimeouts
}

export interface EgressResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly locality: Locality
  /** seq of the ledger entry, or null when nothing left (local address). */
  readonly ledgerSeq: number | null
  /**
   * The body as it arrives. Ends by throwing PROVIDER_TIMEOUT after `idleMs` of silence, CANCELLED on abort and
   * PROVIDER_NETWORK when the socket breaks. Leaving the loop closes the socket.
   */
  readonly body: AsyncIterable<Uint8Array>
  /** The whole body as UTF-8; at most `limitBytes` (default 8 MiB), else PROVIDER_PROTOCOL. */
  text(limitBytes?: number): Promise<string>
  /** Drops the body and closes the socket. */
  cancel(): Promise<void>
}

/**
 * The one door. `request` throws EGRESS_REFUSED when the guard says no (the refusal is in the ledger), PROVIDER_NETWORK when
 * the address cannot be reached, PROVIDER_TIMEOUT, CANCELLED. Redirects are not followed: their status is returned.
 */
export interface Egress {
  request(request: EgressRequest): Promise<EgressResponse>
  /** Locality of an address: loopback or a trusted host is `local`, all else, also what does not resolve, is `hosted`. */
  localityOf(url: string): Promise<Locality>
}
