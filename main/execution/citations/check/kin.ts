import type { PassageIndex } from './align.ts'
import { lexicon } from './lexicon.ts'
import type { Statement, Token } from './read-statement.ts'

/** Words of one family share at least so many letters at the front. */
export const PREFIX = 5
const COMPOUND_PART = 5

/** Places of words of the same family (`approval`, `approved`) and, in German, of compounds with the word. */
export function kinOf(token: Token, passage: Statement, index: PassageIndex, german: boolean): number[] {
  const { lower } = token
  if (lower.length < PREFIX || token.stop) return []
  const kin = (index.byPrefix.get(lower.slice(0, PREFIX)) ?? []).filter((place) => areKin(lower, passage.tokens[place]?.lower ?? ''))
  if (kin.length > 0 || !german) return kin
  return passage.tokens
    .slice(0, 400)
    .entries()
    .filter(([, other]) => other.kind === 'word' && isCompoundOf(lower, other.lower))
    .map(([place]) => place)
    .toArray()
}

function areKin(one: string, other: string): boolean {
  if (lexicon().oppositesOf(lexicon().stemOf(one)).has(lexicon().stemOf(other))) return false
  let shared = 0
  while (shared < one.length && one.charAt(shared) === other.charAt(shared)) shared += 1
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return shared >= PREFIX && shared >= 0.7 * short.length && shared >= 0.5 * long.length
}

function isCompoundOf(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return short.length >= COMPOUND_PART && long.length >= short.length + 3 && (long.startsWith(short) || long.endsWith(short))
}
