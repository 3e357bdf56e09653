import { lexicon } from './lexicon.ts'
import { isSuffered, isVerb } from './predicates.ts'
import { isContent, type Statement, type Token } from './read-statement.ts'

/** A verb with what does it and what it is done to; places of tokens. A side that the clause does not tell is empty. */
export interface Frame {
  readonly verb: number
  readonly agent: readonly number[]
  readonly patient: readonly number[]
  /** What stands before the verb, told again or carried on. */
  readonly subject: readonly number[]
}

const MAX_SPAN = 8
const PREPOSITION =
  /^(?:in|on|at|to|from|with|for|by|into|over|under|after|before|since|until|during|through|against|between|among|about|as|than|because|when|if|while|per|around|near|along|across|despite|within|without|off|up|down|out|above|below|behind|beyond|towards?)$/
/** A word that takes up somebody named before. */
const TAKES_UP = /^(?:he|she|it|they|who|which|that|this|these|those|we|i|you)$/
const AUXILIARY =
  /^(?:was|were|is|are|been|being|be|has|have|had|will|would|shall|should|may|might|must|can|could|to|also|not|never|did|does|do)$/

/** The verbs of an English text with their two sides. */
export function framesOf({ tokens }: Statement): Frame[] {
  const frames: Frame[] = []
  for (const [at] of tokens.entries()) {
    if (!isVerb(tokens, at)) continue
    const before = subjectOf(tokens, at)
    const last = frames.at(-1)
    // "A bought B and sold C": who sold is told before.
    const inherited =
      before.length === 0 && last !== undefined && tokens[last.verb]?.sentence === tokens[at]?.sentence && follows(tokens, at)
    const subject = inherited ? (last?.subject ?? []) : before
    if (isSuffered(tokens, at)) frames.push({ verb: at, agent: byOf(tokens, at), patient: subject, subject })
    else frames.push({ verb: at, agent: subject, patient: objectOf(tokens, at), subject })
  }
  return frames
}

function follows(tokens: readonly Token[], at: number): boolean {
  let before = at - 1
  while (before > 0 && (/ly$/.test(tokens[before]?.lower ?? '') || AUXILIARY.test(tokens[before]?.lower ?? ''))) before -= 1
  return /^(?:and|but|or|,)$/.test(tokens[before]?.lower ?? '')
}

/** The run of words before a verb, without what hangs on a preposition other than "of". */
function subjectOf(tokens: readonly Token[], at: number): number[] {
  let end = at - 1
  while (end >= 0 && (AUXILIARY.test(tokens[end]?.lower ?? '') || /ly$/.test(tokens[end]?.lower ?? ''))) end -= 1
  const span: number[] = []
  for (let place = end; place >= Math.max(0, end - MAX_SPAN); place -= 1) {
    const token = tokens[place]
    if (token === undefined || token.sentence !== tokens[at]?.sentence) break
    if (token.kind === 'mark' && token.text !== '-') break
    if (TAKES_UP.test(token.lower) || /^(?:and|but|or)$/.test(token.lower)) break
    if (token.kind === 'figure' || lexicon().cardinals.has(token.lower)) return []
    if (PREPOSITION.test(token.lower)) {
      // What stood behind the preposition is no subject; what stands before may be.
      span.length = 0
      continue
    }
    if (isVerb(tokens, place)) break
    if (isContent(token) && !isMeasure(token)) span.push(place)
  }
  return span
}

function objectOf(tokens: readonly Token[], at: number): number[] {
  const span: number[] = []
  for (let place = at + 1; place < Math.min(tokens.length, at + MAX_SPAN); place += 1) {
    const token = tokens[place]
    if (token === undefined || (token.kind === 'mark' && token.text !== '-') || token.sentence !== tokens[at]?.sentence) break
    if (PREPOSITION.test(token.lower) || /^(?:and|but|or)$/.test(token.lower) || TAKES_UP.test(token.lower) || isVerb(tokens, place)) break
    if (isContent(token) && token.kind === 'word' && !isMeasure(token) && !/ly$/.test(token.lower)) span.push(place)
  }
  return span
}

function isMeasure({ lower }: Token): boolean {
  return lexicon().scales.has(lower) || lexicon().unitOf(lower) !== undefined
}

/** What stands behind "by" in the clause of a passive. */
function byOf(tokens: readonly Token[], at: number): number[] {
  for (let place = at + 1; place < Math.min(tokens.length, at + MAX_SPAN); place += 1) {
    const token = tokens[place]
    if (token === undefined || token.clause !== tokens[at]?.clause) return []
    if (token.lower === 'by') return objectOf(tokens, place)
  }
  return []
}
