import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import type { Tier } from '../difficulty/model.ts'

/** A prompt with the quality of a weak and of a strong model's answer, 0 to 1. */
export interface PairRow {
  readonly id: string
  readonly prompt: string
  readonly weak: number
  readonly strong: number
  /** What class of model the weak one is. */
  readonly tier: Tier
}

/** Which two of the models to compare, where rows have many. */
export interface PairChoice {
  readonly weak?: string
  readonly strong?: string
}

const Id = z.union([z.string(), z.number()]).transform(String)
const Prompt = z.object({ id: Id, prompt: z.string() })
/** The pair is told: 0 and 1 for wrong and right, or a judge's mark from 0 to 10 where the row has one per turn. */
const PairFormat = z.object({
  weak: z.number(),
  strong: z.number(),
  scores: z.unknown().optional(),
  contaminated: z.union([z.number(), z.boolean()]).optional(),
})
const ScoreFormat = z.object({ score: z.record(z.string(), z.number()) })
const ModelsFormat = z.object({ models: z.record(z.string(), z.object({ score: z.number() })) })

/** Pairs to compare where nothing is said: of the first one whose models a row has. */
const DEFAULT_PAIRS = [
  { weak: 'llama-3.1-8b-instruct', strong: 'llama-3.1-nemotron-51b-instruct' },
  { weak: 'claude-3-haiku-20240307', strong: 'gemini-2.0-flash-001' },
  { weak: 'mistralai/mixtral-8x7b-chat', strong: 'gpt-4-1106-preview' },
  { weak: 'mistralai/Mixtral-8x7B-Instruct-v0.1', strong: 'gpt-4-1106-preview' },
] as const
const MARKS = 10

/**
 * One row of a routing set: `{id, prompt, weak, strong}`, `{id, prompt, score: {model: quality}}` or `{id, prompt, models: {model:
 * {score}}}`. Null for a row that is marked contaminated. Throws BAD_INPUT, which names the line.
 */
export function parsePairRow(value: unknown, line: number, choice: PairChoice = {}): PairRow | null {
  const prompt = Prompt.safeParse(value)
  if (!prompt.success) throw new TidegateError('BAD_INPUT', `Line ${line} needs an "id" and a "prompt".`)
  const pair = PairFormat.safeParse(value)
  if (pair.success) {
    const { contaminated, scores, weak, strong } = pair.data
    if (contaminated === true || (typeof contaminated === 'number' && contaminated !== 0)) return null
    const scale = scores === undefined ? 1 : MARKS
    return { ...prompt.data, weak: clamp(weak / scale), strong: clamp(strong / scale), tier: 'medium' }
  }
  const models = qualities(value)
  if (models === null) {
    throw new TidegateError('BAD_INPUT', `Line ${line} needs "weak" and "strong", or the models' qualities in "score" or "models".`)
  }
  const usual = DEFAULT_PAIRS.find(({ weak, strong }) => models.has(weak) && models.has(strong))
  const quality = (name: string | undefined, option: string): number => {
    const found = name === undefined ? undefined : models.get(name)
    if (found !== undefined) return clamp(found)
    throw new TidegateError('BAD_INPUT', `Line ${line}: say which model with --${option}: ${[...models.keys()].join(', ')}.`)
  }
  const weak = choice.weak ?? usual?.weak
  return {
    ...prompt.data,
    weak: quality(weak, 'weak'),
    strong: quality(choice.strong ?? usual?.strong, 'strong'),
    tier: tierOf(weak ?? ''),
  }
}

/** By the number of parameters in a model's name. */
function tierOf(name: string): Tier {
  const billions = Number(/(?<![\dx])(\d{1,3})b\b/i.exec(name)?.[1] ?? Number.NaN)
  if (Number.isNaN(billions)) return 'medium'
  return billions <= 15 ? 'small' : billions < 40 ? 'medium' : 'large'
}

function qualities(value: unknown): Map<string, number> | null {
  const scores = ScoreFormat.safeParse(value)
  if (scores.success) return new Map(Object.entries(scores.data.score))
  const models = ModelsFormat.safeParse(value)
  return models.success ? new Map(Object.entries(models.data.models).map(([name, { score }]) => [name, score])) : null
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
