import { type Finding, type Label, labelRank } from '#contracts/privacy.ts'
import { isAscii } from './characters.ts'
import type { Reader } from './encoded.ts'
import { labelOfFinding } from './label.ts'
import { bytesJoined, uncovered, withoutRuns } from './readings/decoding.ts'
import { unescapeText } from './readings/escapes.ts'
import { rejoined } from './readings/joining.ts'
import { withDigits } from './readings/number-words.ts'
import { type Reading, readingsTogether } from './readings/readings.ts'
import { after, inTurn, type Rewriting } from './readings/rewriting.ts'
import { unspread } from './readings/spread.ts'
import type { TextView } from './types.ts'

/** UTF-16 code units of a text that is read in every way: a message, not a book. The egress guard reads every length so. */
const LONGEST = 8_192
/** How far around what a reading changes words can say what it is. */
const AROUND = 240
const FAR = 1_000
/** What covers letters, or stands for others, in the original text. */
const COVERED = /\0|\p{Mn}|[A-Za-z0-9][\u0370-\u045f]|[\u0370-\u045f][A-Za-z0-9]|[\u{1d400}-\u{1d7ff}]/u

/** Another way to read a text, and which of the findings in it count. */
export interface Way {
  readonly rewriting: Rewriting
  readonly counts: (finding: Finding) => boolean
  /** How far around what was changed the reading is read, UTF-16 code units. */
  readonly around: number
  /** Whether only what the reading itself put together counts, or also what stands beside that. */
  readonly onlyTouched: boolean
  /** What may count at most: nothing else need be looked for. */
  readonly kind: keyof Pick<Reader, 'scanConfidential' | 'scanRestricted' | 'scanSecrets'>
}

const isPrivate = (finding: Finding): boolean => labelRank(labelOfFinding(finding)) >= labelRank('confidential')
const isRestricted = (finding: Finding): boolean => labelOfFinding(finding) === 'restricted'
/** Numbers side by side in a table make other numbers: only credentials count. */
export const isSecret = ({ type }: Pick<Finding, 'type'>): boolean => type.startsWith('SECRET/')

/** Ways to read any text: characters set apart, digits as words, tokens in pieces. */
export function plainWays(view: TextView): Way[] {
  const ways: Way[] = []
  const add = (rewriting: Rewriting | null, counts: Way['counts']): void => {
    if (rewriting !== null)
      ways.push({ rewriting, counts, around: FAR, onlyTouched: true, kind: counts === isSecret ? 'scanSecrets' : 'scanConfidential' })
  }
  if (view.survey.hasSpread) add(unspread(view.text), isPrivate)
  add(withDigits(view), isPrivate)
  if (view.survey.digitCount > 0) add(rejoined(view), isSecret)
  return ways
}

/** Which kinds of disguise a text may have. */
interface DisguiseHints {
  readonly isCovered: boolean
  readonly isEncoded: boolean
  readonly isOdd: boolean
}

const NONE: DisguiseHints = { isCovered: false, isEncoded: false, isOdd: false }

/** What tells that a short text may be disguised in further ways. To be asked before anything else is surveyed. */
export function disguiseHints({ text, survey, words }: TextView, original: string): DisguiseHints {
  if (text.length > LONGEST) return NONE
  return {
    isCovered: isAscii(original) ? original.includes('\0') : COVERED.test(original),
    isEncoded: survey.hasEscapes || survey.hasHexRow || survey.tokenCount > 0 || words.hasMixed,
    isOdd: survey.hasSpread || survey.tokenCount > 0 || text.includes('\n') || text.includes('_') || text.includes('-'),
  }
}

/** Further ways to read a short text, for what would raise its label. */
export function disguisedWays(text: string, seen: Label, hints: DisguiseHints): Way[] {
  if (seen === 'restricted') return []
  const rank = labelRank(seen)
  const wayOf = ({ rewriting, kind }: Reading): Way => ({
    rewriting,
    counts: (finding) => (kind === 'guessed' ? isRestricted(finding) : isPrivate(finding)) && labelRank(labelOfFinding(finding)) > rank,
    around: AROUND,
    onlyTouched: false,
    kind: kind === 'guessed' || rank >= labelRank('confidential') ? 'scanRestricted' : 'scanConfidential',
  })
  const { isCovered, isEncoded, isOdd } = hints
  const ways = isOdd ? readingsTogether(text).map(wayOf) : []
  if (!(isCovered || isEncoded)) return ways
  const bare = isCovered ? uncovered(text) : null
  const joined = isCovered ? bytesJoined(text) : null
  if (joined !== null) ways.push(wayOf({ rewriting: joined, kind: 'decoded' }))
  if (bare !== null) ways.push(wayOf({ rewriting: bare, kind: 'decoded' }))
  const steps = [unescapeText, withoutRuns, uncovered]
  const once = inTurn(text, ...(isCovered ? [uncovered] : []), ...steps)
  const twice = once === null ? null : inTurn(text, () => once, ...steps)
  for (const plain of new Set([once, twice])) {
    if (plain === null) continue
    ways.push(wayOf({ rewriting: plain, kind: 'decoded' }))
    for (const { rewriting, kind } of readingsTogether(plain.text))
      ways.push(wayOf({ rewriting: after(plain, rewriting) ?? rewriting, kind }))
  }
  return ways
}

/** What is found near what a way of reading changes: the rest of the text has been read as it stands. Nothing is read twice. */
export function scanWays(ways: readonly Way[], reader: Reader): Finding[] {
  const found: Finding[] = []
  if (ways.length === 0) return found
  const read = {
    scanConfidential: new Map<string, readonly Finding[]>(),
    scanRestricted: new Map<string, readonly Finding[]>(),
    scanSecrets: new Map<string, readonly Finding[]>(),
  }
  for (const { rewriting, counts, around, onlyTouched, kind } of ways) {
    for (const { start, end } of rewriting.around(around)) {
      const near = rewriting.text.slice(start, end)
      const findings = read.scanConfidential.get(near) ?? read[kind].get(near) ?? reader[kind](near)
      read[kind].set(near, findings)
      for (const finding of findings) {
        if (!counts(finding) || (onlyTouched && !rewriting.touches(finding.start + start, finding.end + start))) continue
        const span = rewriting.toOriginal(finding.start + start, finding.end + start)
        found.push({ ...finding, ...span, recognizer: `${finding.recognizer}-in-parts` })
      }
    }
  }
  return found
}
