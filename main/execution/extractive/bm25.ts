import { contentTerms } from './tokens.ts'

const K1 = 1.2
const B = 0.75

/**
 * BM25 scores of documents for a query (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009; k1 = 1.2, b = 0.75).
 * Documents and query are lists of terms; scores are 0 or more.
 */
export function bm25(query: readonly string[], documents: readonly (readonly string[])[]): number[] {
  const terms = [...new Set(query)]
  const wanted = new Set(terms)
  const counts = documents.map((document) => {
    const count = new Map<string, number>()
    for (const term of document) if (wanted.has(term)) count.set(term, (count.get(term) ?? 0) + 1)
    return count
  })
  const total = documents.length
  const meanLength = documents.reduce((sum, document) => sum + document.length, 0) / Math.max(1, total)
  const idf = new Map(
    terms.map((term) => {
      const holding = counts.reduce((sum, count) => sum + (count.has(term) ? 1 : 0), 0)
      return [term, Math.log(1 + (total - holding + 0.5) / (holding + 0.5))]
    }),
  )
  return documents.map((document, index) => {
    const norm = K1 * (1 - B + (B * document.length) / Math.max(1, meanLength))
    let score = 0
    for (const [term, frequency] of counts[index] ?? []) score += ((idf.get(term) ?? 0) * frequency * (K1 + 1)) / (frequency + norm)
    return score
  })
}

/** BM25 of plain texts for a plain query. */
export function rankTexts(query: string, texts: readonly string[]): number[] {
  return bm25(contentTerms(query), texts.map(contentTerms))
}
