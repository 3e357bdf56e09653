import {
  COLUMNS,
  columnsOf,
  type DifficultyModel,
  gainOf,
  noveltyOf,
  PRIORS,
  recogniseTopics,
  scaledTrait,
  TIERS,
  type Tier,
  topicColumns,
} from '../../main/routing/difficulty/model.ts'
import { TRAITS } from '../../main/routing/difficulty/traits.ts'
import type { Trees } from '../../main/routing/difficulty/trees.ts'
import { growTrees, type TreeSettings } from './grow-trees.ts'
import { learnNetwork, type NetworkSettings } from './learn-network.ts'
import { type Row, type Suite, steadyGains } from './rows.ts'
import { groupPart, ROW_BITS, type Sample } from './samples.ts'

/** A topic needs so many texts to be told from others. */
const LEAST_OF_A_TOPIC = 12
/** So many rows of the overall mean are mixed into the means of a topic. */
const PRIOR_ROWS = 8
const INNER_PARTS = 3
/** How much a row of each suite counts: small suites would be drowned. */
const SUITE_WEIGHT: Readonly<Record<Suite, number>> = { mmlu: 1, gsm8k: 2, mtbench: 3, llmrouter: 1.3, routerarena: 3 }
const REWORDED_WEIGHT = 0.7
const WORD_PROBLEMS = ['gsm8k', 'task agentverse-mgsm']

const NETWORK: NetworkSettings = { rows: 1 << ROW_BITS, width: 24, rounds: 4, rate: 0.12, dropout: 0.4, seed: 1 }
const TREES: TreeSettings = {
  trees: 100,
  depth: 3,
  rate: 0.05,
  columnShare: 0.4,
  rowShare: 0.7,
  shrink: 20,
  minWeight: 40,
  logistic: false,
  seed: 1,
}
const WORD_PROBLEM_TREES: TreeSettings = { ...TREES, trees: 80, depth: 2, rate: 0.06, minWeight: 25 }

/** The tiers whose answers a suite has: of its weak and of its strong model. */
export const SUITE_TIERS: Readonly<Record<Suite, readonly [weak: Tier, strong: Tier]>> = {
  mmlu: ['medium', 'frontier'],
  gsm8k: ['medium', 'frontier'],
  mtbench: ['medium', 'frontier'],
  llmrouter: ['small', 'large'],
  routerarena: ['medium', 'frontier'],
}

type Known = Sample & { readonly row: Row }
const isKnown = (sample: Sample): sample is Known => sample.row !== null

/** Learns everything from these samples. Deterministic. */
export function fitModel(samples: readonly Sample[]): DifficultyModel {
  const counts = new Map<string, number>()
  for (const { topic } of samples) if (topic !== null) counts.set(topic, (counts.get(topic) ?? 0) + 1)
  const topics = [...counts].filter(([, count]) => count >= LEAST_OF_A_TOPIC).map(([topic]) => topic)
  const scaling = traitScaling(samples)
  const base = { topics, width: NETWORK.width, ...scaling }
  const places = topicColumns(topics)

  // What a network says of texts that it has learnt from is too sure: the trees learn from what it says of others.
  const known = samples.filter(isKnown)
  const parts = known.map(({ group }) => groupPart(`inner ${group}`, INNER_PARTS))
  const columns = new Float32Array(known.length * COLUMNS)
  const chances: Float32Array[] = []
  for (let part = 0; part < INNER_PARTS; part += 1) {
    const rest = samples.filter(({ group }) => groupPart(`inner ${group}`, INNER_PARTS) !== part)
    const recogniser = { ...base, ...learnTopics(rest, base) }
    const priors = priorsOf(rest.filter(isKnown), topics)
    for (const [at, sample] of known.entries()) {
      if (parts[at] !== part) continue
      const said = recogniseTopics(recogniser, sample.reading)
      chances[at] = said
      columns.set(columnsOf(said, priors, places, sample.reading.traits, sample.wording), at * COLUMNS)
    }
  }
  const gains = fitGains(known, columns, topics, TREES)
  const model = {
    ...base,
    ...learnTopics(samples, base),
    priors: priorsOf(known, topics),
    ...gains,
    goodEnough: [fitGoodEnough(known, columns)],
    seen: seenIn(samples),
    usualNovelty: usualNovelty(samples),
  }
  return { ...model, ...calibrate(known, columns, chances, parts, topics) }
}

const SEEN_BYTES = 1 << 18

function seenIn(samples: readonly Sample[]): Uint8Array {
  const seen = new Uint8Array(SEEN_BYTES)
  const shift = Math.clz32(SEEN_BYTES * 8) + 1
  for (const { reading } of samples)
    for (const hash of reading.hashes) {
      const bit = hash >>> shift
      seen[bit >>> 3] = (seen[bit >>> 3] ?? 0) | (1 << (bit & 7))
    }
  return seen
}

/** Of texts of one part, by what the others have. */
function usualNovelty(samples: readonly Sample[]): number {
  const isHeld = ({ group }: Sample): boolean => groupPart(`inner ${group}`, INNER_PARTS) === 0
  const model = { seen: seenIn(samples.filter((sample) => !isHeld(sample))) }
  const novelties = samples.filter((sample) => isHeld(sample) && !sample.reworded).map(({ reading }) => noveltyOf(model, reading))
  return novelties.reduce((sum, novelty) => sum + novelty, 0) / Math.max(1, novelties.length)
}

function traitScaling(samples: readonly Sample[]): Pick<DifficultyModel, 'traitMean' | 'traitScale'> {
  const traitMean = new Float32Array(TRAITS.length)
  const traitScale = new Float32Array(TRAITS.length)
  for (let trait = 0; trait < TRAITS.length; trait += 1) {
    let sum = 0
    for (const { reading } of samples) sum += reading.traits[trait] ?? 0
    const mean = sum / samples.length
    let square = 0
    for (const { reading } of samples) square += ((reading.traits[trait] ?? 0) - mean) ** 2
    traitMean[trait] = mean
    traitScale[trait] = 1 / (Math.sqrt(square / samples.length) || 1)
  }
  return { traitMean, traitScale }
}

function learnTopics(
  samples: readonly Sample[],
  base: Pick<DifficultyModel, 'topics' | 'traitMean' | 'traitScale'>,
): Pick<DifficultyModel, 'table' | 'tableScale' | 'output'> {
  const place = new Map(base.topics.map((topic, at) => [topic, at]))
  const examples = samples.flatMap(({ topic, features, reading, suite }) => {
    const at = topic === null ? undefined : place.get(topic)
    if (at === undefined) return []
    const traits = reading.traits.map((value, trait) => scaledTrait(base, trait, value))
    return [{ features, traits, topic: at, weight: suite === 'mmlu' || suite === 'llmrouter' ? 1 : 1.5 }]
  })
  const { table, output } = learnNetwork(examples, base.topics.length, NETWORK)
  return { ...quantise(table), output }
}

/** Signed bytes; the few largest weights are cut, so that the many small ones keep their steps. */
function quantise(table: Float32Array): Pick<DifficultyModel, 'table' | 'tableScale'> {
  const sizes = table.map(Math.abs).sort()
  const largest = sizes[Math.floor(sizes.length * 0.9998)] ?? 0
  const tableScale = Math.fround(largest / 127)
  return { table: Int8Array.from(table, (weight) => Math.max(-127, Math.min(127, Math.round(weight / tableScale)))), tableScale }
}

function priorsOf(known: readonly Known[], topics: readonly string[]): Float32Array {
  const place = new Map(topics.map((topic, at) => [topic, at]))
  const sums = new Float64Array(topics.length * PRIORS)
  const counts = new Float64Array(topics.length)
  const overall = new Float64Array(PRIORS)
  let total = 0
  for (const { row, reworded } of known) {
    if (reworded) continue
    const values = [row.gain, row.weak, row.strong, row.strong > row.weak + 1e-9 ? 1 : 0]
    const at = row.topic === null ? undefined : place.get(row.topic)
    total += 1
    for (let prior = 0; prior < PRIORS; prior += 1) {
      overall[prior] = (overall[prior] ?? 0) + (values[prior] ?? 0)
      if (at !== undefined) sums[at * PRIORS + prior] = (sums[at * PRIORS + prior] ?? 0) + (values[prior] ?? 0)
    }
    if (at !== undefined) counts[at] = (counts[at] ?? 0) + 1
  }
  return Float32Array.from(sums, (sum, index) => {
    const mean = (overall[index % PRIORS] ?? 0) / Math.max(1, total)
    return (sum + PRIOR_ROWS * mean) / ((counts[Math.floor(index / PRIORS)] ?? 0) + PRIOR_ROWS)
  })
}

function weightOf({ suite, reworded }: Known): number {
  return SUITE_WEIGHT[suite as Suite] * (reworded ? REWORDED_WEIGHT : 1)
}

function isWordProblem({ topic }: Sample): boolean {
  return topic !== null && WORD_PROBLEMS.includes(topic)
}

type Gains = Pick<DifficultyModel, 'gain' | 'wordProblem' | 'wordProblemLevel'>

/**
 * Word problems of all suites look alike, and their suites' models gain very different amounts: how hard one is among them is learnt
 * from all, less each suite's mean, and how much they gain on average is the mean of the suites'.
 */
function fitGains(known: readonly Known[], columns: Float32Array, topics: readonly string[], settings: TreeSettings): Gains {
  const rows = known.map(({ row }) => row)
  const steady = steadyGains(rows)
  const steadiest = steadyGains(rows, 1)
  const suiteMeans = meansBy(known, (sample, at) =>
    isWordProblem(sample) ? [`${sample.suite} ${sample.topic}`, steadiest[at] ?? 0] : null,
  )
  const meanOf = (sample: Known): number => suiteMeans.get(`${sample.suite} ${sample.topic}`)?.mean ?? 0
  const weights = Float32Array.from(known, weightOf)
  const targets = Float32Array.from(known, (sample, at) => (isWordProblem(sample) ? meanOf(sample) : (steady[at] ?? 0)))
  const gain = [1, 2].map((seed) => growTrees(columns, COLUMNS, targets, weights, { ...settings, seed }))

  const problems = known.flatMap((sample, at) => (isWordProblem(sample) ? [{ sample, at }] : []))
  const some = new Float32Array(problems.length * COLUMNS)
  for (const [index, { at }] of problems.entries()) some.set(columns.subarray(at * COLUMNS, (at + 1) * COLUMNS), index * COLUMNS)
  const within = Float32Array.from(problems, ({ sample, at }) => (steadiest[at] ?? 0) - meanOf(sample))
  const equal = Float32Array.from(problems, ({ sample }) => (sample.reworded ? REWORDED_WEIGHT : 1))
  const wordProblem =
    problems.length === 0
      ? []
      : [1, 2, 3].map((seed) => growTrees(onlyTraits(some), COLUMNS, within, equal, { ...WORD_PROBLEM_TREES, seed }))
  return { gain, wordProblem, wordProblemLevel: levelsOf(topics, suiteMeans) }
}

/** How hard a word problem is among its like shows in its numbers and words, not in what it was recognised as. */
function onlyTraits(columns: Float32Array): Float32Array {
  const kept = columns.slice()
  const first = COLUMNS - TRAITS.length - 9
  for (let at = 0; at < kept.length; at += 1) if (at % COLUMNS < first || at % COLUMNS >= first + TRAITS.length) kept[at] = 0
  return kept
}

interface Mean {
  mean: number
  count: number
}

function meansBy(known: readonly Known[], of: (sample: Known, at: number) => [string, number] | null): Map<string, Mean> {
  const means = new Map<string, Mean>()
  for (const [at, sample] of known.entries()) {
    const found = of(sample, at)
    if (found === null) continue
    const [key, value] = found
    const { mean, count } = means.get(key) ?? { mean: 0, count: 0 }
    means.set(key, { mean: (mean * count + value) / (count + 1), count: count + 1 })
  }
  return means
}

function levelsOf(topics: readonly string[], suiteMeans: ReadonlyMap<string, Mean>): Float32Array {
  const of = (topic: string): Mean[] => [...suiteMeans].filter(([key]) => key.endsWith(` ${topic}`)).map(([, mean]) => mean)
  const common = of('gsm8k').filter(({ count }) => count >= 50)
  const level = common.length === 0 ? 0.1 : common.reduce((sum, { mean }) => sum + mean, 0) / common.length
  return Float32Array.from(topics, (topic) => {
    if (!WORD_PROBLEMS.includes(topic)) return Number.NaN
    if (topic === 'gsm8k') return level
    const [own] = of(topic)
    return own === undefined ? level : (own.mean * own.count + level * 200) / (own.count + 200)
  })
}

/** Models of one tier fare very unlike on the same word problems of two suites; the smaller suite would be drowned. */
const CONTRARY = 2

function fitGoodEnough(known: readonly Known[], columns: Float32Array): Trees {
  const width = COLUMNS + 1
  const x = new Float32Array(known.length * 2 * width)
  const y = new Float32Array(known.length * 2)
  const weight = new Float32Array(known.length * 2)
  for (const [at, sample] of known.entries()) {
    const tiers = SUITE_TIERS[sample.suite as Suite]
    for (const side of [0, 1] as const) {
      const to = at * 2 + side
      x.set(columns.subarray(at * COLUMNS, (at + 1) * COLUMNS), to * width)
      x[to * width + COLUMNS] = TIERS.indexOf(tiers[side])
      y[to] = side === 0 ? sample.row.weak : sample.row.strong
      weight[to] = weightOf(sample) * (side === 0 ? 1 : 0.5) * (sample.suite === 'gsm8k' ? CONTRARY : 1)
    }
  }
  return growTrees(x, width, y, weight, { ...TREES, trees: 200, logistic: true })
}

/** Fits the chance that the strong answer is better to gains told by trees that did not see the row, and how far topics are off it. */
function calibrate(
  known: readonly Known[],
  columns: Float32Array,
  chances: readonly Float32Array[],
  parts: readonly number[],
  topics: readonly string[],
): Pick<DifficultyModel, 'betterConstant' | 'betterSlope' | 'spread'> {
  const points: { gain: number; better: number; weight: number; topic: string | null }[] = []
  for (let part = 0; part < INNER_PARTS; part += 1) {
    const rest = known.map((_, at) => at).filter((at) => parts[at] !== part)
    const some = new Float32Array(rest.length * COLUMNS)
    for (const [index, at] of rest.entries()) some.set(columns.subarray(at * COLUMNS, (at + 1) * COLUMNS), index * COLUMNS)
    const gains = fitGains(
      rest.flatMap((at) => known[at] ?? []),
      some,
      topics,
      TREES,
    )
    for (const [at, sample] of known.entries()) {
      if (parts[at] !== part || sample.reworded) continue
      const { gain } = gainOf(gains, chances[at] ?? new Float32Array(topics.length), columns.subarray(at * COLUMNS, (at + 1) * COLUMNS))
      points.push({ gain, better: sample.row.strong > sample.row.weak + 1e-9 ? 1 : 0, weight: weightOf(sample), topic: sample.topic })
    }
  }
  const [betterConstant, betterSlope] = logisticFit(points)
  const byTopic = new Map<string, { told: number; came: number; noise: number; count: number }>()
  for (const { gain, better, topic } of points) {
    const told = 1 / (1 + Math.exp(-(betterConstant + betterSlope * gain)))
    const key = topic ?? ''
    const sum = byTopic.get(key) ?? { told: 0, came: 0, noise: 0, count: 0 }
    byTopic.set(key, { told: sum.told + told, came: sum.came + better, noise: sum.noise + told * (1 - told), count: sum.count + 1 })
  }
  const large = [...byTopic.values()].filter(({ count }) => count >= 30)
  const square =
    large.reduce((sum, { told, came, noise, count }) => sum + ((told - came) / count) ** 2 - noise / count ** 2, 0) / large.length
  return { betterConstant, betterSlope, spread: Math.sqrt(Math.max(0.0025, square)) }
}

/** Constant and slope of a logistic regression, by Newton's method. */
function logisticFit(points: readonly { gain: number; better: number; weight: number }[]): [number, number] {
  let a = -1.5
  let b = 4
  for (let round = 0; round < 30; round += 1) {
    let ga = 0
    let gb = 0
    let haa = 1e-6
    let hab = 0
    let hbb = 1e-6
    for (const { gain, better, weight } of points) {
      const chance = 1 / (1 + Math.exp(-(a + b * gain)))
      const off = weight * (better - chance)
      const curve = weight * chance * (1 - chance)
      ga += off
      gb += off * gain
      haa += curve
      hab += curve * gain
      hbb += curve * gain * gain
    }
    const det = haa * hbb - hab * hab
    a += (hbb * ga - hab * gb) / det
    b += (haa * gb - hab * ga) / det
  }
  return [a, Math.max(0.5, b)]
}
