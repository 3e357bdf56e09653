import type { Finding } from '#contracts/privacy.ts'
import type { Lexicons, Tagger } from '../types.ts'
import { HONORIFIC } from './entity-cues.ts'

const WORD = /\p{L}[\p{L}'-]*/gu
/** What says that a word for a profession is somebody's: `works as a nurse`, `Job title: nurse`. */
const POSITION_CUE =
  /(?:\b(?:as an?|as the|as|is an?|am an?|i'm an?|was an?|job(?: title)?|position|occupation|profession|title|role)(?::\s{0,2}|\s))$/iu
const PEOPLE_CUE = /\b(?:am|i'm|is|are|we're|proud|an?|being|born|nationality:?|citizenship:?)\s$/iu
const TITLE_BEFORE_NAME =
  /(?<![\p{L}\p{N}])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Herr|Frau|Mme|Señor|Señora|Signor|Signora)\.?(?=\s\p{Lu})/gu

/** Lengths (in words) of the phrases that begin with a word, longest first. */
function byFirstWord(phrases: ReadonlySet<string>): ReadonlyMap<string, readonly number[]> {
  const lengths = new Map<string, Set<number>>()
  for (const phrase of phrases) {
    const first = phrase.match(WORD)?.[0] ?? phrase
    lengths.set(first, (lengths.get(first) ?? new Set()).add(phrase.length))
  }
  return new Map([...lengths].map(([first, found]) => [first, [...found].sort((a, b) => b - a)]))
}

/** Professions and forms of address (TITLE), nationalities and faiths (NRP). They describe somebody, but identify nobody. */
export function createPhraseTagger({ occupations, nationalities }: Lexicons): Tagger {
  const occupationLengths = byFirstWord(occupations)
  const nationalityLengths = byFirstWord(nationalities)

  return ({ text, lower }) => {
    const findings: Finding[] = []
    const phraseAt = (at: number, word: string, lengths: ReadonlyMap<string, readonly number[]>, phrases: ReadonlySet<string>): number =>
      lengths.get(word)?.find((length) => phrases.has(lower.slice(at, at + length)) && !/[\p{L}\p{N}]/u.test(lower.charAt(at + length))) ??
      0
    for (const { 0: word, index } of lower.matchAll(WORD)) {
      const job = phraseAt(index, word, occupationLengths, occupations)
      if (job > 0 && (fillsLine(text, index, index + job) || POSITION_CUE.test(text.slice(Math.max(0, index - 24), index))))
        findings.push({ type: 'TITLE', start: index, end: index + job, score: 0.4, recognizer: 'occupation' })
      // A plural, too: saudis, ecuadoreans.
      const people =
        phraseAt(index, word, nationalityLengths, nationalities) ||
        (word.endsWith('s') && nationalities.has(word.slice(0, -1)) ? word.length : 0)
      if (people === 0) continue
      const capital = /\p{Lu}/u.test(text.charAt(index))
      if (capital || (people > 4 && PEOPLE_CUE.test(text.slice(Math.max(0, index - 20), index))))
        findings.push({ type: 'NRP', start: index, end: index + people, score: 0.4, recognizer: 'nationality' })
    }
    for (const { 0: title, index } of text.matchAll(TITLE_BEFORE_NAME)) {
      if (HONORIFIC.test(title))
        findings.push({ type: 'TITLE', start: index, end: index + title.length, score: 0.4, recognizer: 'honorific' })
    }
    return findings
  }
}

function fillsLine(text: string, start: number, end: number): boolean {
  return /(?:^|\n)[\s>*?-]{0,8}$/.test(text.slice(Math.max(0, start - 9), start)) && /^[ \t]{0,4}(?:\n|$)/.test(text.slice(end, end + 6))
}
