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
  return finished.length > MOST_SPOKEN ? { kind: 'progress', to: end } : { kind: 'text', text: plainText(finished), to: end }
}

/** Without the marks of Markdown, which would be read out sign by sign. */
function plainText(markdown: string): string {
  return markdown.replaceAll(/^#{1,6}\s+|\*\*|^[-*]\s+/gmu, '')
}
