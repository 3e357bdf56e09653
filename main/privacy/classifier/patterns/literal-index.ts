/** Finds all of many literals in one pass over a text. */
export interface LiteralIndex {
  /** Positions at which each literal begins, ascending, by the literal's number; absent when it does not occur. */
  find(lower: string): ReadonlyMap<number, readonly number[]>
  /** Number of a literal. */
  idOf(literal: string): number | undefined
}

/**
 * Aho and Corasick's automaton (Efficient string matching, 1975) with a full transition table. Characters that no literal holds share one
 * column. A state's next is `next[state * columns + columnOf[unit]]`; what ends there is `outputs` from `firstOutput[state]` on, up to -1;
 * state 0 of `firstOutput`, and every state where nothing ends, points to output 0, which is -1.
 */
export interface Automaton {
  readonly columns: number
  readonly columnOf: Uint16Array
  readonly next: Uint16Array | Int32Array
  readonly firstOutput: Int32Array
  readonly outputs: Int32Array
}

/** Memory: states × columns × 2 bytes (4 with more than 65,535 states). Literals are given by number. */
export function createAutomaton(literals: ReadonlyMap<number, string>): Automaton {
  const columnOf = new Uint16Array(0x10000)
  let columns = 1
  let size = 1
  for (const literal of literals.values()) {
    size += literal.length
    for (let index = 0; index < literal.length; index += 1) {
      const unit = literal.charCodeAt(index)
      if (columnOf[unit] === 0) {
        columnOf[unit] = columns
        columns += 1
      }
    }
  }
  const next = size < 0x10000 ? new Uint16Array(size * columns) : new Int32Array(size * columns)
  const ending: number[][] = [[]]
  /** Places in `next` of each state's own edges. */
  const edges: number[][] = [[]]
  let states = 1
  for (const [id, literal] of literals) {
    let state = 0
    for (let index = 0; index < literal.length; index += 1) {
      const edge = state * columns + (columnOf[literal.charCodeAt(index)] ?? 0)
      if (next[edge] === 0) {
        next[edge] = states
        ending[states] = []
        edges[state]?.push(edge)
        edges[states] = []
        states += 1
      }
      state = next[edge] ?? 0
    }
    ending[state]?.push(id)
  }
  linkFailures(next, columns, ending, edges)
  const outputs = [-1]
  const firstOutput = new Int32Array(states)
  for (let state = 0; state < states; state += 1) {
    const ids = ending[state] ?? []
    if (ids.length === 0) continue
    firstOutput[state] = outputs.length
    outputs.push(...ids, -1)
  }
  return { columns, columnOf, next: next.slice(0, states * columns), firstOutput, outputs: Int32Array.from(outputs) }
}

/** Breadth first: missing edges become those of the longest proper suffix, whose outputs are outputs here too. */
function linkFailures(next: Uint16Array | Int32Array, columns: number, ending: number[][], edges: readonly (readonly number[])[]): void {
  const failure = new Int32Array(edges.length)
  const queue: number[] = (edges[0] ?? []).map((edge) => next[edge] ?? 0)
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] ?? 0
    const fallback = failure[state] ?? 0
    const inherited = ending[fallback] ?? []
    if (inherited.length > 0) ending[state]?.push(...inherited)
    const own = edges[state] ?? []
    const children = own.map((edge) => next[edge] ?? 0)
    // The whole row of the suffix first, then this state's own edges over it: most states have one or two.
    next.copyWithin(state * columns, fallback * columns, (fallback + 1) * columns)
    for (const [index, edge] of own.entries()) {
      const child = children[index] ?? 0
      failure[child] = next[edge] ?? 0
      next[edge] = child
      queue.push(child)
    }
  }
}

export function createLiteralIndex(literals: readonly string[]): LiteralIndex {
  const distinct = [...new Set(literals)]
  const ids = new Map(distinct.map((literal, id) => [literal, id]))
  const { columns, columnOf, next, firstOutput, outputs } = createAutomaton(new Map(distinct.entries()))
  return {
    idOf: (literal) => ids.get(literal),
    find(lower) {
      const found = new Map<number, number[]>()
      let state = 0
      for (let index = 0; index < lower.length; index += 1) {
        state = next[state * columns + (columnOf[lower.charCodeAt(index)] ?? 0)] ?? 0
        for (let output = firstOutput[state] ?? 0; output !== 0; output += 1) {
          const id = outputs[output] ?? -1
          if (id < 0) break
          const start = index + 1 - (distinct[id]?.length ?? 0)
          const list = found.get(id)
          if (list === undefined) found.set(id, [start])
          else list.push(start)
        }
      }
      return found
    },
  }
}
