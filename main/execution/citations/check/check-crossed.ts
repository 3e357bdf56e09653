import { isContent } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

/** A clause of the claim: where in the passage its first word stands, and where most of what is said of it. */
interface Drawn {
  readonly text: string
  readonly subject: number
  readonly predicate: number
}

/** "The pool is closed, but the sauna stays open" where it is the other way round: what two clauses speak of has changed places. */
export function checkCrossed(pair: Pair): Problem[] {
  const clauses = drawnClauses(pair)
  for (const [index, one] of clauses.entries()) {
    for (const other of clauses.slice(index + 1)) {
      if (one.subject === other.subject || one.subject === one.predicate) continue
      if (one.subject === other.predicate && other.subject === one.predicate)
        return [{ kind: 'order', detail: `The draft exchanges “${one.text}” and “${other.text}”.` }]
    }
  }
  return []
}

function drawnClauses({ claim, passage, alignment }: Pair): Drawn[] {
  const byClause = new Map<number, { text: string; places: number[] }>()
  for (const [at, token] of claim.tokens.entries()) {
    if (!isContent(token)) continue
    const known = byClause.get(token.clause) ?? { text: token.text, places: [] }
    known.places.push(alignment.at[at] ?? -1)
    byClause.set(token.clause, known)
  }
  const found: Drawn[] = []
  for (const { text, places } of byClause.values()) {
    const [first = -1, ...rest] = places
    const subject = passage.tokens[first]?.clause
    const counts = new Map<number, number>()
    for (const place of rest) {
      const clause = passage.tokens[place]?.clause
      if (clause !== undefined) counts.set(clause, (counts.get(clause) ?? 0) + 1)
    }
    const [most, next] = [...counts].sort((one, other) => other[1] - one[1])
    if (subject !== undefined && most !== undefined && most[1] > (next?.[1] ?? 0)) found.push({ text, subject, predicate: most[0] })
  }
  return found
}
