import { TidegateError } from '#contracts/errors.ts'
import { LIMITS } from '#contracts/generation.ts'
import { decodeText } from './decode-text.ts'
import { DOCX, HTML, MAIL, mediaTypeOf, PDF, PLAIN } from './media-type.ts'
import type { ExtractedText } from './types.ts'

export interface FileToRead {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** The format that a file's first bytes tell, or null for text of some kind. */
export function formatOf(bytes: Uint8Array): 'pdf' | 'zip' | 'old-office' | 'rtf' | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1')
  if (isPdf(bytes, head)) return 'pdf'
  if (head.startsWith('PK\u0003\u0004')) return 'zip'
  if (head.startsWith('\u00d0\u00cf\u0011\u00e0')) return 'old-office'
  if (head.startsWith('{\\rtf')) return 'rtf'
  return null
}

/** Bytes without a format, as they stand: HTML is still markup. Takes time in proportion to its size. Throws FILE_IS_BINARY. */
export function textAsItStands({ name, mediaType, bytes }: FileToRead): ExtractedText {
  const text = decodeText(bytes)
  const named = mediaTypeOf(name)
  const promised =
    named === PLAIN && (mediaType.startsWith('text/') || mediaType.startsWith(MAIL)) ? (mediaType.split(';')[0] ?? PLAIN) : named
  if (isHtml(text, promised === HTML)) return { text, mediaType: HTML }
  if (promised === MAIL) return { text, mediaType: isMail(text) ? MAIL : PLAIN }
  return { text, mediaType: promised === PDF || promised === DOCX || promised === HTML ? PLAIN : promised }
}

/** The text of a file that is nothing but text; null for one whose text has to be taken out. Throws FILE_IS_BINARY, FILE_TOO_LARGE. */
export function plainText(file: FileToRead): ExtractedText | null {
  if (formatOf(file.bytes) !== null) return null
  const read = textAsItStands(file)
  return read.mediaType === HTML || read.mediaType === MAIL ? null : withinLimit(withWrongName(file.name, read))
}

const DOCUMENTS: Readonly<Record<string, string>> = { [PDF]: 'a PDF', [DOCX]: 'a DOCX document' }
const OTHERS: Readonly<Record<string, string>> = { ...DOCUMENTS, [HTML]: 'a web page' }

/** A document by its name alone may be a download that failed, or the wrong file: whoever attached it has to know. */
export function withWrongName(name: string, extracted: ExtractedText): ExtractedText {
  const promised = DOCUMENTS[mediaTypeOf(name)]
  const found = OTHERS[extracted.mediaType] ?? 'plain text'
  if (promised === undefined || promised === found) return extracted
  const { note } = { note: `By its name this is ${promised}, but it is ${found} and was read as such.` }
  return { ...extracted, note: [note, extracted.note].filter(Boolean).join(' ') }
}

export function withinLimit(extracted: ExtractedText): ExtractedText {
  if (extracted.text.length > LIMITS.sourceTextChars) {
    throw new TidegateError('FILE_TOO_LARGE', `The file has more than ${LIMITS.sourceTextChars} characters of text. Split it.`)
  }
  return extracted
}

/**
 * A PDF begins with its mark; readers also take up to a kilobyte of other bytes before it (ISO 32000, annex H). There only its end
 * tells it from a text that speaks of PDFs.
 */
function isPdf(bytes: Uint8Array, head: string): boolean {
  const mark = /%PDF-\d/.exec(head)
  if (mark === null || mark.index === 0) return mark !== null
  return Buffer.from(bytes.subarray(-2_048)).toString('latin1').includes('startxref')
}

/** A document that says so at its beginning; with a name that says so, any that has a tag. */
function isHtml(text: string, promised: boolean): boolean {
  const start = text.slice(0, 2_000).replace(/^\s*(?:<\?xml[^>]*>|<!--[\s\S]*?-->|\s)*/, '')
  return /^<!doctype html|^<html[\s>]/i.test(start) || (promised && /<[a-z][a-z0-9]*[\s>/]/i.test(text))
}

/** A message begins with its headers. */
function isMail(text: string): boolean {
  return /^(?:From .*\r?\n)?[A-Za-z][A-Za-z0-9-]*:/.test(text)
}
