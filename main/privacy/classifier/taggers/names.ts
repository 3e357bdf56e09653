import type { Finding } from '#contracts/privacy.ts'
import type { Lexicons, Tagger } from '../types.ts'
import { type CapitalRun, capitalRuns, PARTICLES, plainWord, type RunWord } from './capital-runs.ts'
import {
  COMPASS,
  cuesBefore,
  HONORIFIC,
  IN_CUE,
  ORGANIZATION_BEHIND,
  ORGANIZATION_CUE,
  ORGANIZATION_WORD,
  PERSON_BEHIND,
  PERSON_CUE,
  PLACE_CUE,
  PLACE_HEAD,
  PLACE_SHAPE,
  PLACE_WORD,
  SAYING_BEFORE,
  STRONG_PERSON_CUE,
  SURNAME_SHAPE,
} from './entity-cues.ts'

type Entity = 'PERSON' | 'LOCATION' | 'ORGANIZATION'
const RECOGNIZER = { PERSON: 'person-name', LOCATION: 'place-name', ORGANIZATION: 'organization-name' } as const

interface Found {
  readonly type: Entity
  readonly from: number
  /** Exclusive. */
  readonly to: number
  readonly score: number
}

/** `Mr. ` and its like: the dot ends a run. */
const HONORIFIC_BEFORE = /(?:^|[\s("'>])(?:Mr|Mrs|Ms|Dr|Prof|Hr|Sr|Sra|Dott|Rev|Mme)\.\s{1,2}$/u

/** A run and what was made of it; a run of one word without a verdict may still get one from its neighbours. */
interface Judged {
  readonly run: CapitalRun
  readonly words: readonly RunWord[]
  readonly found: readonly Found[]
}

/**
 * Persons, places and organisations, by word lists, by the shape of words and by what stands around them. A name alone keeps a low
 * score: it may be anybody, or anything.
 */
export function createNameTagger(lexicons: Lexicons): Tagger {
  const { firstNames, lastNames, ambiguousNames, commonWords, places, organizations } = lexicons
  const isFirst = ({ plain }: RunWord): boolean =>
    firstNames.has(plain) || (plain.includes('-') && plain.split('-').every((part) => firstNames.has(part)))
  const isLast = ({ plain }: RunWord): boolean => lastNames.has(plain) || SURNAME_SHAPE.test(plain)
  const isCommon = ({ plain }: RunWord): boolean => commonWords.has(plain)
  const isAmbiguous = ({ plain }: RunWord): boolean => ambiguousNames.has(plain)
  const isInitial = ({ text }: RunWord): boolean => /^\p{Lu}\.?$/u.test(text)
  const isShouted = ({ text }: RunWord): boolean => text.length > 1 && text === text.toUpperCase()
  const isUnknown = (word: RunWord): boolean =>
    !isCommon(word) && !places.has(word.plain) && !ORGANIZATION_WORD.test(word.plain) && !(isShouted(word) && word.text.length < 5)

  /** How many words from `at` are a place of the gazetteer; the longest wins. */
  function placeAt(words: readonly RunWord[], at: number): number {
    for (let length = Math.min(4, words.length - at); length > 0; length -= 1) {
      if (
        places.has(
          words
            .slice(at, at + length)
            .map(({ text }) => text.toLowerCase())
            .join(' '),
        )
      )
        return length
    }
    return 0
  }

  /** End (exclusive) of a name that begins with a first name at `at`. */
  function nameEnd(words: readonly RunWord[], at: number): number {
    let end = at + 1
    let names = 1
    for (let index = at + 1; index < words.length && names < 4; index += 1) {
      const word = words[index]
      if (word === undefined) break
      if (isInitial(word) || PARTICLES.has(word.plain)) continue
      if (!(isLast(word) || isFirst(word) || isUnknown(word)) || ORGANIZATION_WORD.test(word.plain)) break
      end = index + 1
      names += 1
    }
    return end
  }

  function personIn(words: readonly RunWord[], before: string, behind: string): Found | null {
    const strong = STRONG_PERSON_CUE.test(before)
    const cued = strong || PERSON_CUE.test(before)
    for (const [at, word] of words.entries()) {
      if (!isFirst(word) || (at > 0 && isInitial(word))) continue
      const end = nameEnd(words, at)
      const last = words[end - 1]
      if (end - at > 1 && last !== undefined) {
        const known = isLast(last) || isFirst(last)
        // "Summer Olympics", "Paris Match": an ordinary word needs a surname behind it that is none.
        if (isAmbiguous(word) && !(lastNames.has(last.plain) && !isAmbiguous(last)) && !strong) continue
        if (isCommon(last) && isAmbiguous(word) && !strong) continue
        return { type: 'PERSON', from: at, to: end, score: known ? 0.85 : 0.7 }
      }
      if (words.length > 2 && !cued) continue
      if (isAmbiguous(word) || word.plain.length < 3) {
        if (strong || (words.length === 1 && PERSON_BEHIND.test(behind) && !isCommon(word)))
          return { type: 'PERSON', from: at, to: at + 1, score: 0.5 }
        continue
      }
      if (isShouted(word) && word.text.length < 5) continue
      return { type: 'PERSON', from: at, to: at + 1, score: cued ? 0.6 : 0.45 }
    }
    const first = words[0]
    const last = words.at(-1)
    if (first === undefined || last === undefined) return null
    const speaks = PERSON_BEHIND.test(behind) || SAYING_BEFORE.test(before)
    if (words.length >= 2) {
      const plausible = words.every((word) => isInitial(word) || PARTICLES.has(word.plain) || isLast(word) || isUnknown(word))
      if (!plausible || words.length > 4 || words.every(isShouted)) return null
      if (isLast(last) && !isAmbiguous(last)) return { type: 'PERSON', from: 0, to: words.length, score: cued || speaks ? 0.75 : 0.55 }
      if (strong || speaks || words.some((word, index) => index > 0 && isInitial(word)))
        return { type: 'PERSON', from: 0, to: words.length, score: 0.6 }
      return null
    }
    if (isCommon(first) || places.has(first.plain) || isShouted(first)) return null
    if (strong || speaks) return { type: 'PERSON', from: 0, to: 1, score: 0.5 }
    return isLast(first) && !isAmbiguous(first) && first.plain.length > 3
      ? { type: 'PERSON', from: 0, to: 1, score: cued ? 0.45 : 0.4 }
      : null
  }

  function organizationIn(words: readonly RunWord[], before: string, behind: string): Found | null {
    const last = words.at(-1)
    if (last === undefined) return null
    for (let from = 0; from < words.length; from += 1) {
      for (let to = words.length; to > from; to -= 1) {
        const name = words
          .slice(from, to)
          .map(({ text }) => text.toLowerCase())
          .join(' ')
        if (organizations.has(name)) return { type: 'ORGANIZATION', from, to, score: 0.6 }
      }
    }
    if (words.length >= 2 && ORGANIZATION_WORD.test(last.plain) && !isInitial(words[0] ?? last))
      return { type: 'ORGANIZATION', from: 0, to: words.length, score: 0.6 }
    if (
      words.length === 1 &&
      !isFirst(last) &&
      /^[^-]{3,}-[^-]{3,}$/.test(last.plain) &&
      last.plain.split('-').every((part) => lastNames.has(part))
    )
      return { type: 'ORGANIZATION', from: 0, to: 1, score: 0.5 }
    if (ORGANIZATION_CUE.test(before) || ORGANIZATION_BEHIND.test(behind)) {
      const person = words.length > 1 && isFirst(words[0] ?? last) && isLast(last) && !isAmbiguous(words[0] ?? last)
      if (!person && !places.has(last.plain)) return { type: 'ORGANIZATION', from: 0, to: words.length, score: 0.5 }
    }
    return null
  }

  function placeIn(words: readonly RunWord[], before: string, behind: string): Found | null {
    for (let at = 0; at < words.length; at += 1) {
      const length = placeAt(words, at)
      if (length === 0) continue
      const next = words[at + length]
      const word = words[at]
      // Florence Hall, Jordan Peterson: a surname behind it makes a person of a town.
      if (length === 1 && word !== undefined && isFirst(word) && next !== undefined && isLast(next)) continue
      if (length === 1 && word !== undefined && isFirst(word) && STRONG_PERSON_CUE.test(before)) continue
      // "Paris Hilton", "Boston Consulting": part of something longer.
      if (at > 0 && words.length > at + length) continue
      return { type: 'LOCATION', from: at, to: at + length, score: 0.55 }
    }
    const last = words.at(-1)
    const first = words[0]
    if (last === undefined || first === undefined || words.length > 4) return null
    if (
      words.length >= 2 &&
      (PLACE_WORD.test(last.plain) || (PLACE_HEAD.test(first.plain) && !isFirst(first) && words.length < 4)) &&
      !isCommon(first)
    )
      return { type: 'LOCATION', from: 0, to: words.length, score: 0.5 }
    const unknown = words.every((word) => isUnknown(word) || PARTICLES.has(word.plain))
    const person = isFirst(first) && (words.length === 1 || isLast(last)) && !isAmbiguous(first)
    if (unknown && PLACE_CUE.test(before)) return { type: 'LOCATION', from: 0, to: words.length, score: 0.55 }
    if (unknown && !person && (IN_CUE.test(before) || /^,?\s(?:city|county|region|province)\b/.test(behind)))
      return { type: 'LOCATION', from: 0, to: words.length, score: 0.45 }
    if (unknown && !person && words.length === 1 && PLACE_SHAPE.test(last.plain) && !isLast(last))
      return { type: 'LOCATION', from: 0, to: 1, score: 0.4 }
    return null
  }

  function judge(run: CapitalRun, text: string): Judged {
    let words = run.words
    const drop = (count: number): void => {
      words = words.slice(count)
    }
    const behind = text.slice(run.end, run.end + 28)
    // Words that open a sentence or point the compass belong to no name.
    while (words.length > 1) {
      const first = words[0]
      if (first === undefined) break
      const next = words[1]
      const startsName = isFirst(first) && next !== undefined && (isLast(next) || isInitial(next)) && !(isCommon(first) && isFirst(next))
      if (HONORIFIC.test(first.text) || startsName || placeAt(words, 0) > 1) break
      if (!(isCommon(first) || COMPASS.test(first.plain)) || (PLACE_HEAD.test(first.plain) && !isCommon(next ?? first))) break
      drop(1)
    }
    const title = words[0]
    if (title !== undefined && words.length > 1 && HONORIFIC.test(title.text)) {
      drop(1)
      const to = Math.min(words.length, nameEnd(words, 0))
      return { run, words, found: [{ type: 'PERSON', from: 0, to, score: 0.85 }] }
    }
    const start = words[0]?.start ?? run.start
    const before = cuesBefore(text, start)
    if (HONORIFIC_BEFORE.test(text.slice(Math.max(0, start - 8), start))) {
      const to = words.length === 0 ? 0 : nameEnd(words, 0)
      return { run, words, found: to === 0 ? [] : [{ type: 'PERSON', from: 0, to, score: 0.85 }] }
    }
    const organization = organizationIn(words, before, behind)
    const place = placeIn(words, before, behind)
    const person = personIn(words, before, behind)
    if (organization !== null && (person === null || organization.score >= 0.6 || person.to - person.from < 2))
      return { run, words, found: [organization] }
    if (
      place !== null &&
      (person === null || place.score >= 0.55 || person.score < 0.5) &&
      !(person !== null && person.to - person.from > 1 && person.score >= 0.7)
    )
      return { run, words, found: [place] }
    return { run, words, found: person === null ? [] : [person] }
  }

  return ({ text, lower }) => {
    const judged = [...capitalRuns(text)].map((run) => judge(run, text))
    const parts = new Map<string, number>()
    for (const { words, found } of judged) {
      for (const { type, from, to, score } of found) {
        if (type !== 'PERSON' || score < 0.6 || to - from < 2) continue
        for (const word of words.slice(from, to)) if (word.plain.length > 2 && !isCommon(word)) parts.set(word.plain, score)
      }
    }
    const findings: Finding[] = []
    const add = (type: Entity, start: number, end: number, score: number): void => {
      findings.push({ type, start, end, score, recognizer: RECOGNIZER[type] })
    }
    for (const [index, { words, found }] of judged.entries()) {
      const single = words.length === 1 ? words[0] : undefined
      const undecided = single !== undefined && (found[0] === undefined || found[0].score < 0.5)
      // Named in full elsewhere, or one of a list of persons.
      if (undecided && parts.has(single.plain)) add('PERSON', single.start, single.end, 0.6)
      else if (
        undecided &&
        found[0] === undefined &&
        isUnknown(single) &&
        !isShouted(single) &&
        [judged[index - 1], judged[index + 1]].some((neighbour) => listsWith(neighbour, single, text))
      )
        add('PERSON', single.start, single.end, 0.4)
      else
        for (const { type, from, to, score } of found) {
          const first = words[from]
          const last = words[to - 1]
          if (first !== undefined && last !== undefined) add(type, first.start, last.end, score)
        }
    }
    findings.push(...lowerCaseNames(lower, text, lexicons))
    return findings
  }
}

/** Whether a person stands before or behind a word in the same list (`Ann, Vinka and Tom`). */
function listsWith(neighbour: Judged | undefined, word: RunWord, text: string): boolean {
  const found = neighbour?.found[0]
  if (neighbour === undefined || found?.type !== 'PERSON' || neighbour.words.length !== 1) return false
  const between = neighbour.run.start < word.start ? text.slice(neighbour.run.end, word.start) : text.slice(word.end, neighbour.run.start)
  return /^(?:,\s|,?\s(?:and|und|et|y|&)\s)$/.test(between)
}

const LOWER_WORD = /\p{Ll}[\p{Ll}-]{2,20}/gu
/** Behind a lower-case first name: an initial perhaps, and the last name. */
const LOWER_LAST = /\s(?:\p{Ll}\.?\s)?(?<last>\p{Ll}[\p{Ll}'-]{2,24})(?![\p{L}\p{N}@_-])/uy
const LOWER_INTRODUCED =
  /\b(?:my name is|ich heiße|je m'appelle|me llamo|mi chiamo|this is|dear|speak (?:to|with))\s(?<name>\p{Ll}[\p{Ll}'-]{2,24}(?:\s\p{Ll}[\p{Ll}'-]{2,24})?)(?![\p{L}\p{N}@_])/gu

/** Names that nobody took the trouble to capitalise: a first and a last name side by side, or one that is introduced. */
function lowerCaseNames(lower: string, text: string, { firstNames, lastNames, ambiguousNames, commonWords }: Lexicons): Finding[] {
  const findings: Finding[] = []
  const add = (start: number, end: number, score: number): void => {
    findings.push({ type: 'PERSON', start, end, score, recognizer: 'person-name-lower-case' })
  }
  const behind = new RegExp(LOWER_LAST)
  for (const { 0: first, index } of text.matchAll(LOWER_WORD)) {
    if (!firstNames.has(first) || ambiguousNames.has(first) || commonWords.has(first)) continue
    if (index > 0 && /[\p{L}\p{N}@._/-]/u.test(text.charAt(index - 1))) continue
    behind.lastIndex = index + first.length
    const match = behind.exec(text)
    const last = plainWord(match?.groups?.last ?? '')
    if (match === null || commonWords.has(last) || ambiguousNames.has(last)) continue
    if (lastNames.has(last) || SURNAME_SHAPE.test(last)) add(index, behind.lastIndex, 0.6)
  }
  if (!/name is|heiße|m'appelle|me llamo|mi chiamo|this is|dear|speak/.test(lower)) return findings
  for (const match of text.matchAll(LOWER_INTRODUCED)) {
    const name = match.groups?.name ?? ''
    const words = name.split(/\s/)
    const [first = '', second] = words
    if (!firstNames.has(first) || commonWords.has(first)) continue
    const whole = second === undefined || commonWords.has(second) ? first : name
    const start = match.index + match[0].length - name.length
    add(start, start + whole.length, 0.6)
  }
  return findings
}
