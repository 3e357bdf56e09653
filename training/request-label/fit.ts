import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createClassifier, loadLexicons } from '../../main/privacy/classifier/index.ts'
import { createCueIndex } from '../../main/privacy/classifier/request-level/cue-index.ts'
import { createFeatureCounter, featureNames } from '../../main/privacy/classifier/request-level/request-features.ts'
import type { ModelHead } from '../../main/privacy/classifier/request-level/request-model.ts'
import { type Example, generate, isPersonal, PUBLIC_SETS, packageReadmes, publicPrompts } from './examples.ts'

/*
 * Fits the weights of the request-level judgement: node training/request-label/fit.ts DATA_DIR
 * Logistic regression with a penalty on large weights, by projected gradient descent: features of private requests may only raise the
 * outcome, features of public ones only lower it. Nothing is random but the fixed seeds, so the same data give the same file.
 */

/** Features by which a text shows that it is for everybody: they may lower, all others may only raise. */
const PUBLIC_FEATURES = new Set([
  'exam',
  'option-list',
  'maths',
  'trivia',
  'explain',
  'fiction',
  'code',
  'travel',
  'template',
  'published',
  'for-everybody',
])
/** What a company's own matter is told by; what makes a letter or a medical history says nothing about it. */
const BUSINESS_FEATURES = new Set(
  'our we own-organisation not-public internal-word business-matter handling people-data at-hand task workplace money legal'.split(' '),
)
const MOST_STRETCHES = 4
const ROUNDS = 1_500
const RATE = 1.5
const PENALTY = 0.0015
const OF_PEOPLE = 'of people'
/** A public text that is flagged costs so much more than a private one that is missed. */
const PUBLIC_COST = 1

interface Sample {
  readonly values: ReadonlyArray<readonly [feature: number, value: number]>
  readonly example: Example
}

const dataDir = process.argv[2]
if (dataDir === undefined) throw new Error('Give the folder of the data sets: node training/request-label/fit.ts DATA_DIR')
const lexiconsDir = resolve(import.meta.dirname, '../../resources/lexicons')

const examples = [
  ...generate('private-train.txt', 40, 1, lexiconsDir),
  ...generate('public-train.txt', 25, 2, lexiconsDir),
  ...packageReadmes(0),
  ...PUBLIC_SETS.flatMap((set) => publicPrompts(dataDir, set, 0, 1_600)),
]
/** Private matters of people without numbers, and public requests full of names: they say nothing of what a company keeps to itself. */
const ofPeople = [...generate('private-train-2.txt', 30, 7, lexiconsDir), ...generate('public-train-2.txt', 20, 8, lexiconsDir)].map(
  (example) => ({ ...example, set: OF_PEOPLE }),
)
const { requestModel: earlier, ...wordLists } = loadLexicons(lexiconsDir)
if (earlier === undefined) throw new Error('The word lists lack the cues.')
// Judged by single findings alone: the earlier weights must not teach the new ones.
const { scan } = createClassifier(wordLists)
const index = createCueIndex(earlier.cues)
const names = featureNames(index)
const count = createFeatureCounter(index)
// Every stretch of a public text must look public; a private one gives itself away at its beginning.
const samples: Sample[] = [...examples, ...ofPeople].flatMap((example) => {
  const view = { text: example.text, lower: example.text.toLowerCase() }
  const counted = count(view, scan(example.text).findings)
  const stretches = example.kind === 'public' ? Math.min(MOST_STRETCHES, counted.stretches) : 1
  return Array.from({ length: stretches }, (_, stretch) => ({
    example,
    values: [...counted.valuesOf(stretch)].flatMap((value, feature) => (value === 0 ? [] : [[feature, value] as const])),
  }))
})

function fitHead(
  isPositive: (kind: string) => boolean,
  isUsed: (example: Example) => boolean,
  isAllowed: (feature: string) => boolean,
): ModelHead {
  const used = samples.filter(({ example }) => isUsed(example))
  const positives = used.filter(({ example }) => isPositive(example.kind)).length
  const weights = new Float64Array(names.length)
  const signs = names.map((name) => (PUBLIC_FEATURES.has(name) ? -1 : 1))
  let bias = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = new Float64Array(names.length)
    let biasGradient = 0
    for (const { values, example } of used) {
      const positive = isPositive(example.kind)
      let sum = bias
      for (const [feature, value] of values) sum += (weights[feature] ?? 0) * value
      const share = positive ? 0.5 / positives : (0.5 * PUBLIC_COST) / (used.length - positives)
      const slope = (1 / (1 + Math.exp(-sum)) - (positive ? 1 : 0)) * share
      biasGradient += slope
      for (const [feature, value] of values) gradient[feature] = (gradient[feature] ?? 0) + slope * value
    }
    const rate = RATE / Math.sqrt(1 + round / 200)
    bias -= rate * biasGradient
    for (let feature = 0; feature < weights.length; feature += 1) {
      const moved = (weights[feature] ?? 0) - rate * ((gradient[feature] ?? 0) + PENALTY * (weights[feature] ?? 0))
      weights[feature] = isAllowed(names[feature] ?? '') ? (signs[feature] ?? 1) * Math.max(0, (signs[feature] ?? 1) * moved) : 0
    }
  }
  const kept = names
    .map((name, number) => [name, Math.round((weights[number] ?? 0) * 1_000) / 1_000] as const)
    .filter(([, weight]) => weight !== 0)
  return { bias: Math.round(bias * 1_000) / 1_000, weights: Object.fromEntries(kept.sort((a, b) => b[1] - a[1])) }
}

const model = {
  personal: fitHead(
    isPersonal,
    ({ kind }) => kind !== 'business',
    () => true,
  ),
  business: fitHead(
    (kind) => kind === 'business',
    ({ kind, set }) => !isPersonal(kind) && set !== OF_PEOPLE,
    (feature) => PUBLIC_FEATURES.has(feature) || feature.split('*').every((part) => BUSINESS_FEATURES.has(part)),
  ),
}
writeFileSync(join(lexiconsDir, 'request-weights.json'), `${JSON.stringify(model, null, 2)}\n`)
process.stdout.write(`${samples.length} texts, ${names.length} features\n`)
