import { lexicon } from './lexicon.ts'
import { isContent } from './read-statement.ts'
import type { Read } from './types.ts'

/** A word that denies, at its place. */
export interface Cue {
  readonly at: number
  /** The words that it denies, the nearest first. */
  readonly heads: readonly number[]
  /** Whether nothing behind it is denied: "2.7 is not". */
  readonly elliptic: boolean
  /** How many of the heads are denied for certain: two, or all of a list. */
  readonly reach: number
}

/** More denials than these are in no sentence. */
const MAX_CUES = 24
const FORWARD = 4
const BACKWARD = 4
const SURE = 2
const LISTED = 6
const LIST_REACH = 5
/** Denials that deny nothing: "not only", "no later than", "not less than". */
export const HOLLOW = /^(?:only|just|later|less|more|fewer|nur|later|merely|exceed|exceeding)$/
const BACKWARD_CUES = /^(?:nicht|nie|niemals|kein|keine|keinen|keinem|keiner|keines|nichts|niemand|pas|jamais)$/

/** The denials of a text with the words that each denies. */
export function cuesOf({ tokens }: Read): Cue[] {
  const words = lexicon()
  const cues: Cue[] = []
  for (const [at, token] of tokens.entries()) {
    if (cues.length === MAX_CUES) break
    const excess = token.lower === 'too' && tokens.slice(at + 2, at + 6).some(({ lower }) => lower === 'to')
    if (
      token.kind !== 'word' ||
      !(
        words.isNegation(token.lower) ||
        /^(?:unless|except|außer)$/.test(token.lower) ||
        excess ||
        isOutOf(tokens, at) ||
        isDecidedAgainst(tokens, at)
      )
    )
      continue
    if ((token.lower === 'no' && tokens[at + 1]?.text === '.') || (token.lower === 'non' && tokens[at + 1]?.text === '-')) continue
    if (HOLLOW.test(tokens[at + 1]?.lower ?? '') && !(tokens[at + 1]?.lower === 'more' || tokens[at + 1]?.lower === 'longer')) continue
    if (tokens[at + 1]?.lower === 'more' && tokens[at + 2]?.lower === 'than') continue
    const heads: number[] = []
    let listed = false
    // "… , nicht aber auf Tablets": the word between begins a part of its own.
    const clause = (/^(?:aber|but|yet)$/.test(tokens[at + 1]?.lower ?? '') ? tokens[at + 1] : token)?.clause
    for (let next = at + 1; next < tokens.length && heads.length < (listed ? LISTED : FORWARD); next += 1) {
      const other = tokens[next]
      if (other === undefined || (other.clause !== clause && !(other.text === ',' && listGoesOn(tokens, next)))) {
        if (other === undefined || !listed) break
      }
      listed ||= other.text === ',' && listGoesOn(tokens, next)
      if (listed && !listGoesOn(tokens, next) && /^[.;:]$/.test(other.text)) break
      if (isContent(other)) heads.push(next)
      if (token.lower === 'out' && heads.length > 0) break
    }
    const elliptic = heads.length === 0 || heads.every((head) => tokens[head]?.kind === 'figure')
    if (BACKWARD_CUES.test(token.lower) || heads.length === 0) {
      let seen = 0
      for (let next = at - 1; next >= 0 && seen < BACKWARD; next -= 1) {
        const other = tokens[next]
        if (other === undefined || other.clause !== token.clause) break
        if (!isContent(other)) continue
        heads.push(next)
        seen += 1
      }
    }
    cues.push({ at, heads, elliptic, reach: listed ? LISTED : SURE })
  }
  return cues
}

/** "Out of service", "out of order". */
function isOutOf(tokens: Read['tokens'], at: number): boolean {
  return (
    tokens[at]?.lower === 'out' &&
    tokens[at + 1]?.lower === 'of' &&
    /^(?:service|order|stock|use|print|reach|date|work|action|operation)$/.test(tokens[at + 2]?.lower ?? '')
  )
}

/** "Must not rent out, lend or decompile": what is denied goes on behind a comma, up to "or". */
function listGoesOn(tokens: Read['tokens'], comma: number): boolean {
  for (let next = comma + 1; next <= comma + LIST_REACH; next += 1) {
    const token = tokens[next]
    if (token === undefined || /^[.;:]$/.test(token.text)) return false
    if (/^(?:or|nor|oder|noch|ou|ni)$/.test(token.lower)) return true
  }
  return false
}

/** "Decided against a ban", "voted against". */
function isDecidedAgainst(tokens: Read['tokens'], at: number): boolean {
  if (tokens[at + 1]?.kind === 'figure') return false
  return tokens[at]?.lower === 'against' && /^(?:decid|decide|vot|vote|advis|advise|argu|argue|rul|rule)$/.test(tokens[at - 1]?.stem ?? '')
}
