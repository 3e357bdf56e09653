import type { Finding } from '#contracts/privacy.ts'
import type { Lexicons, Tagger } from '../types.ts'
import { LISTS, PHRASE } from '../words.ts'
import { createPhraseFinder } from './phrase-finder.ts'

/** Ties a term to somebody: a person's illness is health data, an article about the illness is not. */
const PERSONAL =
  /\b(?:i|i'm|i've|my|me|his|her|their|he|she|patient|patient's|pt|diagnosed|prescribed|suffers?|suffering|tested positive|treated for|treatment for|admitted|hospitali[sz]ed|mr|mrs|ms|dr|employee|colleague|daughter|son|wife|husband|mother|father|taking|takes|on \d+ ?mg|ich|mein[er]?|sein[er]?|ihr[er]?|patientin|leidet|mon|ma|souffre|padece|paciente|sufre|cierpi|pacjent\w*)\b/i
/** `Diagnosis of Jonas Castellanos: asthma`. */
const DIAGNOSIS_OF =
  /\b(?:[Dd]iagnos(?:is|e) (?:of|for|von|de|bei)\s{1,2}\p{Lu}[\p{L}'’.-]{1,30}(?:\s\p{L}[\p{L}'’.-]{0,30}){1,3}|DIAGNOSIS OF [\p{Lu}'’.-]{2,30}(?:\s[\p{Lu}'’.-]{1,30}){1,3})\s?[:–—-]\s/u
const WINDOW = 80
const TERM = LISTS.healthTerms | (LISTS.healthTerms * PHRASE)

/** Diagnoses and drugs beside a person. */
export function createHealthTagger({ healthTerms }: Lexicons): Tagger {
  const termAt = createPhraseFinder(healthTerms)
  return ({ text, lower, words }) => {
    const findings: Finding[] = []
    for (let index = 0; index < words.count; index += 1) {
      if (((words.lists[index] ?? 0) & TERM) === 0) continue
      const at = words.starts[index] ?? 0
      const length = termAt(lower, at, words.ends[index] ?? at)
      if (length === 0) continue
      const from = Math.max(0, at - WINDOW)
      const around = text.slice(from, Math.min(text.length, at + length + WINDOW))
      const sentence = sentenceAround(around, at - from)
      if (!PERSONAL.test(sentence) && !DIAGNOSIS_OF.test(sentence)) continue
      findings.push({ type: 'HEALTH', start: at, end: at + length, score: 0.65, recognizer: 'health-term-of-person' })
    }
    return findings
  }
}

/** The sentence that holds the position: what ties a term to a person stands in the same one. */
function sentenceAround(text: string, at: number): string {
  const before = Math.max(text.lastIndexOf('. ', at), text.lastIndexOf('\n', at), text.lastIndexOf('? ', at), text.lastIndexOf('! ', at))
  const ends = ['. ', '\n', '? ', '! '].map((stop) => text.indexOf(stop, at)).filter((end) => end !== -1)
  return text.slice(before + 1, ends.length === 0 ? text.length : Math.min(...ends))
}
