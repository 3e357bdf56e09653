import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

/** Sure enough that a word of the claim is the word of the passage. */
const SURE = 0.8
/** What is longer is not compared. */
const MAX_CLAUSES = 6
const MAX_PLACES = 16

/** A clause of the claim: its first word, and where in the passage its words stand, in the order of the claim. */
interface Run {
  readonly text: string
  readonly places: readonly number[]
}

/**
 * "Sample B turned blue, sample A stayed clear" where A turned blue and B stayed clear: in two clauses what each begins with, or what each
 * goes on with, has changed places, and the rest stands where it stood. Whole clauses may change places.
 */
export function checkSwapped(pair: Pair): Problem[] {
  const runs = runsOf(pair)
  for (const [index, one] of runs.entries()) {
    for (const other of runs.slice(index + 1)) {
      if (isSwapped(one.places, other.places, pair.passage.tokens))
        return [{ kind: 'order', detail: `The draft exchanges what is said of “${one.text}” and “${other.text}”.` }]
    }
  }
  return []
}

function isSwapped(one: readonly number[], other: readonly number[], tokens: readonly Token[]): boolean {
  for (let cut = 1; cut < one.length; cut += 1) {
    for (let otherCut = 1; otherCut < other.length; otherCut += 1) {
      const [a, b] = [one.slice(0, cut), one.slice(cut)]
      const [c, d] = [other.slice(0, otherCut), other.slice(otherCut)]
      if (areInOrder([c, b, a, d], tokens) || areInOrder([a, d, c, b], tokens)) return true
    }
  }
  return false
}

/** Whether parts follow one another in the passage, the second and the third of them in clauses of their own. */
function areInOrder(parts: readonly (readonly number[])[], tokens: readonly Token[]): boolean {
  const inOrder = parts.every((part, at) => at === 0 || Math.max(...(parts[at - 1] ?? [])) < Math.min(...part))
  const [end, start] = [Math.max(...(parts[1] ?? [])), Math.min(...(parts[2] ?? []))]
  return inOrder && tokens[end]?.clause !== tokens[start]?.clause
}

function runsOf({ claim, passage, alignment }: Pair): Run[] {
  const seen = new Map<number, number>()
  for (const place of alignment.at) if (place !== -1) seen.set(place, (seen.get(place) ?? 0) + 1)
  const byClause = new Map<number, { text: string; places: number[] }>()
  for (const [at, token] of claim.tokens.entries()) {
    const to = alignment.at[at] ?? -1
    if (!isContent(token)) continue
    const run = byClause.get(token.clause) ?? { text: token.text, places: [] }
    byClause.set(token.clause, run)
    // A word that both clauses have tells nothing of their order.
    if (to !== -1 && (alignment.quality[at] ?? 0) >= SURE && seen.get(to) === 1 && passage.tokens[to] !== undefined) run.places.push(to)
  }
  return [...byClause.values()].filter(({ places }) => places.length > 1 && places.length <= MAX_PLACES).slice(0, MAX_CLAUSES)
}
