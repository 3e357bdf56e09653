import type { SourceText } from './types.ts'

/** A piece of a source, `[start, end)` in UTF-16 code units of its text. */
export interface Passage {
  readonly source: string
  readonly sourceName: string
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Aim of a passage's size, UTF-16 code units: a few paragraphs. */
const PASSAGE_CHARS = 1_600

/** Scores texts against a query; higher is nearer. */
export type Ranker = (query: string, texts: readonly string[]) => readonly number[]

/**
 * What of the sources goes into a prompt of limited size: everything when it fits, else the passages nearest to the request, in
 * the order of the sources. `budgetChars` bounds their text together.
 */
export function selectPassages(query: string, sources: readonly SourceText[], budgetChars: number, rank: Ranker): Passage[] {
  const total = sources.reduce((sum, { text }) => sum + text.length, 0)
  if (total <= budgetChars) {
    return sources.map(({ id, name, text }) => ({ source: id, sourceName: name, start: 0, end: text.length, text }))
  }
  const passages = sources.flatMap(splitSource)
  const scores = rank(
    query,
    passages.map(({ text }) => text),
  )
  const order = passages.map((_passage, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
  const chosen = new Set<number>()
  let left = budgetChars
  for (const index of order) {
    const size = passages[index]?.text.length ?? 0
    if (size > left) continue
    chosen.add(index)
    left -= size
  }
  return passages.filter((_passage, index) => chosen.has(index))
}

/** Cuts at paragraph ends where there are any, else at line ends or spaces, so that every passage is at most twice the aim. */
export function splitSource(source: SourceText): Passage[] {
  const passages: Passage[] = []
  const { text } = source
  for (let start = 0; start < text.length; ) {
    const end = cutAfter(text, start)
    passages.push({ source: source.id, sourceName: source.name, start, end, text: text.slice(start, end) })
    start = end
  }
  return passages
}

function cutAfter(text: string, start: number): number {
  if (text.length - start <= PASSAGE_CHARS * 1.5) return text.length
  const aim = start + PASSAGE_CHARS
  for (const separator of ['\n\n', '\n', '. ', ' ']) {
    const at = text.indexOf(separator, aim)
    if (at !== -1 && at - start <= PASSAGE_CHARS * 2) return at + separator.length
  }
  const hard = start + PASSAGE_CHARS * 2
  // Not between the halves of a surrogate pair.
  return hard < text.length && /[\uDC00-\uDFFF]/.test(text.charAt(hard)) ? hard + 1 : Math.min(hard, text.length)
}
