import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem, Read } from './types.ts'

/** What may be so. */
const POSSIBLE =
  /^(?:may|might|could|can|possibly|perhaps|maybe|possible|potentially|potential|likely|probably|könnte|könnten|möglicherweise|vielleicht|eventuell|pourrait|pourraient|peut-être)$/
const CERTAIN = /^(?:certainly|definitely|surely|undoubtedly|inevitably|guaranteed|always|sicher|bestimmt|zweifellos|certainement)$/
const DUTY =
  /^(?:must|shall|obliged|mandatory|compulsory|obligatory|müssen|muss|müsste|verpflichtet|pflicht|verpflichtend|doit|doivent|obligatoire|obligés?)$/
const LEAVE =
  /^(?:may|can|allowed|permitted|optional|voluntary|entitled|free|dürfen|darf|können|kann|erlaubt|freiwillig|peut|peuvent|permis|facultatif)$/
const DENIAL = /^(?:not|no|never|nicht|kein\p{L}*|pas|without|ohne|only|nur|unless|until)$|n't$/u
/** Denials beside a word of the claim make the modality another matter. */
const MIN_SHARED = 2

/** What may happen is not told as certain, and what one may do not as what one must. */
export function checkModality(pair: Pair): Problem[] {
  const { claim, passage } = pair
  if (claim.tokens.some(({ lower }) => DENIAL.test(lower))) return []
  const certain = claim.tokens.find(({ lower }) => CERTAIN.test(lower))
  const duty = claim.tokens.find(({ lower }) => DUTY.test(lower))
  if (certain === undefined && duty === undefined) return []
  const clause = drawnOn(pair)
  if (clause === null) return []
  const part = passage.tokens.filter((token) => token.clause === clause)
  if (part.some(({ lower }) => DENIAL.test(lower))) return []
  const has = (pattern: RegExp): Token | undefined => part.find(({ lower }) => pattern.test(lower))
  const possible = has(POSSIBLE)
  if (certain !== undefined && possible !== undefined && has(CERTAIN) === undefined) return [clash(possible, certain)]
  const leave = has(LEAVE)
  return duty !== undefined && leave !== undefined && has(DUTY) === undefined ? [clash(leave, duty)] : []
}

function clash(held: Token, word: Token): Problem {
  return { kind: 'negation', detail: `The source says “${held.text}”, the draft says “${word.text}”.` }
}

/** The part of the passage that holds most of the claim, or null when none holds enough of it. */
export function drawnOn({ claim, passage, alignment }: Pair, within: (token: Token) => boolean = isContent): number | null {
  const counts = new Map<number, number>()
  for (const [at, token] of claim.tokens.entries()) {
    const held = passage.tokens[alignment.at[at] ?? -1]
    if (held !== undefined && within(token)) counts.set(held.clause, (counts.get(held.clause) ?? 0) + 1)
  }
  const [best] = [...counts].sort((one, other) => other[1] - one[1])
  return best !== undefined && best[1] >= MIN_SHARED ? best[0] : null
}

const SCOPE = /^(?:only|solely|exclusively|merely|nur|ausschließlich|lediglich|bloß|seulement|uniquement|exclusivement)$/
/** Words of a passage that leave something out, and so may be told as "only". */
const RESTRICTS =
  /^(?:only|sole|solely|just|alone|exclusively|merely|few|unless|until|except|but|not|no|none|never|without|instead|rather|rest|others?|remaining|must|limited?|restricted|required?|requires|exempt|single|first|last|nur|ausschließlich|lediglich|allein|bloß|kein\p{L}*|nicht|erst|außer|ausnahme|sofern|wenn|seulement|uniquement|sauf|pas|aucune?|seule?s?|ne)$/u

/** A claim may narrow something to "only" this when its passage narrows it in some way. */
export function checkScope({ claim, passage }: Pair): Problem[] {
  const at = claim.tokens.findIndex(({ lower }) => SCOPE.test(lower))
  const token = claim.tokens[at]
  if (token === undefined || /^(?:not|nicht|pas|if|wenn|the)$/.test(claim.tokens[at - 1]?.lower ?? '')) return []
  if (isCounted(claim, at) || passage.tokens.some(({ lower }) => RESTRICTS.test(lower))) return []
  return [{ kind: 'negation', detail: `The draft says “${token.text}”, the source does not.` }]
}

/** "Only two of the nine": a number is told so where it is small. */
function isCounted({ tokens, quantities }: Read, at: number): boolean {
  return quantities.some(({ from }) => from > at && from <= at + 3) || tokens[at + 1]?.lower === 'a'
}
