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

/** The most frequent characters of texts, so that what is read of a state's row is mostly its beginning. */
const FREQUENT = ' etaoinsrhldcumfpgwybvkxjqz\n.,0123456789-:()@_/\'"='

/**
 * Memory: states × columns × 2 bytes (4 with more than 65,535 states). Literals are given by number. States are numbered by their depth: most
 * of a text is read in the first few hundred, and so near each other.
 */
export function createAutomaton(literals: ReadonlyMap<number, string>): Automaton {
  const { columnOf, columns } = columnsOf(literals.values())
  const size = literals.values().reduce((sum, { length }) => sum + length, 1)
  const next = size < 0x10000 ? new Uint16Array(size * columns) : new Int32Array(size * columns)
  const ending: number[][] = [[]]
  /** Places in `next` of each state's own edges. */
  const edges: number[][] = [[]]
  let states = 1
  let growing = [...literals].map(([id, literal]) => ({ id, literal, state: 0 }))
  for (let depth = 0; growing.length > 0; depth += 1) {
    for (const one of growing) {
      if (depth === one.literal.length) {
        ending[one.state]?.push(one.id)
        continue
      }
      const edge = one.state * columns + (columnOf[one.literal.charCodeAt(depth)] ?? 0)
      if (next[edge] === 0) {
        next[edge] = states
        ending[states] = []
        edges[one.state]?.push(edge)
        edges[states] = []
        states += 1
      }
      one.state = next[edge] ?? 0
    }
    growing = growing.filter(({ literal }) => literal.length > depth)
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

function columnsOf(literals: Iterable<string>): { readonly columnOf: Uint16Array; readonly columns: number } {
  const units = new Set([...literals].flatMap((literal) => Array.from({ length: literal.length }, (_, index) => literal.charCodeAt(index))))
  const frequent = [...FREQUENT].map((character) => character.charCodeAt(0)).filter((unit) => units.delete(unit))
  const columnOf = new Uint16Array(0x10000)
  for (const [index, unit] of [...frequent, ...units].entries()) columnOf[unit] = index + 1
  return { columnOf, columns: frequent.length + units.size + 1 }
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
