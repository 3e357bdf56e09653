/** What keeps the first ranks from deciding alone; the value of the paper. */
const K = 60

export interface Fused<T> {
  readonly item: T
  /** Sum of 1 / (60 + rank) over the lists that hold it. */
  readonly score: number
  /** Indexes of those lists. */
  readonly lists: readonly number[]
}

/**
 * One ranking out of several, by reciprocal rank fusion: only ranks count, so scores of different kinds need no common scale. What two lists
 * hold comes before what one of them holds at the same rank; ties keep the order of the lists. An item that a list repeats counts once, at its best rank.
 * Source: G. V. Cormack, C. L. A. Clarke, S. Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods",
 * SIGIR 2009, with its k = 60.
 */
export function fuseRanks<T>(lists: readonly (readonly T[])[], keyOf: (item: T) => string): Fused<T>[] {
  const fused = new Map<string, { item: T; score: number; lists: number[] }>()
  for (const [index, list] of lists.entries()) {
    for (const [rank, item] of list.entries()) {
      const entry = fused.get(keyOf(item)) ?? { item, score: 0, lists: [] }
      if (entry.lists.includes(index)) continue
      entry.score += 1 / (K + rank + 1)
      entry.lists.push(index)
      fused.set(keyOf(item), entry)
    }
  }
  // Sorting is stable: what came first stays first.
  return [...fused.values()].sort((a, b) => b.score - a.score)
}
