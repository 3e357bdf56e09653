import { TidegateError } from '#contracts/errors.ts'
import { LIMITS } from '#contracts/generation.ts'
import { docxText } from './docx-text.ts'
import { htmlText } from './html-text.ts'
import { DOCX, HTML, PDF } from './media-type.ts'
import { pdfText } from './pdf-text.ts'
import { type FileToRead, formatOf, textAsItStands, withinLimit } from './plain-text.ts'
import { tooLarge } from './read-source-file.ts'
import type { ExtractedText } from './types.ts'

/**
 * Takes the text out of a file. What it is, is told from its bytes; name and media type only choose between kinds of text.
 * Throws FILE_TOO_LARGE, FILE_IS_BINARY, SOURCE_NOT_EXTRACTABLE.
 */
export async function extractText(file: FileToRead): Promise<ExtractedText> {
  if (file.bytes.byteLength > LIMITS.sourceFileBytes) throw tooLarge()
  return withinLimit(await readAs(file))
}

async function readAs(file: FileToRead): Promise<ExtractedText> {
  const { bytes } = file
  switch (formatOf(bytes)) {
    case 'pdf':
      return { text: await pdfText(bytes), mediaType: PDF }
    case 'zip':
      return { text: await docxText(bytes), mediaType: DOCX }
    case 'old-office':
      throw new TidegateError(
        'SOURCE_NOT_EXTRACTABLE',
        'This document is protected by a password or in an old Office format. Save it as DOCX without a password and attach that.',
      )
    case 'rtf':
      throw new TidegateError('SOURCE_NOT_EXTRACTABLE', 'This is an RTF file. Save it as DOCX and attach that.')
    case null: {
      const read = textAsItStands(file)
      return read.mediaType === HTML ? { text: htmlText(read.text), mediaType: HTML } : read
    }
  }
}
