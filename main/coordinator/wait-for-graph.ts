/**
 * The circle that a new wait closes, from the waiter round to whoever waits for it; null when there is none. `waitsFor` lists for each waiter whom it
 * waits for. A depth-first search from the one node whose edges are new: before it waited there was no circle, so one must lead through it.
 * Source: R. Holt, "Some Deadlock Properties of Computer Systems", ACM Computing Surveys 4(3), 1972 (wait-for graphs).
 */
export function findCircle(waitsFor: ReadonlyMap<number, readonly number[]>, from: number): readonly number[] | null {
  const seen = new Set<number>([from])
  const path: { readonly node: number; next: number }[] = [{ node: from, next: 0 }]
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const target = waitsFor.get(top.node)?.[top.next]
    top.next += 1
    if (target === undefined) path.pop()
    else if (target === from) return path.map(({ node }) => node)
    else if (!seen.has(target)) {
      seen.add(target)
      path.push({ node: target, next: 0 })
    }
  }
  return null
}

/** Who is given up for a circle: the youngest job, which has the least to lose; jobs are numbered by age. */
export function victimOf(circle: readonly number[]): number {
  return Math.max(...circle)
}
