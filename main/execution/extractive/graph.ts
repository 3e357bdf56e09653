/** The distinct terms of a sentence, by number. */
export type Terms = ReadonlySet<number>

const DAMPING = 0.85
const ROUNDS = 8
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
  const weights = sharedTerms(nodes)
  const sums = new Float64Array(size)
  for (const [row, a] of nodes.entries()) {
    for (const [column, b] of nodes.entries()) {
      const at = row * size + column
      weights[at] = row === column ? 0 : (weights[at] ?? 0) / Math.sqrt(Math.max(1, a.size * b.size))
      sums[row] = (sums[row] ?? 0) + (weights[at] ?? 0)
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

/** How many terms each two nodes share, row by row. Goes from each term to the nodes that hold it, which most pairs do not meet. */
function sharedTerms(nodes: readonly Terms[]): Float64Array {
  const holders = new Map<number, number[]>()
  for (const [node, terms] of nodes.entries()) {
    for (const term of terms) {
      const list = holders.get(term)
      if (list === undefined) holders.set(term, [node])
      else list.push(node)
    }
  }
  const shared = new Float64Array(nodes.length * nodes.length)
  for (const list of holders.values()) {
    for (const a of list) {
      for (const b of list) {
        const at = a * nodes.length + b
        shared[at] = (shared[at] ?? 0) + 1
      }
    }
  }
  return shared
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
