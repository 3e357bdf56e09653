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
 * of a text is read in the first few hundred, and so near each other. Made at every start, so in columns and not in an object for each state.
 */
export function createAutomaton(literals: ReadonlyMap<number, string>): Automaton {
  const { columnOf, columns } = columnsOf(literals.values())
  const trie = trieOf(literals, columnOf, columns)
  const failures = linkFailures(trie, columns)
  const outputs = [-1]
  const firstOutput = new Int32Array(trie.states)
  for (let state = 1; state < trie.states; state += 1) {
    const own = trie.ending[state]
    // What ends where the longest proper suffix does ends here, too.
    let inherited = firstOutput[failures[state] ?? 0] ?? 0
    if (own === undefined && inherited === 0) continue
    firstOutput[state] = outputs.length
    if (own !== undefined) outputs.push(...own)
    for (; (outputs[inherited] ?? -1) >= 0; inherited += 1) outputs.push(outputs[inherited] ?? 0)
    outputs.push(-1)
  }
  return { columns, columnOf, next: trie.next, firstOutput, outputs: Int32Array.from(outputs) }
}

function columnsOf(literals: Iterable<string>): { readonly columnOf: Uint16Array; readonly columns: number } {
  const units = new Set<number>()
  for (const literal of literals) for (let at = 0; at < literal.length; at += 1) units.add(literal.charCodeAt(at))
  const frequent = [...FREQUENT].map((character) => character.charCodeAt(0)).filter((unit) => units.delete(unit))
  const columnOf = new Uint16Array(0x10000)
  for (const [index, unit] of [...frequent, ...units].entries()) columnOf[unit] = index + 1
  return { columnOf, columns: frequent.length + units.size + 1 }
}

interface Trie {
  readonly states: number
  /** A row for each state; 0 where no literal goes on. */
  readonly next: Uint16Array | Int32Array
  /** By state: the place in `next` that leads there. */
  readonly edgeTo: Int32Array
  /** The first state of each depth, and behind the last one the number of states. */
  readonly levels: readonly number[]
  /** By state: the numbers of the literals that end there. */
  readonly ending: readonly (readonly number[] | undefined)[]
}

function trieOf(literals: ReadonlyMap<number, string>, columnOf: Uint16Array, columns: number): Trie {
  const [ids, words] = [[...literals.keys()], [...literals.values()]]
  const size = words.reduce((sum, { length }) => sum + length, 1)
  // What is never written takes no memory.
  const next = size < 0x10000 ? new Uint16Array(size * columns) : new Int32Array(size * columns)
  const edgeTo = new Int32Array(size)
  const ending = new Array<number[] | undefined>(size)
  /** Those that go on, and the state that each has reached. */
  const growing = Int32Array.from(words.keys())
  const reached = new Int32Array(words.length)
  const levels = [0, 1]
  let states = 1
  for (let depth = 0, count = words.length; count > 0; depth += 1) {
    let left = 0
    for (let place = 0; place < count; place += 1) {
      const index = growing[place] ?? 0
      const word = words[index] ?? ''
      if (depth >= word.length) continue
      const edge = (reached[index] ?? 0) * columns + (columnOf[word.charCodeAt(depth)] ?? 0)
      if (next[edge] === 0) {
        next[edge] = states
        edgeTo[states] = edge
        states += 1
      }
      const state = next[edge] ?? 0
      reached[index] = state
      if (depth + 1 === word.length) {
        const id = ids[index] ?? 0
        const others = ending[state]
        if (others === undefined) ending[state] = [id]
        else others.push(id)
        continue
      }
      growing[left] = index
      left += 1
    }
    count = left
    levels.push(states)
  }
  return { states, next: next.subarray(0, states * columns), edgeTo, levels, ending }
}

/** Level by level: missing edges become those of the longest proper suffix, which is returned by state. */
function linkFailures({ states, next, edgeTo, levels }: Trie, columns: number): Int32Array {
  const failures = new Int32Array(states)
  for (let depth = 1; depth + 1 < levels.length; depth += 1) {
    const [from = 0, to = 0, end = states] = levels.slice(depth, depth + 3)
    // The whole row of the suffix first, then the edges of the states themselves over it: most have one or two.
    for (let state = from; state < to; state += 1) {
      const suffix = failures[state] ?? 0
      next.copyWithin(state * columns, suffix * columns, (suffix + 1) * columns)
    }
    for (let child = to; child < end; child += 1) {
      const edge = edgeTo[child] ?? 0
      failures[child] = next[edge] ?? 0
      next[edge] = child
    }
  }
  return failures
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
