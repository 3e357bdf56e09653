/** Boosted trees of one depth: at each inner node a column and a threshold, at each leaf what it adds. */
export interface Trees {
  readonly depth: number
  readonly base: number
  /** Per tree 2^depth − 1 inner nodes, level by level. */
  readonly columns: Uint8Array
  readonly thresholds: Float32Array
  /** Per tree 2^depth leaves. */
  readonly leaves: Float32Array
}

/** The base and the leaves that a row of values reaches, summed. */
export function sumTrees({ depth, base, columns, thresholds, leaves }: Trees, values: Float32Array): number {
  const inner = (1 << depth) - 1
  const ends = 1 << depth
  const trees = leaves.length >>> depth
  let sum = base
  for (let tree = 0; tree < trees; tree += 1) {
    const from = tree * inner
    let node = 0
    while (node < inner) {
      const value = values[columns[from + node] ?? 0] ?? 0
      node = 2 * node + (value >= (thresholds[from + node] ?? 0) ? 2 : 1)
    }
    sum += leaves[tree * ends + node - inner] ?? 0
  }
  return sum
}
