import type { Finding } from '#contracts/privacy.ts'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import type { Section } from '../privacy/classifier/index.ts'
import type { Reply } from '../worker-pool/reply.ts'
import type { ExtractedText } from './types.ts'

/** What crosses to the worker pool and back. */
export type TextTask =
  | { readonly kind: 'extract'; readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }
  | {
      readonly kind: 'scan'
      readonly text: PackedText
      /** Of the text that is sent: what is to be read of it; the rest stands around. */
      readonly sections: readonly Section[]
      /** Whether the text begins in the middle of another one. */
      readonly goesOn: boolean
      readonly rules: readonly PrivacyRule[]
      /** The same number means the same rules. */
      readonly rulesNumber: number
    }

/** A text as bytes that change hands instead of being copied: one byte a character where all fit, else UTF-16. */
export interface PackedText {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly encoding: 'latin1' | 'utf16le'
}

export type ExtractReply = Reply<ExtractedText>
/** What was found in each section; spans are of the text that was sent. */
export type ScanReply = Reply<readonly (readonly Finding[])[]>

const WIDE = /[\u0100-\uffff]/

export function packText(text: string): PackedText {
  const encoding = WIDE.test(text) ? 'utf16le' : 'latin1'
  const bytes = new Uint8Array(encoding === 'latin1' ? text.length : text.length * 2)
  Buffer.from(bytes.buffer).write(text, encoding)
  return { bytes, encoding }
}

export function unpackText({ bytes, encoding }: PackedText): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding)
}
