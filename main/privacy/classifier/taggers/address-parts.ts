import { STREET } from './address-hints.ts'
import { alternativesOf, KIND_ENDINGS, KINDS_BEFORE, KINDS_BEHIND, KINDS_BEHIND_NUMBER_LAST, UNITS } from './street-kinds.ts'

/** One part of an address, half-open offsets of the text. */
export interface Part {
  readonly kind: 'number' | 'street' | 'unit' | 'place' | 'code'
  readonly start: number
  readonly end: number
}

const EDGE = String.raw`(?![\p{L}\p{N}])`
const WORD = String.raw`[\p{L}∆][\p{L}\p{M}∆'’.-]{0,29}`
/** House number: 12, 12a, 12/3, 12-14. */
const NUMBER = String.raw`\d{1,5}(?:\s?[a-zA-Z](?![\p{L}\p{N}]))?(?:[/-]\d{1,4}[a-z]?)?`
/** Small words inside names of streets. */
const PARTICLE = `(?:de|del|la|las|los|le|les|du|des|da|do|dos|das|di|della|delle|dei|degli|e|y|et|van|von|der|den|dem|het|af|av|of|z|na|nad|pod|al|el|ter|ten|op|bin|ibn|i)`
/** A word of a name where capitals are minded. */
const NAMED = String.raw`(?:[\p{Lu}∆]|\d{1,3}(?:st|nd|rd|th|er|re|e|ª|º)?(?=[ ][\p{L}])|d'|l')[\p{L}\p{M}\p{N}∆'’.-]{0,29}`

/** What leads a quoted or indented line. */
const LINE_HEAD = String.raw`[\t >?*|•-]{0,12}`

function sticky(source: string, flags = 'uy'): RegExp {
  return new RegExp(source, flags)
}

const LEAD = sticky(String.raw`0?\d{1,6}(?=[ \t])`)
const GAP = sticky(String.raw`[ \t]{1,3}`)

/** What a pattern begins with: a number (a digit), a word (never a digit), or a name, which may be `1st`. */
type Beginning = 'number' | 'word' | 'name'

/** Patterns of streets whose own words say so. Where a text has capitals, so do the names in it. */
function knownStreets(small: boolean): ReadonlyArray<readonly [kinds: number, beginning: Beginning, pattern: RegExp]> {
  const forms = small ? 'as-is' : 'title'
  const flags = small ? 'iuy' : 'uy'
  const [before, last] = [alternativesOf(KINDS_BEFORE, forms), alternativesOf(KINDS_BEHIND_NUMBER_LAST, forms)]
  const behind = alternativesOf(KINDS_BEHIND, small ? 'as-is' : 'title-only')
  const endings = alternativesOf(KIND_ENDINGS)
  const word = small ? WORD : NAMED
  const names = (most: number): string => `(?:(?:${PARTICLE}[ ]){0,3}${word}[ ]){0,${most}}(?:${PARTICLE}[ ]){0,3}${word}`
  return [
    // ul. Lipowa 14, Rua do Arenque 1634.
    [STREET.before, 'word', sticky(String.raw`(?:${before})\.?[ ]${names(4)},?[ ](?:n[.º°o]{1,2}[ ]?)?${NUMBER}${EDGE}`, flags)],
    [STREET.before, 'word', sticky(`C/[ ]?${names(3)},?[ ]${NUMBER}${EDGE}`, flags)],
    // 12 rue de la Paix, and the same with its number behind.
    [
      STREET.before,
      'number',
      sticky(
        `${NUMBER}(?:[ ](?:bis|ter))?,?[ ](?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Bb]d|[Cc]hemin|[Ii]mpasse|[Aa]ll[ée]e|[Qq]uai|[Rr]oute|[Cc]ours|[Rr]uelle|[Ss]entier|[Pp]lace)[ ]${names(4)}`,
        flags,
      ),
    ],
    // Hauptstraße 5 in one word, Andrássy út 12 in two.
    [STREET.ending, 'name', sticky(String.raw`(?:${word}[ ]){0,3}[\p{L}\p{M}-]{2,30}(?:${endings})[ ]${NUMBER}\.?${EDGE}`, flags)],
    [STREET.last, 'name', sticky(String.raw`(?:${word}[ ]){1,4}(?:${last})\.?[ ]${NUMBER}\.?${EDGE}`, flags)],
    [
      STREET.preposition,
      'word',
      sticky(
        `(?:Am|An (?:der|den|dem)|Im|In (?:der|den|dem)|Zum|Zur|Auf (?:der|dem)|Unter den|Alter?|Alte|Hinter (?:der|dem))[ ]${word}[ ]${NUMBER}${EDGE}`,
        flags,
      ),
    ],
    // 12 Mill Lane.
    [STREET.behind, 'number', sticky(String.raw`${NUMBER},?[ ](?:[NSEW]{1,2}\.?[ ])?(?:${word}[ ]){1,4}?(?:${behind})\b\.?${EDGE}`, flags)],
  ]
}
const KNOWN = knownStreets(false)
const KNOWN_SMALL = knownStreets(true)
/** A name and a number, which only their neighbours make a street: Brisas 6802. */
const BARE = sticky(
  String.raw`(?:(?:${PARTICLE}[ ]){0,3}${NAMED}[ ]){0,4}(?:${PARTICLE}[ ]){0,3}[\p{Lu}∆][\p{L}\p{M}∆'’.-]{2,30},?[ ]\d{1,4}[a-z]?\.?${EDGE}`,
)
/** Behind a number of its own, words of any case: 5670 r josé a madeira 1. */
const BARE_SMALL = sticky(String.raw`(?:${WORD}[ ]){0,5}[\p{L}\p{M}∆'’-]{3,30},?[ ]\d{1,4}[a-z]?\.?${EDGE}`, 'iuy')
const UNIT = sticky(String.raw`(?:${alternativesOf(UNITS)})\.?[ ]?(?:\d{1,5}[a-z]?|[A-Z]\d{0,4})${EDGE}|#[ ]?\d{1,5}${EDGE}`, 'iuy')
const BREAK = sticky(String.raw`[ \t]{0,3},?(?:[ \t]{1,3}|[ \t]{0,3}\r?\n${LINE_HEAD}(?:,[ \t]{1,2})?)`)
const PLACE = sticky(
  String.raw`(?:\p{Lu}|∆)[\p{L}\p{M}∆'’.-]{0,29}(?:[ -](?:(?:de|del|da|do|di|la|le|les|of|nad|pod|u|v|am|an|der|im|in|sur|sous|upon|on|y|e)[ ]){0,2}(?:\p{Lu}|∆)[\p{L}\p{M}∆'’.-]{0,29}){0,4}(?:[ ]\(\p{Lu}[\p{L} ]{1,20}\))?`,
)
const PLACE_SMALL = sticky(
  String.raw`(?!(?:and|or|to|the|with|from|phone|tel|office|fax|mobile|e-?mail)\b)[\p{L}∆][\p{L}\p{M}∆'’.-]{1,29}(?:[ -][\p{L}∆(][\p{L}\p{M}∆'’.()-]{0,29}){0,3}`,
)
const CODE = sticky(
  String.raw`(?:[A-Z]{1,2}[- ])?\d{2,3}[ -]\d{2,4}${EDGE}|(?:[A-Z]{1,2}-)?\d{3,6}(?:-\d{3,4})?${EDGE}|[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}${EDGE}|[A-Z]\d[A-Z][ ]?\d[A-Z]\d${EDGE}|\d{4}[ ]?[A-Z]{2}${EDGE}`,
)
const STATE = sticky(`(?:[A-Z]{2,3}|nan)${EDGE}`)

export interface Street {
  readonly parts: readonly Part[]
  readonly end: number
  /** Whether its own words make it a street; one of a name and a number needs neighbours that do. */
  readonly known: boolean
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** A street that begins here, perhaps behind a number of its own (of a building, a box, a district). `kinds`: what its words promise (bits of STREET); `small`: the text has no capitals. */
export function streetAt(text: string, at: number, kinds: number, small: boolean): Street | null {
  const lead = isDigit(text, at) ? endOf(LEAD, text, at) : -1
  const behind = lead < 0 ? -1 : endOf(GAP, text, lead)
  if (behind > 0) {
    const inner = knownStreetEnd(text, behind, kinds, small)
    if (inner > 0) return { parts: [part('number', at, lead), part('street', behind, inner)], end: inner, known: true }
  }
  const whole = knownStreetEnd(text, at, kinds, small)
  if (whole > 0) return { parts: [part('street', at, whole)], end: whole, known: true }
  if (behind < 0) return null
  const bare = Math.max(endOf(BARE, text, behind), endOf(BARE_SMALL, text, behind))
  return bare < 0 ? null : { parts: [part('number', at, lead), part('street', behind, bare)], end: bare, known: false }
}

/** A street of a name and a number alone. */
export function bareStreetAt(text: string, at: number): Street | null {
  const end = endOf(BARE, text, at)
  return end < 0 ? null : { parts: [part('street', at, end)], end, known: false }
}

function knownStreetEnd(text: string, at: number, kinds: number, small: boolean): number {
  const other: Beginning = isDigit(text, at) ? 'word' : 'number'
  let best = -1
  for (const [kind, beginning, pattern] of small ? KNOWN_SMALL : KNOWN)
    if ((kinds & kind) !== 0 && beginning !== other) best = Math.max(best, endOf(pattern, text, at))
  return best
}

function part(kind: Part['kind'], start: number, end: number): Part {
  return { kind, start, end }
}

/** Units, town, state, country and code that go on behind a street, on its line or the next ones. */
export function tailAt(text: string, from: number, small: boolean): readonly Part[] {
  const parts: Part[] = []
  let at = from
  let places = 0
  let codes = 0
  for (let step = 0; step < 9; step += 1) {
    const next = endOf(BREAK, text, at)
    if (next < 0) break
    const line = text.slice(at, next).includes('\n')
    const unit = endOf(UNIT, text, next)
    if (unit > 0 && places === 0) {
      parts.push(part('unit', next, unit))
      at = unit
      continue
    }
    const comma = text.slice(at, next).includes(',')
    const code = endOf(CODE, text, next)
    if (code > 0 && codes === 0 && (parts.length > 0 || comma || line)) {
      // A phone number on the line behind begins with digits too.
      if (/^[ \t]{0,2}[-.)(/\d]|^[ \t]\d/.test(text.slice(code, code + 3)) || (line && places === 0)) break
      parts.push(part('code', next, code))
      codes += 1
      at = code
      continue
    }
    const hasUnit = parts.some(({ kind }) => kind === 'unit')
    if (places >= 3 || !(line || comma || hasUnit || codes > 0)) break
    const state = places > 0 && codes === 0 ? endOf(STATE, text, next) : -1
    const place = state > 0 ? state : endOf(small ? PLACE_SMALL : PLACE, text, next)
    if (place < 0) break
    // A line of its own is a town only when nothing else stands on it (but its code).
    if (
      line &&
      !/^[ \t]{0,3},?[ \t]{0,3}(?:$|\r?\n|[.?!,]|(?:[A-Z]{2}[ ])?[A-Z]{0,2}\d{2,6}(?:[ -]\d{2,4})?(?:$|[\s.?!,]))/u.test(
        text.slice(place, place + 16),
      )
    )
      break
    parts.push(part('place', next, place))
    places += 1
    at = place
  }
  // A lone line behind a street that holds no code and no unit may be the next item of a list.
  return keepTail(text, from, parts)
}

function keepTail(text: string, from: number, parts: readonly Part[]): readonly Part[] {
  const first = parts[0]
  if (first === undefined || first.kind !== 'place') return parts
  const newLine = text.slice(from, first.start).includes('\n')
  const sure = parts.some(({ kind }) => kind === 'code')
  return newLine && !sure ? [] : parts
}
