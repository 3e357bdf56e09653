/** Weighted bags of terms: sorted, distinct term numbers. */
export type Terms = ReadonlySet<number>

const DAMPING = 0.85
const ROUNDS = 12
/** Relevance against novelty. */
const LAMBDA = 0.72
/** Above this likeness a sentence says what has been said. */
const REPEAT = 0.75

/**
 * Centrality of each sentence in the graph of sentences joined by shared terms: LexRank (Erkan and Radev 2004) with the cosine of
 * term sets, by power iteration. Quadratic in the number of nodes.
 */
export function centrality(nodes: readonly Terms[]): number[] {
  const size = nodes.length
  const weights = new Float64Array(size * size)
  const sums = new Float64Array(size)
  for (const [row, a] of nodes.entries()) {
    for (let column = row + 1; column < size; column += 1) {
      const weight = likeness(a, nodes[column] ?? a)
      weights[row * size + column] = weight
      weights[column * size + row] = weight
      sums[row] = (sums[row] ?? 0) + weight
      sums[column] = (sums[column] ?? 0) + weight
    }
  }
  let rank = new Float64Array(size).fill(1 / Math.max(1, size))
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Float64Array(size).fill((1 - DAMPING) / Math.max(1, size))
    for (let from = 0; from < size; from += 1) {
      const share = (DAMPING * (rank[from] ?? 0)) / Math.max(1e-9, sums[from] ?? 0)
      for (let to = 0; to < size; to += 1) next[to] = (next[to] ?? 0) + share * (weights[from * size + to] ?? 0)
    }
    rank = next
  }
  return [...rank]
}

/** Cosine of two term sets. */
export function likeness(a: Terms, b: Terms): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let shared = 0
  for (const term of small) if (large.has(term)) shared += 1
  return shared === 0 ? 0 : shared / Math.sqrt(a.size * b.size)
}

/**
 * Picks `count` nodes by maximal marginal relevance (Carbonell and Goldstein 1998): relevant, and unlike what has been picked.
 * `groups` names the section of each node; each pick from a group costs the next from it `crowding`.
 * Stops early where what is left is less relevant than `floor` times the best.
 */
export function pickDiverse(
  nodes: readonly Terms[],
  relevance: readonly number[],
  groups: readonly string[],
  options: { count: number; crowding: number; floor: number },
): number[] {
  const picked: number[] = []
  const left = new Set(nodes.keys())
  const nearest = new Float64Array(nodes.length)
  const crowd = new Map<string, number>()
  const least = options.floor * Math.max(0, ...relevance)
  while (picked.length < options.count) {
    let best = -1
    let bestScore = Number.NEGATIVE_INFINITY
    for (const node of left) {
      if ((nearest[node] ?? 0) > REPEAT || (relevance[node] ?? 0) < least) continue
      const penalty = options.crowding * (crowd.get(groups[node] ?? '') ?? 0)
      const score = LAMBDA * (relevance[node] ?? 0) - (1 - LAMBDA) * (nearest[node] ?? 0) - penalty
      if (score > bestScore) [best, bestScore] = [node, score]
    }
    const terms = nodes[best]
    if (terms === undefined) break
    picked.push(best)
    left.delete(best)
    const group = groups[best] ?? ''
    crowd.set(group, (crowd.get(group) ?? 0) + 1)
    for (const node of left) nearest[node] = Math.max(nearest[node] ?? 0, likeness(nodes[node] ?? terms, terms))
  }
  return picked
}
