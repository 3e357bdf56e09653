import { matters } from './align.ts'
import { lexicon } from './lexicon.ts'
import type { Token } from './read-statement.ts'
import type { Pair, Problem, Read } from './types.ts'

const TITLES = new Set(
  'hi hello dear hey thanks regards mr mrs ms miss dr prof professor sir herr frau mme m councillor minister president prime king queen chair chairman governor director chief officer engineer the'.split(
    ' ',
  ),
)
/** "Frau", "Mr": what stands before a name and says nothing of who it is. */
export function isTitle(lower: string): boolean {
  return TITLES.has(lower)
}

/** Endings that make the name of a people or a language from that of a country, and the other way round. */
const ENDING = /^(?:|y|a|e|o|s|i|an|n|ian|ish|ese|es|er|en|ien|land|ia|ic)$/
/** In German, where every noun has a capital: what stands before names of people and places. */
const BEFORE_NAME = /^(?:herr|frau|herrn|dr|prof|in|aus|nach|so|werk|standort)$/
/** Nouns that stand behind such a word without being a name. */
const PHRASES = new Set(
  'angaben höhe kraft betrieb sicht ansicht planung zukunft rente bezug form folge summe prozent ende anfang richtung aussicht jahren monaten wochen tagen'.split(
    ' ',
  ),
)
const MIN_NAME_PART = 4
/** A text in title case says nothing by its capitals. */
const TITLE_CASE = 0.95

/** Every name of the claim has to stand in the passage: as it is, as an acronym, or as the word for its people. */
export function checkNames({ claim, passage, alignment }: Pair): Problem[] {
  const words = claim.tokens.filter((token) => token.kind === 'word' && matters(token))
  const problems: Problem[] = []
  const titled = words.length > 4 && words.filter(({ capital }) => capital).length / words.length > TITLE_CASE
  for (const [at, token] of claim.tokens.entries()) {
    if (alignment.at[at] !== -1 || !isName(claim, at, titled)) continue
    const held = findName(token, passage)
    if (held !== -1) {
      alignment.at[at] = held
      alignment.quality[at] = 0.9
      if (alignment.back[held] === -1) alignment.back[held] = at
    } else if (!isInitialism(claim, at, passage)) problems.push({ kind: 'name', detail: `The source does not name ${token.text}.` })
  }
  return problems
}

/** Whether a token is part of a name: a capital that its place does not explain. German writes every noun with one. */
export function isName(text: Read, at: number, titled = false): boolean {
  const token = text.tokens[at]
  if (token === undefined || token.kind !== 'word' || !token.capital || TITLES.has(token.lower) || !matters(token)) return false
  if (text.dates.some(({ from, to }) => at >= from && at <= to)) return false
  if (text.quantities.some(({ from, to }) => at >= from - 1 && at <= to) && lexicon().unitOf(token.lower) !== undefined) return false
  const shouted = token.text.length > 1 && token.text === token.text.toUpperCase()
  const before = text.tokens[at - 1]
  if (text.german) return shouted || (before !== undefined && BEFORE_NAME.test(before.lower) && !PHRASES.has(token.lower))
  if (titled) return shouted && token.text.length > 1
  if (!token.initial) return true
  const next = text.tokens[at + 1]
  return (
    shouted ||
    (next?.capital === true &&
      !TITLES.has(next.lower) &&
      next.kind === 'word' &&
      lexicon().groupsOf(token.stem).length === 0 &&
      !lexicon().isLight(token.lower))
  )
}

/** Whether the first word of a sentence of a passage may be a name: no word that the lists know, and in no form of a common one. */
export function mayBeName(text: Read, at: number): boolean {
  const token = text.tokens[at]
  if (token === undefined || isName(text, at)) return token !== undefined
  if (text.german || !token.initial || !token.capital || token.stop || token.lower.length < 4 || TITLES.has(token.lower)) return false
  return (
    !/(?:s|ing|ed|ly|ion)$/.test(token.lower) &&
    lexicon().groupsOf(token.stem).length === 0 &&
    !lexicon().isLight(token.lower) &&
    !text.dates.some(({ from, to }) => at >= from && at <= to)
  )
}

function findName(token: Token, passage: Read): number {
  return passage.tokens.findIndex(
    (other, place) =>
      other.kind === 'word' &&
      other.capital &&
      (other.lower === token.lower || sameRoot(token.lower, other.lower) || isAcronymAt(token.text, passage, place)),
  )
}

function sameRoot(one: string, other: string): boolean {
  let shared = 0
  while (shared < one.length && one.charAt(shared) === other.charAt(shared)) shared += 1
  return shared >= MIN_NAME_PART && ENDING.test(one.slice(shared)) && ENDING.test(other.slice(shared))
}

/** Whether the capitals from a word of the passage on spell an acronym: "European Space Agency" for ESA. */
function isAcronymAt(acronym: string, { tokens }: Read, place: number): boolean {
  if (acronym.length < 2 || acronym.length > 8 || acronym !== acronym.toUpperCase()) return false
  let at = place
  for (const letter of acronym) {
    while (tokens[at]?.stop === true && tokens[at]?.text.charAt(0) !== letter) at += 1
    if (tokens[at]?.text.charAt(0).toUpperCase() !== letter) return false
    at += 1
  }
  return true
}

/** Whether a word belongs to a run of capitals whose acronym the passage has. */
function isInitialism(claim: Read, at: number, passage: Read): boolean {
  const isCapital = (place: number): boolean =>
    claim.tokens[place]?.capital === true || /^(?:of|for|and|the|de)$/.test(claim.tokens[place]?.lower ?? '')
  let from = at
  while (from > 0 && isCapital(from - 1)) from -= 1
  let letters = ''
  for (let place = from; isCapital(place); place += 1)
    if (claim.tokens[place]?.capital === true) letters += claim.tokens[place]?.text.charAt(0)
  for (let skip = 0; skip + 2 <= letters.length; skip += 1) {
    if (passage.tokens.some(({ text }) => text.length > 1 && text === letters.slice(skip))) return true
  }
  return false
}
