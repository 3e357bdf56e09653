import type { Finding } from '#contracts/privacy.ts'
import type { Lexicons, Tagger } from '../types.ts'

const WORD = String.raw`\p{Lu}[\p{L}'-]{1,24}`
const PARTICLE = `(?:van|von|de|der|den|del|della|di|da|dos|la|le|bin|ibn|al|el|ter|zu|y|O'|Mc|Mac)`
/** One to four capitalised words, with initials and particles between. */
const RUN = new RegExp(
  String.raw`(?<![\p{L}\p{N}@_./-])${WORD}(?:[ \t](?:${WORD}|\p{Lu}\.|${PARTICLE}(?=[ \t]\p{Lu}))){0,4}(?![\p{L}\p{N}@_])`,
  'gu',
)
const TITLE =
  /^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Fr|Herr|Frau|Mme|Mlle|Monsieur|Madame|Señor|Señora|Sr|Sra|Signor|Signora|Dott|Pan|Pani|Mevrouw|Meneer|Dhr|Mw|Captain|Capt|Judge|Nurse|Officer|Sergeant|Sgt)\.?$/u
/** What stands before a name of a person whom the text speaks of or to. */
const CUE =
  /(?:\b(?:my name is|name is|i am|i'm|this is|called|named|signed|sincerely|regards|yours truly|dear|hi|hello|hey|contact|patient|client|customer|employee|applicant|tenant|from|by|with|to|for|met|attn|attention|cc|name|full name|contact person|author|manager|owner|mit freundlichen grüßen|sehr geehrte[rs]?|liebe[r]?|hallo|bonjour|cher|chère|hola|querid[oa]|estimad[oa]|ich heiße|je m'appelle|me llamo|mi chiamo|nazywam się|complaint from|behalf of|hired|promote|fire|emailed|called)[,:]?\s{1,3})$/iu
const STRONG_CUE =
  /(?:\b(?:my name is|full name|name|dear|patient|employee|applicant|tenant|attn|ich heiße|je m'appelle|me llamo|mi chiamo|sincerely|regards|yours truly|signed)[,:]?\s{1,3})$/iu

/** Persons, by name lists and by what stands around them. A single name without a cue keeps a low score: it may be anybody or anything. */
export function createNameTagger(lexicons: Lexicons): Tagger {
  const { firstNames, lastNames, ambiguousNames, commonWords, places } = lexicons

  function judge(words: readonly string[], before: string): { from: number; to: number; score: number } | null {
    const isTitle = TITLE.test(words[0] ?? '')
    const from = isTitle ? 1 : 0
    const rest = words.slice(from)
    if (rest.length === 0) return null
    const titled = isTitle || /(?:^|\s)(?:Mr|Mrs|Ms|Dr|Prof|Hr|Fr|Sr|Sra|Dott)\.\s$/u.test(before)
    if (titled) return { from, to: from + Math.min(rest.length, 3), score: 0.85 }
    const start = rest.findIndex((word) => isFirst(word))
    const next = start === -1 ? undefined : rest[start + 1]
    if (start !== -1 && next !== undefined) {
      const end = lastPart(rest, start + 1)
      const surname = rest[end] ?? ''
      const lower = plain(surname)
      const known = lastNames.has(lower) || (!commonWords.has(lower) && !places.has(lower))
      if (known) return { from: from + start, to: from + end + 1, score: lastNames.has(lower) ? 0.85 : 0.7 }
    }
    const cued = CUE.test(before)
    if (rest.length >= 2) {
      const last = plain(rest.at(-1) ?? '')
      const first = plain(rest[0] ?? '')
      if (lastNames.has(last) && !commonWords.has(first) && !places.has(first) && !commonWords.has(last))
        return { from, to: words.length, score: cued ? 0.75 : 0.55 }
      if (cued && rest.length <= 3 && rest.every((word) => !commonWords.has(plain(word)) && !places.has(plain(word))))
        return { from, to: words.length, score: STRONG_CUE.test(before) ? 0.7 : 0.5 }
    }
    const only = rest.findIndex((word) => firstNames.has(plain(word)) && !ambiguousNames.has(plain(word)))
    if (only !== -1 && (rest.length === 1 || only === rest.length - 1 || only === 0))
      return { from: from + only, to: from + only + 1, score: cued ? 0.6 : 0.4 }
    if (rest.length === 1 && STRONG_CUE.test(before) && !commonWords.has(plain(rest[0] ?? ''))) return { from, to: from + 1, score: 0.5 }
    return null
  }

  function isFirst(word: string): boolean {
    const lower = plain(word)
    return firstNames.has(lower) && !places.has(lower)
  }

  return ({ text }) => {
    const findings: Finding[] = []
    for (const match of text.matchAll(RUN)) {
      const words = match[0].split(/[ \t]/)
      const before = text.slice(Math.max(0, match.index - 40), match.index)
      const verdict = judge(words, before)
      if (verdict === null) continue
      const start = match.index + words.slice(0, verdict.from).reduce((sum, word) => sum + word.length + 1, 0)
      const value = words.slice(verdict.from, verdict.to).join(' ').replace(/'s$/u, '')
      findings.push({ type: 'PERSON', start, end: start + value.length, score: verdict.score, recognizer: 'person-name' })
    }
    return findings
  }
}

function plain(word: string): string {
  return word.toLowerCase().replace(/'s$/u, '').replace(/[.']/g, '')
}

/** Index of the surname: past initials and particles. */
function lastPart(words: readonly string[], from: number): number {
  let end = from
  while (
    end < words.length - 1 &&
    (/^\p{Lu}\.$/u.test(words[end] ?? '') || /^(?:van|von|de|der|den|del|della|di|da|dos|la|le|bin|al|el|ter|zu)$/.test(words[end] ?? ''))
  )
    end += 1
  return end
}
