import { TidegateError } from '#contracts/errors.ts'
import { LIMITS } from '#contracts/generation.ts'
import { docxText } from './docx-text.ts'
import { pageText } from './html-article.ts'
import { mailText } from './mail-text.ts'
import { DOCX, HTML, MAIL, PDF } from './media-type.ts'
import { pdfText } from './pdf-text.ts'
import { type FileToRead, formatOf, textAsItStands, withinLimit, withWrongName } from './plain-text.ts'
import { tooLarge } from './read-source-file.ts'
import type { ExtractedText } from './types.ts'

/** Messages in messages, and archives of them, are opened so far down. */
const MAX_DEPTH = 3

/**
 * Takes the text out of a file. What it is, is told from its bytes; name and media type only choose between kinds of text.
 * Throws FILE_TOO_LARGE, FILE_IS_BINARY, SOURCE_NOT_EXTRACTABLE.
 */
export async function extractText(file: FileToRead, depth = 0): Promise<ExtractedText> {
  if (file.bytes.byteLength > LIMITS.sourceFileBytes) throw tooLarge()
  return withWrongName(file.name, withinLimit(await readAs(file, depth)))
}

async function readAs(file: FileToRead, depth: number): Promise<ExtractedText> {
  const { bytes } = file
  switch (formatOf(bytes)) {
    case 'pdf':
      return { ...(await pdfText(bytes)), mediaType: PDF }
    case 'zip':
      return { text: await docxText(bytes), mediaType: DOCX }
    case 'old-office':
      throw new TidegateError(
        'SOURCE_NOT_EXTRACTABLE',
        'This document is protected by a password or in an old Office format. Save it as DOCX without a password and attach that.',
      )
    case 'rtf':
      throw new TidegateError('SOURCE_NOT_EXTRACTABLE', 'This is an RTF file. Save it as DOCX and attach that.')
    case null:
      return readText(file, depth)
  }
}

async function readText(file: FileToRead, depth: number): Promise<ExtractedText> {
  const read = textAsItStands(file)
  switch (read.mediaType) {
    case HTML:
      return { ...(await pageText(read.text)), mediaType: HTML }
    case MAIL:
      if (depth >= MAX_DEPTH)
        throw new TidegateError('FILE_TOO_LARGE', 'This message is nested too deep. Save the inner one and attach that.')
      return { ...(await mailText(file.bytes, (inner) => extractText(inner, depth + 1))), mediaType: MAIL }
    default:
      return read
  }
}
