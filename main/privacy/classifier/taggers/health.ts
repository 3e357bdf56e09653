import type { Finding } from '#contracts/privacy.ts'
import type { Lexicons, Tagger } from '../types.ts'

/** Ties a term to somebody: a person's illness is health data, an article about the illness is not. */
const PERSONAL =
  /\b(?:i|i'm|i've|my|me|his|her|their|he|she|patient|patient's|pt|diagnosed|prescribed|suffers?|suffering|tested positive|treated for|treatment for|admitted|hospitali[sz]ed|mr|mrs|ms|dr|employee|colleague|daughter|son|wife|husband|mother|father|taking|takes|on \d+ ?mg|ich|mein[er]?|sein[er]?|ihr[er]?|patientin|leidet|mon|ma|souffre|padece|paciente|sufre|cierpi|pacjent\w*)\b/i
const RECORD =
  /\b(?:mrn|medical record(?: number| no\.?)?|patient(?: id| number| no\.?)|health record|chart(?: number| no\.?)|nhs number|krankenakte|versichertennummer|dossier m[ée]dical|historia cl[íi]nica)\s{0,2}(?:is|:|#|no\.?)?\s{0,2}(?<value>[A-Z]{0,4}[- ]?\d[\dA-Z-]{3,14})\b/gi
const WINDOW = 80
const WORD = /\p{L}[\p{L}\p{N}'-]{1,30}/gu

/** Diagnoses and drugs beside a person, and medical record numbers. */
export function createHealthTagger({ healthTerms }: Lexicons): Tagger {
  /** Lengths of the terms that begin with a word, longest first. */
  const startingWith = new Map<string, number[]>()
  for (const term of [...healthTerms].sort((a, b) => b.length - a.length)) {
    const first = term.match(WORD)?.[0] ?? term
    startingWith.set(first, [...(startingWith.get(first) ?? []), term.length])
  }

  return ({ text, lower }) => {
    const findings: Finding[] = []
    for (const match of text.matchAll(RECORD)) {
      const value = match.groups?.value ?? ''
      const start = match.index + match[0].lastIndexOf(value)
      findings.push({ type: 'MEDICAL_RECORD', start, end: start + value.length, score: 0.75, recognizer: 'medical-record-number' })
    }
    for (const word of lower.matchAll(WORD)) {
      const lengths = startingWith.get(word[0])
      if (lengths === undefined) continue
      const length = lengths.find(
        (candidate) =>
          healthTerms.has(lower.slice(word.index, word.index + candidate)) && !/[\p{L}\p{N}]/u.test(lower.charAt(word.index + candidate)),
      )
      if (length === undefined) continue
      const from = Math.max(0, word.index - WINDOW)
      const around = text.slice(from, Math.min(text.length, word.index + length + WINDOW))
      if (!PERSONAL.test(sentenceAround(around, word.index - from))) continue
      findings.push({ type: 'HEALTH', start: word.index, end: word.index + length, score: 0.65, recognizer: 'health-term-of-person' })
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
