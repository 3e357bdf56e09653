import { bm25 } from './bm25.ts'
import type { Sentence } from './sentences.ts'
import { contentTerms, topicTerms } from './tokens.ts'

/** A sentence of one of the sources, with its terms. */
export interface Candidate extends Sentence {
  /** Index of its source, and its place among all sentences. */
  readonly source: number
  readonly order: number
  readonly terms: readonly string[]
}

/** The graph is quadratic in its nodes, so only the best candidates enter it. */
const GRAPH_NODES = 160
const DAMPING = 0.85
const ROUNDS = 12
/** Relevance against novelty. */
const LAMBDA = 0.72
const MIN_CHARS = 25
const MAX_CHARS = 420
const MIN_TERMS = 3

/** Sentences worth quoting: not too short to say something, not too long to be one statement. */
export function candidatesOf(sources: readonly (readonly Sentence[])[]): Candidate[] {
  const candidates: Candidate[] = []
  let order = 0
  for (const [source, sentences] of sources.entries()) {
    for (const sentence of sentences) {
      order += 1
      const length = sentence.end - sentence.start
      if (length < MIN_CHARS || length > MAX_CHARS || /[:?]\s*$/.test(sentence.text)) continue
      const terms = contentTerms(sentence.text)
      if (terms.length >= MIN_TERMS) candidates.push({ ...sentence, source, order, terms })
    }
  }
  return candidates
}

/**
 * The `count` sentences that answer the request best without repeating each other, in the order of the sources. Relevance is BM25
 * against the request's topic plus centrality in the sentence graph (LexRank: Erkan and Radev 2004); redundancy is held down by
 * maximal marginal relevance (Carbonell and Goldstein 1998).
 */
export function selectSentences(prompt: string, candidates: readonly Candidate[], count: number): Candidate[] {
  const topic = topicTerms(prompt)
  const direct = scaled(
    bm25(
      topic,
      candidates.map(({ terms, section }) => [...terms, ...contentTerms(section)]),
    ),
  )
  const matches = direct.some((score) => score > 0)
  const typical = scaled(typicality(candidates))
  const first = candidates.map(
    (candidate, index) => (matches ? 0.65 : 0) * (direct[index] ?? 0) + 0.35 * (typical[index] ?? 0) + bonus(candidate, candidates),
  )
  const nodes = first
    .map((score, index) => ({ score, index }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, GRAPH_NODES)
  const vectors = nodes.map(({ index }) => new Set(candidates[index]?.terms ?? []))
  const central = scaled(centrality(vectors))
  const relevance = nodes.map(({ score }, node) => score + 0.3 * (central[node] ?? 0))
  return diverse(relevance, vectors, count)
    .map((node) => candidates[nodes[node]?.index ?? -1])
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => a.order - b.order)
}

/** How much of what the sources often speak of a sentence holds: mean document frequency of its terms, stop words being gone. */
function typicality(candidates: readonly Candidate[]): number[] {
  const frequency = new Map<string, number>()
  for (const { terms } of candidates) for (const term of new Set(terms)) frequency.set(term, (frequency.get(term) ?? 0) + 1)
  return candidates.map(({ terms }) => {
    const distinct = [...new Set(terms)]
    const sum = distinct.reduce((total, term) => total + Math.log(frequency.get(term) ?? 1), 0)
    return sum / Math.sqrt(Math.max(4, distinct.length))
  })
}

/** Openings state the matter, and figures are what a reader looks for. */
function bonus(candidate: Candidate, candidates: readonly Candidate[]): number {
  const lead = candidates.find(({ source }) => source === candidate.source)
  return (lead === candidate ? 0.12 : 0) + (/\d/.test(candidate.text) ? 0.06 : 0)
}

/** Power iteration over the graph of sentences joined by shared terms. */
function centrality(vectors: readonly ReadonlySet<string>[]): number[] {
  const size = vectors.length
  const weights = vectors.map((a, row) => vectors.map((b, column) => (row === column ? 0 : overlap(a, b))))
  const sums = weights.map((row) => row.reduce((total, weight) => total + weight, 0))
  let rank: number[] = new Array(size).fill(1 / Math.max(1, size))
  for (let round = 0; round < ROUNDS; round += 1) {
    const next: number[] = new Array(size).fill((1 - DAMPING) / Math.max(1, size))
    for (let from = 0; from < size; from += 1) {
      const share = (DAMPING * (rank[from] ?? 0)) / Math.max(1e-9, sums[from] ?? 0)
      const row = weights[from] ?? []
      for (let to = 0; to < size; to += 1) next[to] = (next[to] ?? 0) + share * (row[to] ?? 0)
    }
    rank = next
  }
  return rank
}

/** Cosine of two term sets. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let shared = 0
  for (const term of small) if (large.has(term)) shared += 1
  return shared === 0 ? 0 : shared / Math.sqrt(a.size * b.size)
}

function diverse(relevance: readonly number[], vectors: readonly ReadonlySet<string>[], count: number): number[] {
  const chosen: number[] = []
  const nearest: number[] = new Array(relevance.length).fill(0)
  while (chosen.length < count && chosen.length < relevance.length) {
    let best = -1
    let bestScore = Number.NEGATIVE_INFINITY
    for (let node = 0; node < relevance.length; node += 1) {
      if (chosen.includes(node)) continue
      const score = LAMBDA * (relevance[node] ?? 0) - (1 - LAMBDA) * (nearest[node] ?? 0)
      if (score > bestScore) [best, bestScore] = [node, score]
    }
    // What is left says what has been said.
    if (best === -1 || (chosen.length > 0 && (nearest[best] ?? 0) > 0.8)) break
    chosen.push(best)
    const latest = vectors[best] ?? new Set<string>()
    for (let node = 0; node < relevance.length; node += 1)
      nearest[node] = Math.max(nearest[node] ?? 0, overlap(vectors[node] ?? new Set(), latest))
  }
  return chosen
}

function scaled(values: readonly number[]): number[] {
  const top = values.reduce((most, value) => Math.max(most, value), 0)
  return top > 0 ? values.map((value) => value / top) : values.map(() => 0)
}
