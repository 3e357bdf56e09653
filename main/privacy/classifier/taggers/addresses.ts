import type { Finding } from '#contracts/privacy.ts'
import type { Tagger } from '../types.ts'
import { hintsAhead, hintsBefore, isUnitAhead, mayBeAnnounced, skipNumber } from './address-hints.ts'
import { bareStreetAt, type Part, type Street, streetAt, tailAt } from './address-parts.ts'

/** What says that an address comes next, at the end of what stands before it. */
const CUE =
  /(?:\b(?:address(?:es)?|addr|adresse|anschrift|direcci[oó]n|indirizzo|adres|endere[cç]o|domicili?[oe]?|residen(?:ce|t)|liv(?:es?|ing|ed)|resid(?:es?|ing)|located|location|office|home|house|flat|moved|station|stop|drops?|meet(?:ing)?|deliver(?:ed|y)?|ship(?:ped|ping)?|sent|send|mail(?:ed)?|arrived|validate|card|side|wohn\w*|habite|vive|abita|mieszka|woont)\b[^\n\d]{0,28}?(?:[:?]|\bis|\bat|\bto|\bon|\bof|\bin|\bam|\ban|\bau|\ben|\bw|\bsame:?)|\baddress:?)\s{1,6}$/iu
const CUE_WINDOW = 60
/** Signs that stand before a line of a quoted or listed block. */
const LINE_START = /(?:^|\n)[\t >?*|•-]{0,12}$/
/** Signs and letters before which a number is the end of something else: a price, a version, a code. */
const GLUE: ReadonlySet<number> = new Set(
  [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,/#$€£§%=_-'].map((sign) => sign.charCodeAt(0)),
)
const [PERCENT, FULL_STOP, COMMA, COLON] = [37, 46, 44, 58]
/** 80 rue des lilas, 75019: the number behind is no second house number but the code of a town. */
const CODE_LAST = /^\d.{3,80}[^\d]\d{4,6}$/u
/** Words that come before a number or a name, but never make a street. */
const NOT_A_STREET =
  /^(?:\d{1,6}\s)?(?:the|of|in|on|and|or|to|for|at|by|is|was|were|are|year|years|day|days|hours?|minutes?|people|percent|page|pages|chapter|section|version|figure|table|step|number|no|in|am|pm|january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)\b/iu
const MIDDLE_WORDS =
  /\s(?:is|was|were|are|has|have|had|and|or|but|when|while|with|for|than|then|that|which|who|cost|costs|each|per|every)\s/iu

/**
 * Postal addresses: a street with its number, the parts of the building, the town, the state, the country and the code. In running text
 * an address is one finding; a block of lines is found part by part, as a form has its fields, so that each part can be replaced by
 * its like. A number and a name alone are a street only behind a word that announces one, or before the rest of an address.
 */
export const addressTagger: Tagger = ({ text, lower, units, survey }) => {
  if (survey.digitCount === 0) return NOTHING
  const findings: Finding[] = []
  let from = 0
  for (let group = 0; group < survey.digitCount; group += 1) {
    const groupEnd = survey.digitEnds[group] ?? 0
    for (let at = Math.max(from, survey.digitStarts[group] ?? 0); at < groupEnd; at += 1) {
      if (!isDigit(units[at] ?? 0)) continue
      const numberStart = at
      while (at + 1 < groupEnd && isDigit(units[at + 1] ?? 0)) at += 1
      if (at - numberStart > 5 || isGlued(text, numberStart, at + 1)) continue
      const found = addressFrom(text, lower, numberStart) ?? addressBefore(text, lower, numberStart, from)
      if (found === null) continue
      for (const one of found) findings.push(one)
      from = found.at(-1)?.end ?? at
      at = Math.max(at, from - 1)
    }
  }
  return findings
}

const NOTHING: readonly Finding[] = []

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Whether a number belongs to something else: a price, a share, a version, a time. */
function isGlued(text: string, numberAt: number, numberEnd: number): boolean {
  if (numberAt > 0 && GLUE.has(text.charCodeAt(numberAt - 1))) return true
  const behind = text.charCodeAt(numberEnd)
  if (behind === PERCENT) return true
  return (behind === FULL_STOP || behind === COMMA || behind === COLON) && isDigit(text.charCodeAt(numberEnd + 1))
}

function windowBefore(text: string, at: number): string {
  return text.slice(Math.max(0, at - CUE_WINDOW), at)
}

/** The line of a place, at most 80 UTF-16 code units to both sides. */
function lineAround(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 80), at)
  const behind = text.slice(at, at + 80)
  const end = behind.indexOf('\n')
  return before.slice(before.lastIndexOf('\n') + 1) + (end < 0 ? behind : behind.slice(0, end))
}

/** The number comes first. */
function addressFrom(text: string, lower: string, start: number): Finding[] | null {
  const { kinds, second } = hintsAhead(lower, start)
  if (kinds === 0 && !(second > 0 && (isUnitAhead(lower, skipNumber(lower, second)) || mayBeAnnounced(lower, start)))) return null
  const small = !/\p{Lu}/u.test(lineAround(text, start))
  const street = streetAt(text, start, kinds, small)
  return street === null ? null : findingsOf(text, start, street, small)
}

/** The name comes first. */
function addressBefore(text: string, lower: string, numberAt: number, from: number): Finding[] | null {
  const { kinds, starts } = hintsBefore(lower, numberAt, from)
  const first = starts[0]
  if (first === undefined) return null
  if (kinds !== 0) {
    const small = !/\p{Lu}/u.test(text.slice(first, numberAt))
    for (const start of starts) {
      const street = streetAt(text, start, kinds, small)
      if (street?.known === true && street.end > numberAt) return findingsOf(text, start, street, small)
    }
  }
  const hasUnit = isUnitAhead(lower, skipNumber(lower, numberAt))
  for (const start of starts) {
    if (!hasUnit && !mayBeAnnounced(lower, start)) continue
    if (!hasUnit || !LINE_START.test(windowBefore(text, start))) {
      if (!CUE.test(windowBefore(text, start))) continue
    }
    const street = bareStreetAt(text, start)
    if (street === null || street.end <= numberAt) continue
    const found = findingsOf(text, start, street, false)
    if (found !== null) return found
  }
  return null
}

/** A street has a name: a capital letter somewhere, where the text has any. */
function isNamed(street: string, small: boolean): boolean {
  return small || /(?<![\p{L}])\p{Lu}/u.test(street)
}

function findingsOf(text: string, start: number, street: Street, small: boolean): Finding[] | null {
  const before = windowBefore(text, start)
  const core = text.slice(start, street.end)
  if (NOT_A_STREET.test(core) || MIDDLE_WORDS.test(core) || !isNamed(core, small)) return null
  const tail = tailAt(text, street.end, small)
  const hasUnit = tail.some(({ kind }) => kind === 'unit')
  const hasCode = tail.some(({ kind }) => kind === 'code')
  const announced = CUE.test(before)
  if (small && !announced && !hasUnit && !(street.known && (hasCode || CODE_LAST.test(core) || LINE_START.test(before)))) return null
  if (!street.known && !hasUnit && !(announced && (street.parts.length > 1 || tail.length > 0 || /\p{Lu}/u.test(core)))) return null
  // Germany 1940, Representatives, 1993: a year.
  if (!street.known && !hasUnit && /(?:,\s|\s)(?:1[5-9]|20)\d{2}$/.test(core) && tail.length === 0) return null
  const score = street.known ? 0.75 : 0.65
  const parts = [...street.parts, ...tail]
  const end = parts.at(-1)?.end ?? street.end
  if (!inParts(text, street, tail, before, hasUnit, hasCode)) return [finding('POSTAL_ADDRESS', start, end, score)]
  return parts.map((one) =>
    finding(one.kind === 'place' ? 'LOCATION' : 'POSTAL_ADDRESS', one.start, one.end, one.kind === 'place' ? 0.55 : score),
  )
}

/** A block of lines, or no more than a street and its town: see `addressTagger`. */
function inParts(text: string, street: Street, tail: readonly Part[], before: string, hasUnit: boolean, hasCode: boolean): boolean {
  const places = tail.filter(({ kind }) => kind === 'place').length
  if (tail.every(({ kind }) => kind === 'place') && places < 2) return street.parts.length > 1 || places > 0
  if (!LINE_START.test(before)) return false
  const unit = tail.find(({ kind }) => kind === 'unit')
  const code = tail.find(({ kind }) => kind === 'code')
  const lineBefore = (part: Part | undefined): boolean =>
    part !== undefined && /\n[\t >?*|•-]{0,12}$/.test(text.slice(Math.max(0, part.start - 14), part.start))
  return (hasUnit && lineBefore(unit)) || (hasCode && lineBefore(code) && places > 0)
}

function finding(type: 'POSTAL_ADDRESS' | 'LOCATION', start: number, end: number, score: number): Finding {
  return { type, start, end, score, recognizer: type === 'LOCATION' ? 'address-place' : 'address' }
}
