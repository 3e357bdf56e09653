import type { Finding } from '#contracts/privacy.ts'
import type { Lexicons, Tagger } from '../types.ts'

/** Ties a term to somebody: a person's illness is health data, an article about the illness is not. */
const PERSONAL =
  /\b(?:i|i'm|i've|my|me|his|her|their|he|she|patient|patient's|pt|diagnosed|prescribed|suffers?|suffering|tested positive|treated for|treatment for|admitted|hospitali[sz]ed|mr|mrs|ms|dr|employee|colleague|daughter|son|wife|husband|mother|father|taking|takes|on \d+ ?mg|ich|mein[er]?|sein[er]?|ihr[er]?|patientin|leidet|mon|ma|souffre|padece|paciente|sufre|cierpi|pacjent\w*)\b/i
const RECORD =
  /\b(?:mrn|medical record(?: number| no\.?)?|patient(?: id| number| no\.?)|health record|chart(?: number| no\.?)|nhs number|krankenakte|versichertennummer|dossier m[ée]dical|historia cl[íi]nica)\s{0,2}(?:is|:|#|no\.?)?\s{0,2}(?<value>[A-Z]{0,4}[- ]?\d[\dA-Z-]{3,14})\b/gi
const WINDOW = 80
const MAX_TERM_WORDS = 3

/** Diagnoses and drugs beside a person, and medical record numbers. */
export function createHealthTagger({ healthTerms }: Lexicons): Tagger {
  return ({ text, lower }) => {
    const findings: Finding[] = []
    for (const match of text.matchAll(RECORD)) {
      const value = match.groups?.value ?? ''
      const start = match.index + match[0].lastIndexOf(value)
      findings.push({ type: 'MEDICAL_RECORD', start, end: start + value.length, score: 0.75, recognizer: 'medical-record-number' })
    }
    const words = [...lower.matchAll(/[\p{L}][\p{L}\p{N}'-]{1,30}/gu)]
    for (const [index, word] of words.entries()) {
      const term = longestTerm(words, index, lower)
      if (term === null) continue
      const around = text.slice(Math.max(0, word.index - WINDOW), Math.min(text.length, term + WINDOW))
      if (!PERSONAL.test(sentenceAround(around, word.index - Math.max(0, word.index - WINDOW)))) continue
      findings.push({ type: 'HEALTH', start: word.index, end: term, score: 0.65, recognizer: 'health-term-of-person' })
    }
    return findings
  }

  /** End of the longest listed term that begins with this word, or null. */
  function longestTerm(words: readonly RegExpExecArray[], index: number, lower: string): number | null {
    const start = words[index]?.index ?? 0
    for (let count = MAX_TERM_WORDS; count >= 1; count -= 1) {
      const last = words[index + count - 1]
      if (last === undefined) continue
      const end = last.index + last[0].length
      if (healthTerms.has(lower.slice(start, end))) return end
    }
    return null
  }
}

/** The sentence that holds the position: what ties a term to a person stands in the same one. */
function sentenceAround(text: string, at: number): string {
  const before = Math.max(text.lastIndexOf('. ', at), text.lastIndexOf('\n', at), text.lastIndexOf('? ', at), text.lastIndexOf('! ', at))
  const ends = ['. ', '\n', '? ', '! '].map((stop) => text.indexOf(stop, at)).filter((end) => end !== -1)
  return text.slice(before + 1, ends.length === 0 ? text.length : Math.min(...ends))
}
