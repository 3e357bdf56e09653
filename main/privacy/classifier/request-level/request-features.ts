import type { Finding } from '#contracts/privacy.ts'
import type { CueIndex } from './cue-index.ts'

/** A normalised text, and the same in lower case of the same length. */
export interface RequestText {
  readonly text: string
  readonly lower: string
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
] as const

/** Findings below this score say nothing: a capital letter is no person. */
const LEAST_SCORE = 0.35
const FULL_NAME_SCORE = 0.6
/** Characters judged together, and how far the next stretch begins behind: a letter in a long file is found as one alone. */
export const STRETCH = 3_000
const STEP = STRETCH / 2
/** Value of so many different cues of a kind: the second and third add less than the first, more add nothing. */
const VALUES = [0, 0.6, 0.85, 1] as const
const MOST = VALUES.length - 1

/** A stretch of the text: what it holds, and where each feature was seen first. */
export interface RequestFeatures {
  /** Names of the features; pairs come last. */
  readonly names: readonly string[]
  /** Value of each, 0 to 1. */
  readonly values: Float64Array
  /** Where each single feature begins and ends first; -1 where it does not occur. */
  readonly firstStart: Int32Array
  readonly firstEnd: Int32Array
}

export type FeatureCounter = (view: RequestText, findings: readonly Finding[]) => readonly RequestFeatures[]

interface Bucket {
  readonly counts: Uint8Array
  readonly firstStart: Int32Array
  readonly firstEnd: Int32Array
}

/** Names of all features, in the order in which they are counted. */
export function featureNames(index: CueIndex): readonly string[] {
  return [...index.features, ...FINDING_FEATURES, ...PAIRS.map(([left, right]) => `${left}*${right}`)]
}

/** Counts what stands together in each stretch of a text. Findings are of `view.text`; at least one stretch is returned. */
export function createFeatureCounter(index: CueIndex): FeatureCounter {
  const names = featureNames(index)
  const singles = names.length - PAIRS.length
  const pairs = PAIRS.map(([left, right]) => [names.indexOf(left), names.indexOf(right)] as const)
  const ofFinding = new Map(FINDING_FEATURES.map((feature, place) => [feature, index.features.length + place]))

  return (view, findings) => {
    const buckets: (Bucket | undefined)[] = []
    const add = (number: number, feature: number, start: number, end: number): void => {
      let bucket = buckets[number]
      if (bucket === undefined) {
        bucket = {
          counts: new Uint8Array(singles),
          firstStart: new Int32Array(singles).fill(-1),
          firstEnd: new Int32Array(singles).fill(-1),
        }
        buckets[number] = bucket
      }
      const count = bucket.counts[feature] ?? 0
      if (count === 0) {
        bucket.firstStart[feature] = start
        bucket.firstEnd[feature] = end
      }
      if (count < MOST) bucket.counts[feature] = count + 1
    }
    // The same cue twice in a bucket tells no more than once.
    const seen = new Int32Array(index.cues).fill(-1)
    index.scan(view.lower, (start, end, cue, feature) => {
      const number = Math.floor(start / STEP)
      if (seen[cue] === number) return
      seen[cue] = number
      add(number, feature, start, end)
    })
    let last = -1
    let distinct = new Set<string>()
    for (const finding of findings) {
      const number = Math.floor(finding.start / STEP)
      if (number !== last) distinct = new Set()
      last = number
      for (const feature of featuresOf(finding, view.text)) {
        const key = `${feature} ${view.lower.slice(finding.start, finding.end)}`
        if (distinct.has(key)) continue
        distinct.add(key)
        add(number, ofFinding.get(feature) ?? 0, finding.start, finding.end)
      }
    }
    const stretches: RequestFeatures[] = []
    for (let number = 0; number < Math.max(1, buckets.length); number += 1) {
      // A last bucket is part of the stretch before it.
      if (number > 0 && number === buckets.length - 1) continue
      stretches.push(together(buckets[number], buckets[number + 1]))
    }
    return stretches
  }

  function together(left: Bucket | undefined, right: Bucket | undefined): RequestFeatures {
    const values = new Float64Array(names.length)
    const firstStart = new Int32Array(singles).fill(-1)
    const firstEnd = new Int32Array(singles).fill(-1)
    for (let feature = 0; feature < singles; feature += 1) {
      const count = Math.min(MOST, (left?.counts[feature] ?? 0) + (right?.counts[feature] ?? 0))
      if (count === 0) continue
      values[feature] = VALUES[count] ?? 1
      const from = (left?.counts[feature] ?? 0) > 0 ? left : right
      firstStart[feature] = from?.firstStart[feature] ?? -1
      firstEnd[feature] = from?.firstEnd[feature] ?? -1
    }
    for (const [place, [one, other]] of pairs.entries()) values[singles + place] = (values[one] ?? 0) * (values[other] ?? 0)
    return { names, values, firstStart, firstEnd }
  }
}

function featuresOf({ type, score, start, end, recognizer }: Finding, text: string): readonly FindingFeature[] {
  if (score < LEAST_SCORE) return []
  switch (type) {
    case 'PERSON':
      return score >= FULL_NAME_SCORE && /\S\s\S/.test(text.slice(start, end)) ? ['full-name', 'name'] : ['name']
    case 'ORGANIZATION':
      return ['organisation']
    case 'LOCATION':
      return ['place']
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
