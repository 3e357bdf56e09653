import { lexicon } from './lexicon.ts'
import { isContent } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

const MAX_TOKENS = 800
/** Words that take up what was said before. */
const BACK = /^(?:which|them|these|it|they|davon|dabei|it|he|she|its|their)$/

/**
 * A number may not be given to something that the passage's sentence speaks of in another part, which has its own number, while the part
 * with this number is about something that the claim leaves out.
 */
export function checkSubject({ claim, passage, alignment }: Pair): Problem[] {
  if (passage.tokens.length > MAX_TOKENS) return []
  const parts = new Map<number, number>()
  for (const { from, soft } of passage.quantities) {
    const clause = passage.tokens[from]?.clause
    const inDate = passage.dates.some((date) => from >= date.from && from <= date.to)
    if (clause !== undefined && !soft && !inDate) parts.set(clause, from)
  }
  if (parts.size < 2) return []
  const used = new Set<number>()
  const first = claim.quantities.find(
    ({ soft, from, text, kind }) => kind === 'number' && !soft && !/^(?:1[5-9]|20)\d{2}$/.test(text) && (alignment.at[from] ?? -1) !== -1,
  )
  for (const { from } of claim.quantities) used.add(passage.tokens[alignment.at[from] ?? -1]?.clause ?? -1)
  const place = first === undefined ? undefined : passage.tokens[alignment.at[first.from] ?? -1]
  if (first === undefined || place === undefined) return []
  const words = lexicon()
  const part = passage.tokens.filter(({ clause }) => clause === place.clause)
  if (part.some(({ lower }) => BACK.test(lower))) return []
  const held = new Set(part.map(({ stem }) => stem))
  const meanings = new Set(part.flatMap(({ stem }) => words.groupsOf(stem)))
  const said = new Set(claim.tokens.map(({ stem }) => stem))
  const foreign = claim.tokens.find((token, at) => {
    const other = passage.tokens[alignment.at[at] ?? -1]
    if (
      other === undefined ||
      token.kind !== 'word' ||
      !isContent(token) ||
      token.clause !== claim.tokens[first.from]?.clause ||
      alignment.quality[at] !== 1 ||
      held.has(other.stem) ||
      words.groupsOf(token.stem).some((group) => meanings.has(group))
    )
      return false
    return other.clause !== place.clause && other.sentence === place.sentence && parts.has(other.clause) && !used.has(other.clause)
  })
  const left = passage.tokens.find(
    (token, at) =>
      token.clause === place.clause &&
      token.kind === 'word' &&
      isContent(token) &&
      !words.isLight(token.lower) &&
      words.boundOf(token.lower) === undefined &&
      !said.has(token.stem) &&
      at < (alignment.at[first.from] ?? 0) &&
      alignment.back[at] === -1,
  )
  if (foreign === undefined || left === undefined) return []
  return [{ kind: 'order', detail: `In the source ${first.text} goes with “${left.text}”, not with “${foreign.text}”.` }]
}
