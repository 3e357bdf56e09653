import type { ProviderKind } from '#contracts/config.ts'
import type { Label, Route } from '#contracts/privacy.ts'
import type { Fault } from '../../services/index.ts'

/** A provider as the matrix sets it up: the same protocol may be near or far. */
export interface Place {
  readonly name: string
  readonly kind: ProviderKind
  readonly hosted: boolean
}

export const PLACES: readonly Place[] = [
  { name: 'Langbase', kind: 'langbase', hosted: true },
  { name: 'OpenAI-compatible, hosted', kind: 'openai-compatible', hosted: true },
  { name: 'OpenAI-compatible, local', kind: 'openai-compatible', hosted: false },
  { name: 'Open WebUI, local', kind: 'open-webui', hosted: false },
  { name: 'Ollama, local', kind: 'ollama', hosted: false },
]

export const MOMENTS = ['before the first token', 'mid-stream'] as const
export type Moment = (typeof MOMENTS)[number]

/** How a fault is brought about: by the server, by an address where nobody answers, or not at all at that moment. */
export type Staging = { readonly server: Fault } | { readonly address: 'no such name' | 'refused' | 'no encryption' } | null

export interface FaultRow {
  readonly name: string
  /** By moment. */
  readonly staged: readonly [before: Staging, mid: Staging]
  /** The server refuses or has a problem before it answers: sending again is in order, and is counted. */
  readonly refused?: boolean
  /** Nothing is wrong but slow: the whole answer comes. */
  readonly harmless?: boolean
}

const at = (fault: Fault): Staging => ({ server: fault })
/** Frames written before a fault that strikes in the middle: the first ones carry no text in some protocols. */
const AFTER = 4

export const FAULTS: readonly FaultRow[] = [
  {
    name: 'latency',
    staged: [at({ type: 'latency', ms: 120 }), at({ type: 'pause', afterFrames: AFTER, ms: 120 })],
    harmless: true,
  },
  { name: '429', staged: [at({ type: 'rate-limited', retryAfter: '60' }), at({ type: 'error-frame', afterFrames: AFTER })], refused: true },
  { name: '500', staged: [at({ type: 'server-error' }), at({ type: 'error-frame', afterFrames: AFTER, style: 'event' })], refused: true },
  { name: 'HTML 502', staged: [at({ type: 'html-502' }), at({ type: 'malformed-frame', afterFrames: AFTER })], refused: true },
  { name: 'DNS failure', staged: [{ address: 'no such name' }, null] },
  { name: 'refused', staged: [{ address: 'refused' }, null] },
  { name: 'TLS error', staged: [{ address: 'no encryption' }, null] },
  { name: 'truncated', staged: [at({ type: 'truncate', afterFrames: 0 }), at({ type: 'truncate', afterFrames: AFTER })] },
  { name: 'reset', staged: [at({ type: 'reset-before-answer' }), at({ type: 'reset', afterFrames: AFTER })] },
  { name: 'silent', staged: [at({ type: 'never-answer' }), at({ type: 'stall', afterFrames: AFTER })] },
  { name: 'endless', staged: [at({ type: 'pings', afterFrames: 0, ms: 20 }), at({ type: 'endless' })] },
  {
    name: 'malformed frame',
    staged: [at({ type: 'malformed-frame', afterFrames: 0 }), at({ type: 'malformed-frame', afterFrames: AFTER })],
  },
  { name: 'slow drip', staged: [at({ type: 'drip', afterFrames: 0, ms: 25 }), at({ type: 'drip', afterFrames: AFTER, ms: 25 })] },
]

export interface LabelRow {
  readonly label: Label
  readonly prompt: string
  /** What must not be seen far away. */
  readonly planted: readonly string[]
  /** The route that is asked for at a hosted provider; restricted text may only run here. */
  readonly route: Route
}

export const LABEL_ROWS: readonly LabelRow[] = [
  {
    label: 'public',
    prompt: 'Write a two-sentence invitation to the public book club on Saturday at the town library.',
    planted: [],
    route: 'hosted',
  },
  {
    label: 'internal',
    prompt: 'Internal only: write a short note that the second warehouse is to be closed in autumn.',
    planted: [],
    route: 'hybrid',
  },
  {
    label: 'confidential',
    prompt: 'Draft a reply to Margaret Ellison (margaret.ellison@northfield.example, +1 415 555 0134) about her appointment.',
    // The end of a telephone number alone may be that of a stand-in as well.
    planted: ['margaret', 'ellison', 'northfield', '4155550134', '415 555 0134'],
    route: 'hybrid',
  },
  {
    label: 'restricted',
    prompt: 'Write a short manual for the server whose key is AKIAQ7ZP4MNX2RT6WBYE.',
    planted: ['AKIAQ7ZP4MNX2RT6WBYE'],
    route: 'local',
  },
]
