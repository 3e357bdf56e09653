import type { Finding } from '#contracts/privacy.ts'
import type { LetterRuns } from '../letter-runs.ts'
import type { CueIndex } from './cue-index.ts'

/** A normalised text, and the same in lower case of the same length. */
export interface RequestText {
  readonly text: string
  readonly lower: string
  /** Its runs of letters, from whoever has them. */
  readonly runs?: LetterRuns
}

/** Kinds of findings that a request is judged by, in the words of its explanation. */
export const FINDING_FEATURES = [
  'full-name',
  'name',
  'organisation',
  'place',
  'date',
  'age',
  'occupation',
  'nationality',
  'contact',
  'identifier',
  'health-term',
] as const
type FindingFeature = (typeof FINDING_FEATURES)[number]

/** Features that must stand together; the product of their values is a feature of its own (`full-name*self`). */
export const PAIRS = [
  ['full-name', 'self'],
  ['full-name', 'letter'],
  ['full-name', 'application'],
  ['full-name', 'email'],
  ['full-name', 'money'],
  ['full-name', 'workplace'],
  ['full-name', 'health'],
  ['full-name', 'rewrite'],
  ['full-name', 'organisation'],
  ['full-name', 'place'],
  ['full-name', 'date'],
  ['full-name', 'occupation'],
  ['name', 'email'],
  ['name', 'letter'],
  ['name', 'people'],
  ['name', 'self'],
  ['name', 'rewrite'],
  ['organisation', 'self'],
  ['organisation', 'application'],
  ['organisation', 'money'],
  ['organisation', 'rewrite'],
  ['self', 'application'],
  ['self', 'cv'],
  ['self', 'people'],
  ['self', 'own-health'],
  ['self', 'workplace'],
  ['email', 'rewrite'],
  ['letter', 'rewrite'],
  ['own-organisation', 'not-public'],
  ['own-organisation', 'business-matter'],
  ['own-organisation', 'task'],
  ['own-organisation', 'people-data'],
  ['not-public', 'business-matter'],
  ['not-public', 'task'],
  ['handling', 'business-matter'],
  ['handling', 'people-data'],
  ['handling', 'task'],
  ['task', 'people-data'],
  ['task', 'business-matter'],
  ['our', 'business-matter'],
  ['our', 'task'],
  ['our', 'people-data'],
  ['our', 'not-public'],
  ['our', 'handling'],
  ['at-hand', 'business-matter'],
  ['at-hand', 'people-data'],
  ['at-hand', 'handling'],
  ['internal-word', 'business-matter'],
  ['internal-word', 'task'],
  ['we', 'business-matter'],
  ['we', 'not-public'],
  ['we', 'task'],
] as const

/** Findings below this score say nothing: a capital letter is no person. */
const LEAST_SCORE = 0.35
/** A word that may be a name, or the name of a thing, is nobody yet. */
const NAME_SCORE = 0.55
const FULL_NAME_SCORE = 0.7
/** Two words or more, neither of the outer ones in lower case: a row of words that no list knows is masked to be safe, and no sign of a person. */
const FULL_NAME = /^\P{Ll}\S*(?:\s\S+){0,3}\s\P{Ll}\S*$/u
/** The same of an organisation and a place: what is masked to be safe is no sign of what a text is about. */
const ORGANIZATION_SCORE = 0.5
const PLACE_SCORE = 0.45
/** Characters judged together, and how far the next stretch begins behind: a letter in a long file is found as one alone. */
export const STRETCH = 3_000
const STEP = STRETCH / 2
/** Value of so many different cues of a kind: the second and third add less than the first, more add nothing. */
const VALUES = [0, 0.6, 0.85, 1] as const
const MOST = VALUES.length - 1

/**
 * What was counted in a text, stretch by stretch. It holds good until the next text is counted, and the values of a stretch until those of
 * the next one are asked for: the arrays are used again.
 */
export interface CountedText {
  readonly stretches: number
  /** Whether nothing at all was counted. */
  readonly isEmpty: boolean
  /** Values of all features, 0 to 1, in the order of `featureNames`. */
  valuesOf(stretch: number): Float64Array
  /** The features of the stretch whose values were asked for last that are above 0, ascending: the first `presentCount`, a few of many. */
  readonly present: Int32Array
  readonly presentCount: number
  /** Whether a single feature was seen in a stretch first before a place of the text. */
  isBefore(stretch: number, feature: number, place: number): boolean
  /** Where a single feature was seen first in a stretch; null where it does not occur. */
  firstOf(stretch: number, feature: number): { start: number; end: number } | null
}

export type FeatureCounter = (view: RequestText, findings: readonly Finding[]) => CountedText

/** Names of all features, in the order in which they are counted; pairs come last. */
export function featureNames(index: CueIndex): readonly string[] {
  return [...index.features, ...FINDING_FEATURES, ...PAIRS.map(([left, right]) => `${left}*${right}`)]
}

/** Counts what stands together in each stretch of a text. Findings are of `view.text`; there is at least one stretch. */
export function createFeatureCounter(index: CueIndex): FeatureCounter {
  const names = featureNames(index)
  const singles = names.length - PAIRS.length
  const lefts = Int32Array.from(PAIRS, ([left]) => names.indexOf(left))
  const rights = Int32Array.from(PAIRS, ([, right]) => names.indexOf(right))
  const fromFindings = index.features.length
  const values = new Float64Array(names.length)
  // A text is counted in halves of stretches, one row of `singles` places for each.
  let halves = 0
  let counts = new Uint8Array(singles)
  let starts = new Int32Array(singles)
  let ends = new Int32Array(singles)
  /** The half, numbered through all texts, in which a cue was seen last. */
  const seen = new Float64Array(index.cues).fill(-1)
  let before = 0
  /** Single features that were seen in the text, ascending, and whether each was. */
  const noted = new Int32Array(singles)
  let notedCount = 0
  const isNoted = new Uint8Array(singles)
  const present = new Int32Array(names.length)

  function begin(length: number): void {
    for (let place = 0; place < notedCount; place += 1) isNoted[noted[place] ?? 0] = 0
    notedCount = 0
    before += halves
    halves = Math.floor(length / STEP) + 1
    if (counts.length < halves * singles) {
      counts = new Uint8Array(halves * singles * 2)
      starts = new Int32Array(counts.length)
      ends = new Int32Array(counts.length)
    } else counts.fill(0, 0, halves * singles)
  }

  function add(half: number, feature: number, start: number, end: number): void {
    const place = half * singles + feature
    const count = counts[place] ?? 0
    if (count >= MOST) return
    if (count === 0) {
      starts[place] = start
      ends[place] = end
    }
    counts[place] = count + 1
    if (isNoted[feature] === 1) return
    isNoted[feature] = 1
    let rank = notedCount
    for (; rank > 0 && (noted[rank - 1] ?? 0) > feature; rank -= 1) noted[rank] = noted[rank - 1] ?? 0
    noted[rank] = feature
    notedCount += 1
  }

  /** The same cue twice in half a stretch tells no more than once. */
  function addCue(start: number, end: number, cue: number, feature: number): void {
    const half = Math.floor(start / STEP)
    if (seen[cue] === before + half) return
    seen[cue] = before + half
    add(half, feature, start, end)
  }

  function addFindings(view: RequestText, findings: readonly Finding[]): void {
    // Of a single finding there is no second.
    const distinct = findings.length > 1 ? new Set<string>() : null
    for (const finding of findings) {
      const features = featuresOf(finding, view.text)
      if (features.length === 0) continue
      const half = Math.floor(finding.start / STEP)
      if (distinct !== null) {
        const key = `${half} ${features[0]} ${view.lower.slice(finding.start, finding.end)}`
        if (distinct.has(key)) continue
        distinct.add(key)
      }
      for (const feature of features) add(half, fromFindings + FINDING_FEATURES.indexOf(feature), finding.start, finding.end)
    }
  }

  const counted = {
    stretches: 1,
    isEmpty: true as boolean,
    present,
    presentCount: 0,
    valuesOf(stretch: number) {
      const left = stretch * singles
      const hasRight = stretch + 1 < halves
      for (let place = 0; place < counted.presentCount; place += 1) values[present[place] ?? 0] = 0
      let some = 0
      for (let place = 0; place < notedCount; place += 1) {
        const feature = noted[place] ?? 0
        const count = (counts[left + feature] ?? 0) + (hasRight ? (counts[left + singles + feature] ?? 0) : 0)
        if (count === 0) continue
        values[feature] = VALUES[Math.min(count, MOST)] ?? 1
        present[some] = feature
        some += 1
      }
      const single = some
      for (let pair = 0; pair < lefts.length && single > 1; pair += 1) {
        const value = (values[lefts[pair] ?? 0] ?? 0) * (values[rights[pair] ?? 0] ?? 0)
        if (value === 0) continue
        values[singles + pair] = value
        present[some] = singles + pair
        some += 1
      }
      counted.presentCount = some
      return values
    },
    isBefore(stretch: number, feature: number, place: number) {
      for (let half = stretch; half <= stretch + 1 && half < halves; half += 1) {
        const at = half * singles + feature
        if ((counts[at] ?? 0) > 0) return (starts[at] ?? 0) < place
      }
      return false
    },
    firstOf(stretch: number, feature: number) {
      for (const half of [stretch, stretch + 1]) {
        const place = half * singles + feature
        if (half < halves && (counts[place] ?? 0) > 0) return { start: starts[place] ?? 0, end: ends[place] ?? 0 }
      }
      return null
    },
  } satisfies CountedText

  return (view, findings) => {
    begin(view.text.length)
    index.scan(view.lower, addCue, view.runs)
    addFindings(view, findings)
    // The last half is part of the stretch before it.
    counted.stretches = Math.max(1, halves - 1)
    counted.isEmpty = notedCount === 0
    return counted
  }
}

function featuresOf({ type, score, start, end, recognizer }: Finding, text: string): readonly FindingFeature[] {
  if (score < LEAST_SCORE) return []
  switch (type) {
    case 'PERSON':
      if (score < NAME_SCORE) return []
      return score >= FULL_NAME_SCORE && FULL_NAME.test(text.slice(start, end)) ? ['full-name', 'name'] : ['name']
    case 'ORGANIZATION':
      return score >= ORGANIZATION_SCORE ? ['organisation'] : []
    case 'LOCATION':
      return score >= PLACE_SCORE ? ['place'] : []
    case 'DATE_TIME':
      return ['date']
    case 'AGE':
      return ['age']
    case 'TITLE':
      return recognizer === 'honorific' ? [] : ['occupation']
    case 'NRP':
      return ['nationality']
    case 'EMAIL_ADDRESS':
    case 'PHONE_NUMBER':
    case 'POSTAL_ADDRESS':
      return ['contact']
    case 'HEALTH':
      return ['health-term']
    case 'INTERNAL_MARKER':
    case 'PERSONAL_CONTEXT':
    case 'URL':
      return []
    default:
      return ['identifier']
  }
}
