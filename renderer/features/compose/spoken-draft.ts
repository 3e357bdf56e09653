import { parseInline, plainText } from '#contracts/draft-inline.ts'
import { alignmentsOf, cellsOf } from '#contracts/draft-table.ts'

/** More than this in one go is not read out but counted: a fast model writes faster than anybody listens. */
const MOST_SPOKEN = 240
const SENTENCE_END = /[.!?…。！？؟](?:["”’»)\]]|\[\d+\])*(?=\s|$)|\n/gu

/** What to say next of a draft that grows. `to` is how far it has been told then. */
export type Spoken =
  | { readonly kind: 'nothing'; readonly to: number }
  | { readonly kind: 'text'; readonly text: string; readonly to: number }
  | { readonly kind: 'progress'; readonly to: number }

/** The sentences that were finished since `from`; only that it goes on where there are too many; nothing while none is finished. */
export function nextSpoken(text: string, from: number): Spoken {
  // A draft that was begun anew is told from its beginning.
  const start = from > text.length ? 0 : from
  let end = start
  for (const match of text.slice(start).matchAll(SENTENCE_END)) end = start + match.index + match[0].length
  const finished = text.slice(start, end).trim()
  if (finished === '') return { kind: 'nothing', to: start }
  return finished.length > MOST_SPOKEN ? { kind: 'progress', to: end } : { kind: 'text', text: plainOf(finished), to: end }
}

/** Without the marks of Markdown, which would be read out sign by sign; the cells of a table one after the other. */
function plainOf(markdown: string): string {
  return markdown.split('\n').map(spokenLine).filter(Boolean).join('\n')
}

function spokenLine(line: string): string {
  if (alignmentsOf(line) !== null) return ''
  const text = line.trim().replace(/^(?:#{1,6}|[-*+•>])\s+/, '')
  return (text.startsWith('|') ? cellsOf(text) : [text]).map((part) => plainText(parseInline(part))).join(', ')
}
