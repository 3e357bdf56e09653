import { lexicon } from './lexicon.ts'
import type { Token } from './read-statement.ts'
import type { Read } from './types.ts'

/** Words that deny by their meaning: what is exempt is not concerned, what lapses is not kept. */
const DENYING =
  /^(?:exempt\w*|oppos\w*|disappear\w*|vanish\w*|exclud\w*|except\w*|ban(?:s|ned|ning)?|forb[ia]d\w*|prohibit\w*|refus\w*|reject\w*|dismiss\w*|den(?:y|ies|ied)|declin\w*|prevent\w*|avoid\w*|fail\w*|lack\w*|miss\w*|absen\w*|lapse\w*|forfeit\w*|los[et]\w*|remov\w*|drop\w*|stop\w*|ceas\w*|discontinu\w*|end(?:s|ed|ing)?|cancel\w*|withdr[ae]w\w*|abolish\w*|restrict\w*|limit\w*|only|free|alone|instead|otherwise|despite|separately|closed|extinct|shut\w*|clos(?:e|es|ing)|last|remain(?:s|ed)?|unchanged|unless|yet|vergriffen|verboten|verbietet|ausgenommen|ausgeschlossen|fehlt|fehlen|entfällt|entfallen|gestrichen|abgesagt|gesperrt|abgelehnt|lediglich)$/
const PREFIX = /^(?:un|in|im|ir|il|non|dis)(?=[a-z]{4})/
const SUFFIX = /(?:less|los|frei)$/
/** A verb just before a word that takes the word back: "removes support", "stopped accepting". */
const TAKES_BACK =
  /^(?:remov\w*|drop\w*|stop\w*|ceas\w*|discontinu\w*|end(?:s|ed|ing)|abolish\w*|withdr[ae]w\w*|fail\w*|refus\w*|declin\w*|scrap\w*|without|los[et]\w*|lack\w*|prevent\w*|avoid\w*)$/
const ENDS =
  /^(?:cancel\w*|suspend\w*|refus\w*|reject\w*|den(?:y|ies|ied)|declin\w*|disappear\w*|vanish\w*|abolish\w*|scrap\w*|ban(?:s|ned)|prohibit\w*|forb[ia]d\w*|discontinu\w*|remov\w*|withdr[ae]w\w*|exempt\w*|exclud\w*|shut|halt\w*|free)$/
const BEFORE = 3

/** Whether a word denies by its meaning or its form: `exempt`, `unsuitable`, `useless`. */
export function isDenying(lower: string): boolean {
  if (DENYING.test(lower) || SUFFIX.test(lower)) return true
  const prefix = PREFIX.exec(lower)?.[0]
  // "Under", "industry", "important" deny nothing: what is left has to be a word.
  return (
    prefix !== undefined &&
    !/^(?:under|until|inter|uni|inst|indus|info|inc|imp[or]|disc|dist|disp|invest|inter|insur|inde|insp)/.test(lower) &&
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
    if (TAKES_BACK.test(token.lower)) return token
  }
  return null
}

/** Whether a verb takes back what it is said of, wherever that stands in its clause: "cancelled all crossings". */
export function takesBack(lower: string): boolean {
  return ENDS.test(lower)
}
