import type { Finding } from '#contracts/privacy.ts'
import type { Lexicons, Tagger } from '../types.ts'
import { LISTS, PHRASE } from '../words.ts'
import { createPhraseFinder } from './phrase-finder.ts'

/** What says that a word for a profession is somebody's: `works as a nurse`, `Job title: nurse`. */
const POSITION_CUE =
  /(?:\b(?:as an?|as the|as|is an?|am an?|i'm an?|was an?|job(?: title)?|position|occupation|profession|title|role)(?::\s{0,2}|\s))$/iu
const PEOPLE_CUE = /\b(?:am|i'm|is|are|we're|proud|an?|being|born|nationality:?|citizenship:?)\s$/iu
const JOB = LISTS.occupations | (LISTS.occupations * PHRASE)
const PEOPLE = LISTS.nationalities | (LISTS.nationalities * PHRASE)

/** Professions (TITLE), nationalities and faiths (NRP). They describe somebody, but identify nobody. */
export function createPhraseTagger({ occupations, nationalities }: Lexicons): Tagger {
  const jobAt = createPhraseFinder(occupations)
  const peopleAt = createPhraseFinder(nationalities)

  return ({ text, lower, words }) => {
    const findings: Finding[] = []
    for (let index = 0; index < words.count; index += 1) {
      const lists = words.lists[index] ?? 0
      if ((lists & (JOB | PEOPLE)) === 0) continue
      const start = words.starts[index] ?? 0
      const end = words.ends[index] ?? 0
      const job = (lists & JOB) === 0 ? 0 : jobAt(lower, start, end)
      if (job > 0 && (fillsLine(text, start, start + job) || POSITION_CUE.test(text.slice(Math.max(0, start - 24), start))))
        findings.push({ type: 'TITLE', start, end: start + job, score: 0.4, recognizer: 'occupation' })
      if ((lists & PEOPLE) === 0) continue
      // A plural, too: saudis, ecuadoreans.
      const people = peopleAt(lower, start, end) || ((lists & LISTS.nationalities) === 0 ? 0 : end - start)
      if (people === 0) continue
      const capital = words.capitals[index] === 1
      if (capital || (people > 4 && PEOPLE_CUE.test(text.slice(Math.max(0, start - 20), start))))
        findings.push({ type: 'NRP', start, end: start + people, score: 0.4, recognizer: 'nationality' })
    }
    return findings
  }
}

function fillsLine(text: string, start: number, end: number): boolean {
  return /(?:^|\n)[\s>*?-]{0,8}$/.test(text.slice(Math.max(0, start - 9), start)) && /^[ \t]{0,4}(?:\n|$)/.test(text.slice(end, end + 6))
}
