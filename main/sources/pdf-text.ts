import { TidegateError } from '#contracts/errors.ts'
import { LIMITS } from '#contracts/generation.ts'
import type { TextPart } from './passages/index.ts'
import { assertModestStreams } from './pdf-streams.ts'
import type { ExtractedText } from './types.ts'

/** A line further down than this many font heights begins a paragraph. */
const PARAGRAPH_GAP = 1.7
const PAGE_GAP = '\n\n'
const MAX_PAGES = 20_000

interface Run {
  readonly str: string
  readonly height: number
  readonly y: number
  readonly endsLine: boolean
}

/**
 * Text of a PDF in reading order as the file gives it: one line a line, a blank line between paragraphs and pages, words that a
 * line end has cut put together; and where each page begins. Throws SOURCE_NOT_EXTRACTABLE for a damaged or protected file and for one of
 * images only, FILE_TOO_LARGE for one that unpacks to too much.
 */
export async function pdfText(bytes: Uint8Array): Promise<Pick<ExtractedText, 'text' | 'parts'>> {
  assertModestStreams(bytes)
  const { getDocumentProxy } = await import('unpdf')
  // The parser takes the buffer for itself.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 }).catch((cause: unknown) => {
    throw unreadable(cause)
  })
  try {
    if (pdf.numPages > MAX_PAGES) {
      throw new TidegateError('FILE_TOO_LARGE', `This PDF says it has more than ${MAX_PAGES} pages. Split it.`)
    }
    const pages: string[] = []
    const parts: TextPart[] = []
    let length = 0
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number)
      const { items } = await page.getTextContent()
      const runs = items.flatMap((item): Run[] =>
        'str' in item ? [{ str: item.str, height: item.height, y: numberAt(item.transform, 5), endsLine: item.hasEOL }] : [],
      )
      page.cleanup()
      const text = pageText(runs)
      if (text === '') continue
      parts.push({ start: length, kind: 'page', number })
      pages.push(`${text}${PAGE_GAP}`)
      length += text.length + PAGE_GAP.length
      if (length > LIMITS.sourceTextChars) {
        throw new TidegateError('FILE_TOO_LARGE', `This PDF has more than ${LIMITS.sourceTextChars} characters of text. Split it.`)
      }
    }
    if (length === 0) {
      throw new TidegateError('SOURCE_NOT_EXTRACTABLE', 'This PDF has no text, only images. Run text recognition (OCR) on it first.')
    }
    return { text: pages.join('').slice(0, -PAGE_GAP.length), parts }
  } catch (error) {
    throw error instanceof TidegateError ? error : unreadable(error)
  } finally {
    await pdf.loadingTask.destroy()
  }
}

/** Lines and paragraphs of one page, from the runs of text in it. */
export function pageText(runs: readonly Run[]): string {
  let text = ''
  let last: Run | null = null
  for (const run of runs) {
    if (run.str !== '' && last !== null) {
      const drop = Math.abs(last.y - run.y)
      const height = Math.max(last.height, run.height, 1)
      if (drop > height * PARAGRAPH_GAP) text = `${text.trimEnd()}\n\n`
      else if (drop > height * 0.5 && !text.endsWith('\n')) text += '\n'
    }
    text += run.str
    if (run.endsLine && !text.endsWith('\n')) text += '\n'
    if (run.str.trim() !== '') last = run
  }
  return text
    .replace(/(\p{Ll})-\n(?=\p{Ll})/gu, '$1')
    .replace(/[ \t]+\n/g, '\n')
    .trim()
}

function numberAt(values: readonly unknown[], index: number): number {
  const value = values[index]
  return typeof value === 'number' ? value : 0
}

function unreadable(cause: unknown): TidegateError {
  const isProtected = cause instanceof Error && cause.name === 'PasswordException'
  return new TidegateError(
    'SOURCE_NOT_EXTRACTABLE',
    isProtected
      ? 'This PDF is protected by a password. Save a copy without one and attach that.'
      : 'This PDF is damaged. Open it in a viewer, print or save it as a new PDF, and attach that.',
    { cause },
  )
}
