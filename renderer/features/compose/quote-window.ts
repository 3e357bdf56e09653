/** The part of a source around a quote. `clippedStart`/`clippedEnd` say that there is more. */
export interface QuoteWindow {
  readonly before: string
  readonly quote: string
  readonly after: string
  readonly clippedStart: boolean
  readonly clippedEnd: boolean
}

/**
 * Cuts out what surrounds `[start, end)`, `around` characters on each side. When the text there is no longer the quote, the
 * quote is looked for; null when the text does not hold it.
 */
export function quoteWindow(text: string, citation: { start: number; end: number; quote: string }, around: number): QuoteWindow | null {
  const held = text.slice(citation.start, citation.end) === citation.quote
  const start = held ? citation.start : text.indexOf(citation.quote)
  if (start < 0 || citation.quote === '') return null
  const end = start + citation.quote.length
  const from = Math.max(0, start - around)
  const to = Math.min(text.length, end + around)
  return {
    before: text.slice(from, start),
    quote: text.slice(start, end),
    after: text.slice(end, to),
    clippedStart: from > 0,
    clippedEnd: to < text.length,
  }
}
