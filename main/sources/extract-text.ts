import { TidegateError } from '#contracts/errors.ts'
import { LIMITS } from '#contracts/generation.ts'
import { decodeText } from './decode-text.ts'
import { docxText } from './docx-text.ts'
import { htmlText } from './html-text.ts'
import { DOCX, HTML, mediaTypeOf, PDF, PLAIN } from './media-type.ts'
import { pdfText } from './pdf-text.ts'
import { tooLarge } from './read-source-file.ts'
import type { ExtractedText } from './types.ts'

/**
 * Takes the text out of a file. What it is, is told from its bytes; name and media type only choose between kinds of text.
 * Throws FILE_TOO_LARGE, FILE_IS_BINARY, SOURCE_NOT_EXTRACTABLE.
 */
export async function extractText(file: { name: string; mediaType: string; bytes: Uint8Array }): Promise<ExtractedText> {
  const { bytes } = file
  if (bytes.byteLength > LIMITS.sourceFileBytes) throw tooLarge()
  const extracted = await readAs(bytes, file)
  if (extracted.text.length > LIMITS.sourceTextChars) {
    throw new TidegateError('FILE_TOO_LARGE', `The file has more than ${LIMITS.sourceTextChars} characters of text. Split it.`)
  }
  return extracted
}

async function readAs(bytes: Uint8Array, file: { name: string; mediaType: string }): Promise<ExtractedText> {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1')
  if (isPdf(bytes, head)) return { text: await pdfText(bytes), mediaType: PDF }
  if (head.startsWith('PK\u0003\u0004')) return { text: await docxText(bytes), mediaType: DOCX }
  if (head.startsWith('\u00d0\u00cf\u0011\u00e0')) {
    throw new TidegateError(
      'SOURCE_NOT_EXTRACTABLE',
      'This document is protected by a password or in an old Office format. Save it as DOCX without a password and attach that.',
    )
  }
  if (head.startsWith('{\\rtf')) throw new TidegateError('SOURCE_NOT_EXTRACTABLE', 'This is an RTF file. Save it as DOCX and attach that.')
  const text = decodeText(bytes)
  const named = mediaTypeOf(file.name)
  const promised = named === PLAIN && file.mediaType.startsWith('text/') ? (file.mediaType.split(';')[0] ?? PLAIN) : named
  if (isHtml(text, promised === HTML)) return { text: htmlText(text), mediaType: HTML }
  return { text, mediaType: promised === PDF || promised === DOCX || promised === HTML ? PLAIN : promised }
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
