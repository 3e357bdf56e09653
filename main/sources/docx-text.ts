import { TidegateError } from '#contracts/errors.ts'
import { htmlText } from './html-text.ts'
import { type ZipEntry, zipEntries } from './zip-directory.ts'
import { assertSafeArchive } from './zip-safety.ts'

const DOCUMENT = 'word/document.xml'

/**
 * Text of a DOCX file, with headings and list items marked as in Markdown. Throws SOURCE_NOT_EXTRACTABLE for another kind of
 * archive, a damaged file, or one without text; FILE_TOO_LARGE for one that unpacks to too much.
 */
export async function docxText(bytes: Uint8Array): Promise<string> {
  const entries = zipEntries(bytes)
  if (entries === null) throw damaged()
  if (!entries.some(({ name }) => name === DOCUMENT)) throw otherArchive(entries)
  assertSafeArchive(bytes, entries)
  const { default: mammoth } = await import('mammoth')
  const html = await mammoth
    .convertToHtml({ buffer: Buffer.from(bytes) }, { convertImage: mammoth.images.imgElement(async () => ({ src: '' })) })
    .catch((cause: unknown) => {
      throw damaged(cause)
    })
  const text = htmlText(html.value)
  if (text === '') throw new TidegateError('SOURCE_NOT_EXTRACTABLE', 'This document has no text in it. Check that it is the right file.')
  return text
}

function damaged(cause?: unknown): TidegateError {
  return new TidegateError(
    'SOURCE_NOT_EXTRACTABLE',
    'This document is damaged. Open it in its program, save it again as DOCX, and try once more.',
    {
      cause,
    },
  )
}

function otherArchive(entries: readonly ZipEntry[]): TidegateError {
  const has = (folder: string): boolean => entries.some(({ name }) => name.startsWith(folder))
  if (has('xl/')) return new TidegateError('SOURCE_NOT_EXTRACTABLE', 'This is a spreadsheet. Save the sheet as CSV and attach that.')
  if (has('ppt/')) return new TidegateError('SOURCE_NOT_EXTRACTABLE', 'These are slides. Save them as PDF and attach that.')
  if (has('content.xml'))
    return new TidegateError('SOURCE_NOT_EXTRACTABLE', 'This is an OpenDocument file. Save it as DOCX or PDF and attach that.')
  return new TidegateError('FILE_IS_BINARY', 'This is an archive. Unpack it and attach the files that you want to use.')
}
