import { cutPassages, mediaTypeOf } from '../sources/index.ts'
import type { SourceText } from './types.ts'

/** A piece of a source, `[start, end)` in UTF-16 code units of its text. */
export interface Passage {
  readonly source: string
  readonly sourceName: string
  readonly start: number
  readonly end: number
  readonly text: string
}

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
