import type { Finding } from '#contracts/privacy.ts'
import type { Steps } from '../steps.ts'
import { cueIndexInSteps } from './cue-index.ts'
import { type CountedText, createFeatureCounter, FINDING_FEATURES, featureNames, PAIRS, type RequestText } from './request-features.ts'
import { REQUEST_KINDS, type RequestKind, type RequestModel } from './request-model.ts'

/** Judges a request as a whole; at most one finding for each kind. Findings and spans are of `view.text`. `isBeginning` is false for a text that goes on from another. */
export type RequestJudge = (view: RequestText, findings: readonly Finding[], isBeginning?: boolean) => Finding[]

/** From this probability on a request is taken for what it seems to be. */
const LEAST_PROBABILITY = 0.5
/** Without anybody's name a personal request is no surer than this: what a masked text still says must not count as if nothing was masked. */
const MOST_WITHOUT_NAME = 0.8
/** The same behind the first stretch: the longer a text, the more of it looks private by chance. */
const LEAST_BEHIND = 0.92
/** How many details are named to explain a judgement, beside the kind of document. */
const NAMED = 3
/** Features that name a kind of document, or else of matter; the others are details of one. A letter is a letter, whatever it is about. */
const DOCUMENTS: ReadonlySet<string> = new Set(['application', 'cv', 'letter', 'email'])
const MATTERS: ReadonlySet<string> = new Set(['health', 'own-health', 'health-term', 'money', 'workplace', 'legal', 'people'])
/** Features that ask for work on a text; they explain little. */
const UNNAMED: ReadonlySet<string> = new Set(['rewrite', 'task'])

/**
 * One of these must be there: words of a trade alone, however many, are a subject to talk about; they become somebody's own matter by
 * a sign of whose they are.
 */
const WHOSE: Readonly<Record<RequestKind, readonly string[]>> = {
  personal: ['name', 'organisation', 'self', 'letter', 'cv', 'people', 'own-health', 'contact', 'identifier', 'health-term'],
  business: ['our', 'we', 'own-organisation', 'not-public', 'internal-word', 'handling', 'people-data', 'organisation'],
}
/** What says at its beginning that it is for everybody is somebody's own, or a company's secret, only when it also says so. */
const DECLARED_PUBLIC = 'for-everybody'
const CONTRADICTS: Readonly<Record<RequestKind, readonly string[]>> = {
  personal: ['self', 'letter', 'cv', 'people', 'own-health', 'contact', 'identifier', 'health-term'],
  business: ['not-public', 'internal-word', 'handling', 'people-data'],
}
/** A request points at what is attached (`summarise this transcript`) at its beginning: within so many characters. */
const POINTING: readonly string[] = ['at-hand', 'task']
const BEGINNING = 300

const TYPE: Readonly<Record<RequestKind, string>> = { personal: 'PERSONAL_CONTEXT', business: 'INTERNAL_MARKER' }

interface Head {
  readonly kind: RequestKind
  readonly bias: number
  readonly weights: Float64Array
}

/** What the judgements are explained by: the features by number, single ones first. */
interface Explained {
  readonly names: readonly string[]
  readonly singles: number
  /** The two features of each pair. */
  readonly pairs: readonly (readonly number[])[]
}

/**
 * Logistic regression over counted features: every weight can be read off the file, and a feature that is private never lowers the
 * outcome. What lowers it are signs of an exam, a sum, a tale or a question about the world, within the same stretch of text.
 */
export function* requestJudgeInSteps({ cues, weights }: RequestModel): Steps<RequestJudge> {
  const index = yield* cueIndexInSteps(cues)
  const names = featureNames(index)
  const explained: Explained = {
    names,
    singles: names.length - PAIRS.length,
    pairs: PAIRS.map((pair) => pair.map((name) => names.indexOf(name))),
  }
  const numbersOf = (some: readonly string[]): number[] => some.map((name) => names.indexOf(name))
  const count = createFeatureCounter(index)
  const heads = REQUEST_KINDS.map(
    (kind): Head => ({ kind, bias: weights[kind].bias, weights: Float64Array.from(names, (name) => weights[kind].weights[name] ?? 0) }),
  )
  const people = numbersOf(['name', 'organisation'])
  const whose = { personal: numbersOf(WHOSE.personal), business: numbersOf(WHOSE.business) }
  const contradicts = { personal: numbersOf(CONTRADICTS.personal), business: numbersOf(CONTRADICTS.business) }
  const pointing = numbersOf(POINTING)
  const [declared = -1] = numbersOf([DECLARED_PUBLIC])

  function isSomebodys(kind: RequestKind, values: Float64Array, isDeclared: boolean, isPointing: boolean): boolean {
    if (isDeclared) return hasAny(values, contradicts[kind])
    return hasAny(values, whose[kind]) || (kind === 'business' && isPointing)
  }

  return (view, findings, isBeginning = true) => {
    const counted = count(view, findings)
    if (counted.isEmpty) return []
    let isDeclared = false
    const best: Record<RequestKind, { stretch: number; probability: number } | null> = { personal: null, business: null }
    for (let stretch = 0; stretch < counted.stretches; stretch += 1) {
      const values = counted.valuesOf(stretch)
      if (stretch === 0) isDeclared = (values[declared] ?? 0) > 0
      const isPointing = pointing.every((feature) => counted.isBefore(stretch, feature, BEGINNING))
      const least = stretch === 0 && isBeginning ? LEAST_PROBABILITY : LEAST_BEHIND
      for (const head of heads) {
        if (!isSomebodys(head.kind, values, isDeclared, isPointing)) continue
        const sure = probabilityOf(values, counted, head)
        const probability = head.kind !== 'personal' || hasAny(values, people) ? sure : Math.min(sure, MOST_WITHOUT_NAME)
        if (probability >= least && probability > (best[head.kind]?.probability ?? 0)) best[head.kind] = { stretch, probability }
      }
    }
    const judged: Finding[] = []
    for (const head of heads) {
      const found = best[head.kind]
      if (found !== null) judged.push(findingOf(head, explained, counted, found.stretch, found.probability, view))
    }
    return judged
  }
}

function hasAny(values: Float64Array, features: readonly number[]): boolean {
  for (const feature of features) if ((values[feature] ?? 0) > 0) return true
  return false
}

function probabilityOf(values: Float64Array, { present, presentCount }: CountedText, { bias, weights }: Head): number {
  let sum = bias
  for (let place = 0; place < presentCount; place += 1) {
    const feature = present[place] ?? 0
    sum += (weights[feature] ?? 0) * (values[feature] ?? 0)
  }
  return 1 / (1 + Math.exp(-sum))
}

const FROM_FINDINGS: ReadonlySet<string> = new Set(FINDING_FEATURES)

function findingOf(
  head: Head,
  { names, singles, pairs }: Explained,
  counted: CountedText,
  stretch: number,
  score: number,
  view: RequestText,
): Finding {
  const strongest = strongestIn(counted.valuesOf(stretch), counted, head, singles, pairs)
  const nameOf = (feature: number): string => names[feature] ?? ''
  const isPersonal = head.kind === 'personal'
  const hasFullName = strongest.some((feature) => names[feature] === 'full-name')
  const documents: string[] = []
  const matters: string[] = []
  const details: string[] = []
  let cue: number | undefined
  for (const feature of strongest) {
    const name = nameOf(feature)
    if (isPersonal && DOCUMENTS.has(name)) documents.push(name)
    else if (isPersonal && MATTERS.has(name)) matters.push(name)
    else if (!UNNAMED.has(name) && !(name === 'name' && hasFullName)) details.push(name)
    if (!FROM_FINDINGS.has(name)) cue ??= feature
  }
  const named = [...[...documents, ...matters].slice(0, 1), ...details.slice(0, NAMED)]
  const first = (feature: number | undefined): Span | null => (feature === undefined ? null : counted.firstOf(stretch, feature))
  return {
    type: TYPE[head.kind],
    ...spanOf(first(cue), first(strongest[0]), view),
    score: Math.round(score * 1_000) / 1_000,
    recognizer: `request-${head.kind}:${named.join('+')}`,
  }
}

/** Single features by what they, and the pairs they are of, add to a judgement; the strongest first, those that add nothing left out. */
function strongestIn(
  values: Float64Array,
  { present, presentCount }: CountedText,
  { weights }: Head,
  singles: number,
  pairs: Explained['pairs'],
): number[] {
  const features: number[] = []
  const shares: number[] = []
  const add = (feature: number, share: number): void => {
    const place = features.indexOf(feature)
    if (place >= 0) shares[place] = (shares[place] ?? 0) + share
    else {
      features.push(feature)
      shares.push(share)
    }
  }
  for (let place = 0; place < presentCount; place += 1) {
    const feature = present[place] ?? 0
    const share = (weights[feature] ?? 0) * (values[feature] ?? 0)
    if (share <= 0) continue
    if (feature < singles) add(feature, share)
    // A pair speaks for both of its features.
    else for (const one of pairs[feature - singles] ?? []) add(one, share)
  }
  // They are few.
  for (let next = 1; next < features.length; next += 1) {
    const [feature = 0, share = 0] = [features[next], shares[next]]
    let place = next
    for (; place > 0 && (shares[place - 1] ?? 0) < share; place -= 1) {
      features[place] = features[place - 1] ?? 0
      shares[place] = shares[place - 1] ?? 0
    }
    features[place] = feature
    shares[place] = share
  }
  return features
}

type Span = { readonly start: number; readonly end: number }

/** The strongest cue; where names alone speak, the line in which the strongest stands: the name itself is a finding of its own. */
function spanOf(cue: Span | null, found: Span | null, { text }: RequestText): Span {
  if (cue !== null) return cue
  if (found === null) return { start: 0, end: text.length }
  const lineEnd = text.indexOf('\n', found.end)
  return { start: text.lastIndexOf('\n', found.start) + 1, end: lineEnd < 0 ? text.length : lineEnd }
}
