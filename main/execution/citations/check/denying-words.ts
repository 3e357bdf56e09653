import { lexicon } from './lexicon.ts'
import type { Token } from './read-statement.ts'
import type { Read } from './types.ts'

/** Words that deny by their meaning: what is exempt is not concerned, what lapses is not kept. */
const DENYING =
  /^(?:exempt\p{L}*|oppos\p{L}*|disappear\p{L}*|vanish\p{L}*|exclud\p{L}*|except\p{L}*|ban(?:s|ned|ning)?|forb[ia]d\p{L}*|prohibit\p{L}*|refus\p{L}*|reject\p{L}*|dismiss\p{L}*|den(?:y|ies|ied)|declin\p{L}*|prevent\p{L}*|avoid\p{L}*|fail\p{L}*|lack\p{L}*|miss\p{L}*|absen\p{L}*|lapse\p{L}*|forfeit\p{L}*|los[et]\p{L}*|remov\p{L}*|drop\p{L}*|stop\p{L}*|ceas\p{L}*|discontinu\p{L}*|end(?:s|ed|ing)?|cancel\p{L}*|withdr[ae]w\p{L}*|abolish\p{L}*|restrict\p{L}*|limit\p{L}*|only|free|alone|instead|otherwise|despite|separately|closed|extinct|shut\p{L}*|clos(?:e|es|ing)|last|remain(?:s|ed)?|unchanged|unless|yet|vergriffen|versag\p{L}*|scheiter\p{L}*|ausgefallen|aufgegeben|verweiger\p{L}*|verzicht\p{L}*|verhinder\p{L}*|geschlossen|untersag\p{L}*|abgewiesen|rejet\p{L}*|refus\p{L}*|interdi\p{L}*|exclu\p{L}*|annul\p{L}*|supprim\p{L}*|renonc\p{L}*|abandonn\p{L}*|fermée?s?|manqu\p{L}*|gratuite?s?|optional|permanent|unlimited|verboten|verbietet|ausgenommen|ausgeschlossen|fehlt|fehlen|entfällt|entfallen|gestrichen|abgesagt|gesperrt|abgelehnt|lediglich)$/u
const PREFIX = /^(?:un|in|im|ir|il|non|dis)(?=[a-z]{4})/
const SUFFIX = /(?:less|los|frei)$/
/** A verb just before a word that takes the word back: "removes support", "stopped accepting". */
const TAKES_BACK =
  /^(?:remov\p{L}*|drop\p{L}*|stop\p{L}*|ceas\p{L}*|discontinu\p{L}*|end(?:s|ed|ing)|abolish\p{L}*|withdr[ae]w\p{L}*|fail\p{L}*|refus\p{L}*|declin\p{L}*|scrap\p{L}*|without|los[et]\p{L}*|lack\p{L}*|prevent\p{L}*|avoid\p{L}*)$/u
const ENDS =
  /^(?:cancel\p{L}*|suspend\p{L}*|refus\p{L}*|reject\p{L}*|den(?:y|ies|ied)|declin\p{L}*|disappear\p{L}*|vanish\p{L}*|abolish\p{L}*|scrap\p{L}*|ban(?:s|ned)|prohibit\p{L}*|forb[ia]d\p{L}*|discontinu\p{L}*|remov\p{L}*|withdr[ae]w\p{L}*|exempt\p{L}*|exclud\p{L}*|shut|halt\p{L}*|free|fail(?:s|ed)?|optional|versag\p{L}*|scheiter\p{L}*|ausgefallen|ausgeschlossen|aufgegeben|abgelehnt|abgesagt|abgewiesen|gesperrt|gestrichen|verboten|untersag\p{L}*|verweiger\p{L}*|verzicht\p{L}*|rejet\p{L}*|refus\p{L}*|interdi\p{L}*|exclu\p{L}*|annul\p{L}*|supprim\p{L}*|renonc\p{L}*|abandonn\p{L}*|fermée?s?)$/u
const BEFORE = 3

/** Whether a word denies by its meaning or its form: `exempt`, `unsuitable`, `useless`. */
export function isDenying(lower: string): boolean {
  if (DENYING.test(lower) || SUFFIX.test(lower)) return true
  const prefix = PREFIX.exec(lower)?.[0]
  // "Under", "industry", "important" deny nothing: what is left has to be a word.
  return (
    prefix !== undefined &&
    !/^(?:under|until|inter|uni|inst|indus|info|inc|imp[or]|disc|dist|disp|invest|inter|insur|inde|insp|inten)/.test(lower) &&
    lexicon().isKnown(lower.slice(prefix.length))
  )
}

/** Whether a word is taken back by a verb just before it. */
export function isTakenBack(read: Read, at: number): boolean {
  return takenBackBy(read, at) !== null
}

/** The verb just before a word that takes it back, or null. */
export function takenBackBy({ tokens }: Read, at: number): Token | null {
  for (let before = at - 1; before >= Math.max(0, at - BEFORE); before -= 1) {
    const token = tokens[before]
    if (token === undefined || token.kind === 'mark') return null
    // "A failed antenna" takes nothing back.
    if (TAKES_BACK.test(token.lower) && !(token.lower === 'failed' && !/^(?:to|in)$/.test(tokens[before + 1]?.lower ?? ''))) return token
  }
  return null
}

/** Whether a verb takes back what it is said of, wherever that stands in its clause: "cancelled all crossings". */
export function takesBack(lower: string): boolean {
  return ENDS.test(lower)
}

/** The second half of a verb that ends something: "gave up", "is off", "called off". */
export function endsInTwo(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.lower ?? ''
  if (tokens[at]?.lower === 'up') return /^(?:g[ai]ven?|gives|giving)$/.test(before)
  return tokens[at]?.lower === 'off' && /^(?:is|are|was|were|be|been|called|calls|calling)$/.test(before)
}
