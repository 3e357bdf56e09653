/** Finds all of many literals in one pass over a text. */
export interface LiteralIndex {
  /** Positions at which each literal ends up starting, ascending, by the literal's number; absent when it does not occur. */
  find(lower: string): ReadonlyMap<number, readonly number[]>
  /** Number of a literal. */
  idOf(literal: string): number | undefined
}

const ALPHABET = 128

/**
 * Aho and Corasick's automaton (Efficient string matching, 1975) with a full transition table for ASCII; literals with other letters
 * are few and are looked for one by one. Memory: states × 128 × 4 bytes.
 */
export function createLiteralIndex(literals: readonly string[]): LiteralIndex {
  const distinct = [...new Set(literals)]
  const ids = new Map(distinct.map((literal, id) => [literal, id]))
  const ascii = distinct.filter((literal) => [...literal].every((letter) => letter.charCodeAt(0) < ALPHABET))
  const other = distinct.filter((literal) => !ascii.includes(literal))
  const size = ascii.reduce((sum, { length }) => sum + length, 1)
  const next = new Int32Array(size * ALPHABET).fill(-1)
  const outputs: number[][] = [[]]
  let states = 1
  for (const literal of ascii) {
    let state = 0
    for (let index = 0; index < literal.length; index += 1) {
      const edge = state * ALPHABET + literal.charCodeAt(index)
      if (next[edge] === -1) {
        next[edge] = states
        outputs[states] = []
        states += 1
      }
      state = next[edge] ?? 0
    }
    outputs[state]?.push(ids.get(literal) ?? -1)
  }
  linkFailures(next, outputs, states)

  return {
    idOf: (literal) => ids.get(literal),
    find(lower) {
      const found = new Map<number, number[]>()
      const add = (id: number, start: number): void => {
        const list = found.get(id)
        if (list === undefined) found.set(id, [start])
        else list.push(start)
      }
      let state = 0
      for (let index = 0; index < lower.length; index += 1) {
        const code = lower.charCodeAt(index)
        state = code < ALPHABET ? (next[state * ALPHABET + code] ?? 0) : 0
        const out = outputs[state]
        if (out !== undefined && out.length > 0) for (const id of out) add(id, index + 1 - (distinct[id]?.length ?? 0))
      }
      for (const literal of other) {
        for (let at = lower.indexOf(literal); at !== -1; at = lower.indexOf(literal, at + 1)) add(ids.get(literal) ?? -1, at)
      }
      return found
    },
  }
}

/** Breadth first: missing edges become those of the longest proper suffix, whose outputs are outputs here too. */
function linkFailures(next: Int32Array, outputs: number[][], states: number): void {
  const failure = new Int32Array(states)
  const queue: number[] = []
  for (let code = 0; code < ALPHABET; code += 1) {
    const child = next[code] ?? -1
    if (child === -1) next[code] = 0
    else queue.push(child)
  }
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] ?? 0
    const fallback = failure[state] ?? 0
    outputs[state]?.push(...(outputs[fallback] ?? []))
    for (let code = 0; code < ALPHABET; code += 1) {
      const edge = state * ALPHABET + code
      const child = next[edge] ?? -1
      const over = next[fallback * ALPHABET + code] ?? 0
      if (child === -1) next[edge] = over
      else {
        failure[child] = over
        queue.push(child)
      }
    }
  }
}
