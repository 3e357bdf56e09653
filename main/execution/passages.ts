import { cutPassages, fuseRanks, mediaTypeOf } from '../sources/index.ts'
import type { SourceText } from './types.ts'

/** A piece of a source, `[start, end)` in UTF-16 code units of its text. */
export interface Passage {
  readonly source: string
  readonly sourceName: string
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Of sources that are too long for a model it is given passages of so many tokens at least, whatever its context. */
export const LEAST_SOURCE_TOKENS = 512

/** Where something stands: `[start, end)` of a source's text. */
export type PassageSpan = Pick<Passage, 'source' | 'start' | 'end'>

/** Scores texts against a query; higher is nearer. */
export type Ranker = (query: string, texts: readonly string[]) => readonly number[]

/**
 * What of the sources goes into a prompt of limited size: everything when it fits, else the passages nearest to the request, in
 * the order of the sources. `budgetChars` bounds their text together. Nearest is what comes first when the ranking by words is fused with
 * that by meaning, where there is one.
 */
export function selectPassages(
  query: string,
  sources: readonly SourceText[],
  budgetChars: number,
  { rank, byMeaning = [] }: { readonly rank: Ranker; readonly byMeaning?: readonly PassageSpan[] },
): Passage[] {
  if (fits(sources, budgetChars)) {
    return sources.map(({ id, name, text }) => ({ source: id, sourceName: name, start: 0, end: text.length, text }))
  }
  const passages = sources.flatMap(splitSource)
  const scores = rank(
    query,
    passages.map(({ text }) => text),
  )
  const byWords = passages.map((_passage, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
  const matching = byWords.filter((index) => (scores[index] ?? 0) > 0)
  // What neither ranking knows anything of comes last, as it stands.
  const order = byMeaning.length === 0 ? byWords : [...new Set([...fused(matching, passages, byMeaning), ...byWords])]
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

/** Whether all of it can be given whole. */
export function fits(sources: readonly SourceText[], budgetChars: number): boolean {
  return sources.reduce((sum, { text }) => sum + text.length, 0) <= budgetChars
}

/** Stored passages may have been cut elsewhere: one of ours takes the place of the first that it shares some text with. */
function fused(byWords: readonly number[], passages: readonly Passage[], spans: readonly PassageSpan[]): number[] {
  const byMeaning = spans.flatMap(({ source, start, end }) =>
    passages.flatMap((passage, index) => (passage.source === source && passage.start < end && passage.end > start ? [index] : [])),
  )
  return fuseRanks([byWords, byMeaning], String).map(({ item }) => item)
}

/** The passages of a source, as search knows them. */
export function splitSource(source: SourceText): Passage[] {
  const { id, name, text } = source
  return [...cutPassages({ text, mediaType: mediaTypeOf(name) })].map(({ start, end }) => ({
    source: id,
    sourceName: name,
    start,
    end,
    text: text.slice(start, end),
  }))
}
