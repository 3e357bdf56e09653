import type { TypedSpan } from '../../../main/privacy/eval/metrics.ts'

/** What a peer says of one text. */
export interface Detection {
  /** Half-open, UTF-16 code units, with Presidio's type names where one exists. */
  readonly spans: readonly TypedSpan[]
  /** False where a redacted text could not be laid over the original; the spans are then empty. */
  readonly aligned: boolean
  /** Whether it found anything at all; for Tidegate, whether the label is above public. */
  readonly flagged: boolean
}

/** A library that finds or redacts personal data or secrets, with its default settings. */
export interface Peer {
  /** What its users call, and nothing more: this is what is timed. */
  run(text: string): unknown
  detect(text: string): Detection | Promise<Detection>
}

export function detectionOf(spans: readonly TypedSpan[]): Detection {
  return { spans, aligned: true, flagged: spans.length > 0 }
}
