import { columnNames, recordEnd, sniffDialect } from './csv-records.ts'
import { createHeadingPath } from './headings.ts'
import type { Passage, PlaceKind, TextPart } from './types.ts'

/** Aim of a passage's size, UTF-16 code units: a few paragraphs. Where its structure allows it lies between the two others. */
const AIM = 1_000
const LEAST = 400
const MOST = 1_500

const ROWS: ReadonlySet<string> = new Set(['text/csv', 'text/tab-separated-values'])
const HEADED: ReadonlySet<string> = new Set([
  'text/markdown',
  'text/html',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'message/rfc822',
])
/** Their text is not the file's, so its lines say nothing to a person. */
const UNCOUNTED: ReadonlySet<string> = new Set([...HEADED].filter((type) => type !== 'text/markdown'))

/** Ends of what belongs together, the strongest first. A mark that stands later in the window is better than an earlier one. */
const ENDS: readonly RegExp[] = [/\n[ \t\r]*\n/g, /\n/g, /[.!?…]["'”’)\]]*[ \t]|[。！？]/g, /[ \t]/g]

export interface CutText {
  readonly text: string
  readonly mediaType: string
  readonly parts?: readonly TextPart[]
}

/**
 * Cuts a text on its structure: at pages and parts always, before headings, then at paragraphs, lines, sentences and words, whichever is the
 * strongest near the aim; tables at their rows. Lazy, so that a caller can rest between passages; linear in the text.
 */
export function* cutPassages({ text, mediaType, parts = [] }: CutText): Generator<Passage> {
  if (ROWS.has(mediaType)) yield* cutRows(text)
  else yield* cutProse(text, { headed: HEADED.has(mediaType), counted: !UNCOUNTED.has(mediaType), parts })
}

function* cutProse(text: string, how: { headed: boolean; counted: boolean; parts: readonly TextPart[] }): Generator<Passage> {
  const { parts } = how
  const path = createHeadingPath()
  let line = 1
  let partIndex = -1
  for (let start = 0; start < text.length; ) {
    while ((parts[partIndex + 1]?.start ?? Number.POSITIVE_INFINITY) <= start) partIndex += 1
    const limit = Math.min(text.length, parts[partIndex + 1]?.start ?? text.length)
    const window = text.slice(start, Math.min(limit, start + MOST))
    const atLineStart = start === 0 || text.charCodeAt(start - 1) === 10
    const headings = how.headed ? path.within(window, start, atLineStart) : []
    const heading = headings.find(({ at }) => at - start >= LEAST)
    const end = heading !== undefined && heading.at < limit ? heading.at : endOf(text, start, limit, window)
    const own = headings.filter(({ at }) => at < end)
    const first = own[0]?.at === start ? own[0].level : null
    const part = parts[partIndex]
    const above = how.headed ? path.above(first) : ''
    yield {
      start,
      end,
      kind: part?.kind ?? placeKind(how),
      number: part?.number ?? (how.counted ? line : 0),
      context: part?.name === undefined || part.name === above ? above : [part.name, above].filter((name) => name !== '').join(' › '),
    }
    const passed = text.slice(start, end)
    if (how.headed) path.pass(passed, own)
    if (how.counted) line += count(passed, '\n')
    start = end
  }
}

function placeKind({ counted }: { counted: boolean }): PlaceKind {
  return counted ? 'line' : 'section'
}

/** Where the passage that begins at `start` ends; `window` is its text up to the hard bound. */
function endOf(text: string, start: number, limit: number, window: string): number {
  if (start + window.length >= limit && window.length <= AIM + LEAST) return limit
  for (const pattern of ENDS) {
    const at = nearest(window, pattern)
    if (at !== null) return start + at
  }
  return unbroken(text, start + window.length)
}

/** The end of the match that lies nearest to the aim, not below the least. */
function nearest(window: string, pattern: RegExp): number | null {
  pattern.lastIndex = LEAST
  let best: number | null = null
  for (let match = pattern.exec(window); match !== null; match = pattern.exec(window)) {
    const end = match.index + match[0].length
    if (best !== null && Math.abs(end - AIM) >= Math.abs(best - AIM)) break
    best = end
  }
  return best
}

/** Not between the halves of a surrogate pair. */
function unbroken(text: string, at: number): number {
  const code = at < text.length ? text.charCodeAt(at) : 0
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

function* cutRows(text: string): Generator<Passage> {
  const dialect = sniffDialect(text)
  const columns = columnNames(text, dialect)
  let row = 1
  for (let start = 0; start < text.length; ) {
    const first = row
    let end = start
    while (end < text.length && end - start < AIM) {
      end = recordEnd(text, end, dialect)
      row += 1
    }
    // A row may be as wide as the file: it is cut as words are, and its passages are all of that row.
    let at = start
    for (; end - at > 2 * MOST; ) {
      const stop = endOf(text, at, end, text.slice(at, at + MOST))
      yield { start: at, end: stop, kind: 'row', number: first, context: first === 1 ? '' : columns }
      at = stop
    }
    yield { start: at, end, kind: 'row', number: first, context: first === 1 ? '' : columns }
    start = end
  }
}

export function count(text: string, char: string): number {
  let found = 0
  for (let at = text.indexOf(char); at !== -1; at = text.indexOf(char, at + 1)) found += 1
  return found
}
