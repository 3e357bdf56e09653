import type { Reading } from './read-prompt.ts'
import { TRAITS } from './traits.ts'
import { sumTrees, type Trees } from './trees.ts'
import { WORDING_FEATURES, type Wording } from './wording.ts'

/**
 * Classes of models that chances are told for, by models whose answers were learnt from: `small` of 7 to 9 billion parameters of 2024
 * (Llama 3.1 8B), `medium` (Mixtral 8x7B, Claude 3 Haiku), `large` of about 50 billion (Nemotron 51B), `frontier` (GPT-4, Gemini).
 */
export const TIERS = ['small', 'medium', 'large', 'frontier'] as const
export type Tier = (typeof TIERS)[number]

/** What was learnt; made by `training/difficulty`, read by `loadDifficultyModel`. */
export interface DifficultyModel {
  /** Names of the kinds of task and subjects that a prompt is recognised as. */
  readonly topics: readonly string[]
  /** Length of the vector of a prompt, a multiple of eight. */
  readonly width: number
  /** 2^bits rows of `width` signed bytes: what each hashed word or pair adds to the vector. */
  readonly table: Int8Array
  readonly tableScale: number
  /** What to take from each trait, and to multiply it by, before it goes on. */
  readonly traitMean: Float32Array
  readonly traitScale: Float32Array
  /** Per topic: weights of the vector, of the traits, and a constant. */
  readonly output: Float32Array
  /** Per topic, of the answers learnt from: strong less weak, weak right, strong right, strong better. */
  readonly priors: Float32Array
  /** Strong less weak by everything known of a prompt; the mean of several. */
  readonly gain: readonly Trees[]
  /** Within word problems, how much more or less than on average. */
  readonly wordProblem: readonly Trees[]
  /** What a word problem gains on average, by the topics that are one; NaN for the others. */
  readonly wordProblemLevel: Float32Array
  /** Log-odds that an answer is good enough; the last column is the tier. */
  readonly goodEnough: readonly Trees[]
  /** Log-odds that the strong answer is better: constant and slope of the gain. */
  readonly betterConstant: number
  readonly betterSlope: number
  /** Standard deviation of the topics' true chances about what is told. */
  readonly spread: number
  /** A bit for every hash that was learnt from, by its highest bits. */
  readonly seen: Uint8Array
  /** Share of hashes that were not, of a text like those learnt from. */
  readonly usualNovelty: number
}

/** Families of topics, by the beginning of their names, whose chances are columns of their own. */
const FAMILIES = ['mmlu ', 'pro ', 'arena ', 'request ', 'chat '] as const
/** Topics that have a column of their own. */
const OWN_COLUMN: readonly string[] = [
  'gsm8k',
  'task agentverse-logicgrid',
  'task agentverse-mgsm',
  'task arc_challenge',
  'task commongen',
  'task commonsense_qa',
  'task gpqa',
  'task human_eval',
  'task math',
  'task mbpp',
  'task natural_qa',
  'task openbook_qa',
  'task trivia_qa',
]
export const PRIORS = 4
/** The columns that trees read. The traits follow the topics' columns, then the wording. */
const TRAITS_FROM = PRIORS + 2 + FAMILIES.length + OWN_COLUMN.length
export const COLUMNS = TRAITS_FROM + TRAITS.length + WORDING_FEATURES.length + 1

const RARE = 1e-6

/** The part of a model that tells topics apart. */
export type Recogniser = Pick<DifficultyModel, 'topics' | 'width' | 'table' | 'tableScale' | 'traitMean' | 'traitScale' | 'output'>

/** Chances of the topics of a prompt, adding up to 1. */
export function recogniseTopics(model: Recogniser, { hashes, count, traits }: Reading): Float32Array {
  const { width, table, tableScale, output, topics } = model
  const shift = Math.clz32(table.length / width) + 1
  const scale = tableScale / Math.sqrt(Math.max(1, count))
  const inputs = width + traits.length + 1
  const input = new Float32Array(inputs)
  // Eight sums at a time stay in registers; this is most of the time that a prompt takes.
  for (let from = 0; from < width; from += 8) {
    let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0]
    for (let at = 0; at < count; at += 1) {
      const row = ((hashes[at] ?? 0) >>> shift) * width + from
      a += table[row] ?? 0
      b += table[row + 1] ?? 0
      c += table[row + 2] ?? 0
      d += table[row + 3] ?? 0
      e += table[row + 4] ?? 0
      f += table[row + 5] ?? 0
      g += table[row + 6] ?? 0
      h += table[row + 7] ?? 0
    }
    input[from] = a * scale
    input[from + 1] = b * scale
    input[from + 2] = c * scale
    input[from + 3] = d * scale
    input[from + 4] = e * scale
    input[from + 5] = f * scale
    input[from + 6] = g * scale
    input[from + 7] = h * scale
  }
  for (let trait = 0; trait < traits.length; trait += 1) input[width + trait] = scaledTrait(model, trait, traits[trait] ?? 0)
  input[inputs - 1] = 1
  const chances = new Float32Array(topics.length)
  let most = Number.NEGATIVE_INFINITY
  for (let topic = 0; topic < topics.length; topic += 1) {
    let sum = 0
    const from = topic * inputs
    for (let at = 0; at < inputs; at += 1) sum += (output[from + at] ?? 0) * (input[at] ?? 0)
    chances[topic] = sum
    if (sum > most) most = sum
  }
  let total = 0
  for (let topic = 0; topic < topics.length; topic += 1) {
    const chance = Math.exp((chances[topic] ?? 0) - most)
    chances[topic] = chance
    total += chance
  }
  for (let topic = 0; topic < topics.length; topic += 1) chances[topic] = (chances[topic] ?? 0) / total
  return chances
}

/** Three standard deviations are as far as a trait counts: an odd text must not shout down its words. */
export function scaledTrait(
  { traitMean, traitScale }: Pick<DifficultyModel, 'traitMean' | 'traitScale'>,
  trait: number,
  value: number,
): number {
  return TRAIT_WEIGHT * Math.min(3, Math.max(-3, (value - (traitMean[trait] ?? 0)) * (traitScale[trait] ?? 0)))
}
const TRAIT_WEIGHT = 0.3

/** Share of a prompt's words, pairs and parts of words that were not learnt from, 0 to 1. */
export function noveltyOf({ seen }: Pick<DifficultyModel, 'seen'>, { hashes, count }: Reading): number {
  const shift = Math.clz32(seen.length * 8) + 1
  let unseen = 0
  for (let at = 0; at < count; at += 1) {
    const bit = (hashes[at] ?? 0) >>> shift
    if ((((seen[bit >>> 3] ?? 0) >>> (bit & 7)) & 1) === 0) unseen += 1
  }
  return unseen / Math.max(1, count)
}

/** Where the chances of each topic are added up. */
export interface TopicColumns {
  /** Per topic, a column, or -1. */
  readonly family: Int16Array
  readonly own: Int16Array
}

export function topicColumns(topics: readonly string[]): TopicColumns {
  return {
    family: Int16Array.from(topics, (topic) => {
      const at = FAMILIES.findIndex((family) => topic.startsWith(family))
      return at < 0 ? -1 : PRIORS + 2 + at
    }),
    own: Int16Array.from(topics, (topic) => {
      const at = OWN_COLUMN.indexOf(topic)
      return at < 0 ? -1 : PRIORS + 2 + FAMILIES.length + at
    }),
  }
}

/** Everything known of a prompt, in the columns that the trees read. */
export function columnsOf(
  chances: Float32Array,
  priors: Float32Array,
  { family, own }: TopicColumns,
  traits: Float32Array,
  wording: Wording,
): Float32Array {
  const columns = new Float32Array(COLUMNS)
  let surest = 0
  let entropy = 0
  const add = (column: number, value: number): void => {
    columns[column] = (columns[column] ?? 0) + value
  }
  for (let topic = 0; topic < chances.length; topic += 1) {
    const chance = chances[topic] ?? 0
    if (chance < RARE) continue
    for (let prior = 0; prior < PRIORS; prior += 1) add(prior, chance * (priors[topic * PRIORS + prior] ?? 0))
    if (chance > surest) surest = chance
    entropy -= chance * Math.log(chance)
    const group = family[topic] ?? -1
    if (group >= 0) add(group, chance)
    const alone = own[topic] ?? -1
    if (alone >= 0) add(alone, chance)
  }
  columns[PRIORS] = surest
  columns[PRIORS + 1] = entropy
  columns.set(traits, TRAITS_FROM)
  columns.set(wording.shares, TRAITS_FROM + TRAITS.length)
  columns[COLUMNS - 1] = wording.score
  return columns
}

/** How much a prompt looks like a request to a writing tool, 0 to 1, rather than like a question of an examination: wholly from even odds on. */
export function requestShare(columns: Float32Array): number {
  const at = PRIORS + 2 + FAMILIES.indexOf('request ')
  return Math.min(1, 2 * ((columns[at] ?? 0) + (columns[at + 1] ?? 0)))
}

/** How much the mean gain of the topics counts beside the trees, which follow single rows more. */
const TOPIC_SHARE = 0.4

export interface Verdict {
  /** Strong less weak, -1 to 1. */
  readonly gain: number
  /** Chance that the prompt is a word problem. */
  readonly wordProblem: number
}

export function gainOf(
  model: Pick<DifficultyModel, 'gain' | 'wordProblem' | 'wordProblemLevel'>,
  chances: Float32Array,
  columns: Float32Array,
): Verdict {
  let share = 0
  let level = 0
  for (let topic = 0; topic < chances.length; topic += 1) {
    const gain = model.wordProblemLevel[topic] ?? Number.NaN
    if (Number.isNaN(gain)) continue
    share += chances[topic] ?? 0
    level += (chances[topic] ?? 0) * gain
  }
  const rest = share > 0.99 ? 0 : TOPIC_SHARE * (columns[0] ?? 0) + (1 - TOPIC_SHARE) * meanOf(model.gain, columns)
  const within = share < 0.01 ? 0 : meanOf(model.wordProblem, columns)
  return { gain: (1 - share) * rest + level + share * within, wordProblem: share }
}

/** Chance that a model of this tier answers well enough, by what was learnt. */
export function learntGoodEnough(model: Pick<DifficultyModel, 'goodEnough'>, columns: Float32Array, tier: Tier): number {
  const values = new Float32Array(COLUMNS + 1)
  values.set(columns)
  values[COLUMNS] = TIERS.indexOf(tier)
  return 1 / (1 + Math.exp(-meanOf(model.goodEnough, values)))
}

function meanOf(trees: readonly Trees[], values: Float32Array): number {
  let sum = 0
  for (const each of trees) sum += sumTrees(each, values)
  return sum / Math.max(1, trees.length)
}
