import { chanceOfSuccess } from '../utility.ts'
import {
  columnsOf,
  type DifficultyModel,
  gainOf,
  learntGoodEnough,
  noveltyOf,
  recogniseTopics,
  requestShare,
  TIERS,
  type Tier,
  type TopicColumns,
  topicColumns,
} from './model.ts'
import { createReadingRoom, type ReadingRoom, readPrompt } from './read-prompt.ts'
import { scoreWording, WORDING_BEGINNINGS, WORDING_FEATURES, type Wording } from './wording.ts'

export interface Difficulty {
  /** 0 (any model will do) to 1 (only a strong model will do). Of a prompt that is like what was learnt from: the chance that the strong answer is better. */
  readonly score: number
  /**
   * What the prompt asks of a model's ability, on the scale of the providers' quality, 0 to 1: what a route is weighed by. Of a prompt that is
   * like what was learnt from, the demand at which a usual strong model is as much likelier to succeed than a usual local one as was learnt.
   */
  readonly demand: number
  /** What it was made of: each feature's share of the wording's score before squashing, and what was recognised. */
  readonly features: Readonly<Record<string, number>>
  /** Standard deviation of the score, 0 to 0.5: larger where the prompt is like nothing learnt from. */
  readonly uncertainty: number
  /** Kind of task or subject that the prompt is most like; null without a model. */
  readonly topic: string | null
}

/** A model with what is looked up in it, made once. */
export interface DifficultyEstimator {
  readonly model: DifficultyModel
  readonly columns: TopicColumns
  readonly room: ReadingRoom
}

export function createDifficultyEstimator(model: DifficultyModel): DifficultyEstimator {
  return { model, columns: topicColumns(model.topics), room: createReadingRoom() }
}

interface Seen {
  readonly wording: Wording
  readonly chances: Float32Array
  readonly columns: Float32Array
  /** How much the prompt is a request rather than a question with an answer. */
  readonly request: number
  /** How much stranger it is than a text like those learnt from, 0 to 1. */
  readonly strangeness: number
}

/**
 * How much a prompt needs the stronger model. What is like the questions learnt from is judged by what was learnt; a request to a
 * writing tool by its wording, which alone counts when there is no model. Pure and total; reads the first 3,000 and the last 1,000
 * UTF-16 units. `sourcesChars` is the volume to draw from in UTF-16 code units.
 */
export function estimateDifficulty(prompt: string, sourcesChars: number, estimator: DifficultyEstimator | null = null): Difficulty {
  if (estimator === null) {
    const { text, noted } = readPrompt(prompt, WORDING_BEGINNINGS)
    const wording = scoreWording(text, noted, sourcesChars)
    return { score: wording.score, demand: wording.score, features: featuresOf(wording), uncertainty: WORDING_SPREAD, topic: null }
  }
  const { model } = estimator
  const seen = look(prompt, sourcesChars, estimator)
  const learnt = strongBetter(model, seen)
  const score = (1 - seen.request) * learnt + seen.request * seen.wording.score
  const features: Record<string, number> = { ...featuresOf(seen.wording), learnt }
  if (seen.request > 0) features['a request'] = seen.request
  const demand = (1 - seen.request) * demandOf(learnt) + seen.request * seen.wording.score
  return { score, demand, features, uncertainty: uncertaintyOf(model, seen, learnt), topic: likeliest(model, seen.chances) }
}

/** Qualities of a usual pair of models, as they stand in settings. */
const USUAL = { local: 0.6, hosted: 0.92 } as const
/** What was learnt is an average over prompts of the kind, and the plain ones among them need it less: so much of an advantage is doubted. */
const DOUBT = 0.05
/** Between these the strong model's advantage grows with the demand. */
const DEMANDS = { least: 0, most: 0.85 } as const

/** The demand at which the usual strong model is by `advantage`, less what is doubted of it, likelier to succeed; by halving, to a thousandth. */
function demandOf(advantage: number): number {
  let [low, high]: [number, number] = [DEMANDS.least, DEMANDS.most]
  for (let step = 0; step < 10; step += 1) {
    const middle = (low + high) / 2
    const gained = chanceOfSuccess(USUAL.hosted, middle) - chanceOfSuccess(USUAL.local, middle)
    if (gained < advantage - DOUBT) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Chance that a local model of this tier answers well enough, 0 to 1; by the wording alone without a model. */
export function chanceGoodEnough(prompt: string, tier: Tier, estimator: DifficultyEstimator | null = null): number {
  if (estimator === null) return wordingGoodEnough(estimateDifficulty(prompt, 0).score, tier)
  const { columns, request, wording } = look(prompt, 0, estimator)
  return (1 - request) * learntGoodEnough(estimator.model, columns, tier) + request * wordingGoodEnough(wording.score, tier)
}

function look(prompt: string, sourcesChars: number, { model, columns: places, room }: DifficultyEstimator): Seen {
  const reading = readPrompt(prompt, WORDING_BEGINNINGS, room)
  const wording = scoreWording(reading.text, reading.noted, sourcesChars)
  const chances = recogniseTopics(model, reading)
  const columns = columnsOf(chances, model.priors, places, reading.traits, wording)
  const strangeness = Math.max(0, (noveltyOf(model, reading) - model.usualNovelty) / (1 - model.usualNovelty))
  // What is like nothing learnt from is left to the wording, a text without a word too.
  const unknown = reading.count === 0 ? 1 : Math.min(1, Math.max(0, (strangeness - STRANGE) / (1 - STRANGE)) * 2)
  return { wording, chances, columns, strangeness, request: Math.max(requestShare(columns), unknown) }
}

/** From so strange a text on, less and less is left to what was learnt. */
const STRANGE = 0.7

function strongBetter(model: DifficultyModel, { chances, columns }: Seen): number {
  return logistic(model.betterConstant + model.betterSlope * gainOf(model, chances, columns).gain)
}

/** Abilities of the tiers on the scale of the wording's score. */
const ABILITY: Readonly<Record<Tier, number>> = { small: 0.6, medium: 0.65, large: 0.75, frontier: 0.92 }
/** How a chance falls as a task's wording asks for more than a model's ability: by judgement, milder than for ranking routes. */
const STEEPNESS = 3
const MARGIN = 0.15

function wordingGoodEnough(score: number, tier: Tier): number {
  return logistic(STEEPNESS * (ABILITY[tier] - score + MARGIN))
}

/** How far off the wording's score may be: it was set by judgement. */
const WORDING_SPREAD = 0.25
/** How far off what was learnt may be of a text that is like nothing learnt from. */
const STRANGE_SPREAD = 0.3

/** Mixed from the two judgements' own spreads and from how far they are apart where both count. */
function uncertaintyOf(model: DifficultyModel, { chances, request, strangeness, wording }: Seen, learnt: number): number {
  let mean = 0
  let square = 0
  for (let topic = 0; topic < chances.length; topic += 1) {
    const chance = chances[topic] ?? 0
    const better = model.priors[topic * 4 + 3] ?? 0
    mean += chance * better
    square += chance * better * better
  }
  const byTopic = Math.max(0, square - mean * mean)
  const apart = request * (1 - request) * (learnt - wording.score) ** 2
  const variance =
    (1 - request) * (model.spread ** 2 + byTopic + (STRANGE_SPREAD * strangeness) ** 2) + request * WORDING_SPREAD ** 2 + apart
  return Math.min(0.5, Math.sqrt(variance))
}

function likeliest(model: DifficultyModel, chances: Float32Array): string | null {
  let best = 0
  for (let topic = 1; topic < chances.length; topic += 1) if ((chances[topic] ?? 0) > (chances[best] ?? 0)) best = topic
  return model.topics[best] ?? null
}

function featuresOf({ shares, length, sources }: Wording): Record<string, number> {
  const features: Record<string, number> = {}
  for (const [index, name] of WORDING_FEATURES.entries()) {
    const share = shares[index] ?? 0
    if (share !== 0) features[name] = share
  }
  features.length = length
  if (sources > 0) features.sources = sources
  return features
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

export { TIERS, type Tier }
