import { contentTerms } from './tokens.ts'

const K1 = 1.2
const B = 0.75

/**
 * BM25 scores of documents for a query (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009; k1 = 1.2, b = 0.75).
 * Documents are lists of terms (strings, or numbers that stand for them); the query gives each term a weight. Scores are 0 or more.
 */
export function bm25<Term>(query: ReadonlyMap<Term, number>, documents: readonly (readonly Term[])[]): number[] {
  const scores: number[] = new Array(documents.length).fill(0)
  if (query.size === 0 || documents.length === 0) return scores
  const holding = new Map<Term, number>()
  const counts = new Map<number, Map<Term, number>>()
  let length = 0
  for (const [index, document] of documents.entries()) {
    length += document.length
    let count: Map<Term, number> | null = null
    for (const term of document) {
      if (!query.has(term)) continue
      count ??= new Map()
      const before = count.get(term) ?? 0
      count.set(term, before + 1)
      if (before === 0) holding.set(term, (holding.get(term) ?? 0) + 1)
    }
    if (count !== null) counts.set(index, count)
  }
  const mean = Math.max(1, length / documents.length)
  for (const [index, count] of counts) {
    const norm = K1 * (1 - B + (B * (documents[index]?.length ?? 0)) / mean)
    let score = 0
    for (const [term, frequency] of count) {
      const holders = holding.get(term) ?? 0
      const idf = Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5))
      score += ((query.get(term) ?? 0) * idf * frequency * (K1 + 1)) / (frequency + norm)
    }
    scores[index] = score
  }
  return scores
}

/** BM25 of plain texts for a plain query. */
export function rankTexts(query: string, texts: readonly string[]): number[] {
  return bm25(new Map(contentTerms(query).map((term) => [term, 1])), texts.map(contentTerms))
}
