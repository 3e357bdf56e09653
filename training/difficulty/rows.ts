import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One prompt with what a weak and a strong model made of it. */
export interface Row {
  readonly suite: Suite
  readonly group: string
  readonly prompt: string
  /** Kind of task or subject, where the row says so. */
  readonly topic: string | null
  /** Quality of the answers, 0 to 1. */
  readonly weak: number
  readonly strong: number
  /** What to learn the gain from: the pair's difference, steadied by that of like models where a row has them. */
  readonly gain: number
}

export const SUITES = ['mmlu', 'gsm8k', 'mtbench', 'llmrouter', 'routerarena'] as const
export type Suite = (typeof SUITES)[number]

const FILES: Readonly<Record<Suite, string>> = {
  mmlu: 'routellm_mmlu.dev.jsonl',
  gsm8k: 'routellm_gsm8k.dev.jsonl',
  mtbench: 'routellm_mtbench.dev.jsonl',
  llmrouter: 'llmrouter_9models.dev.jsonl',
  routerarena: 'routerarena_sub10.dev.jsonl',
}

// biome-ignore lint/suspicious/noExplicitAny: rows of five formats, read here only.
type Raw = any

export function readRows(folder: string): Row[] {
  return SUITES.flatMap((suite) =>
    readFileSync(join(folder, FILES[suite]), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as Raw)
      .filter((raw) => raw.contaminated !== 1)
      .map((raw) => rowOf(suite, raw)),
  )
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

function rowOf(suite: Suite, raw: Raw): Row {
  const base = { suite, group: String(raw.split_key), prompt: String(raw.prompt) }
  if (suite === 'mmlu') return { ...base, topic: `mmlu ${raw.subject}`, weak: raw.weak, strong: raw.strong, gain: raw.strong - raw.weak }
  if (suite === 'gsm8k') return { ...base, topic: 'gsm8k', weak: raw.weak, strong: raw.strong, gain: raw.strong - raw.weak }
  if (suite === 'mtbench')
    return {
      ...base,
      topic: `chat ${raw.category}`,
      weak: raw.weak / 10,
      strong: raw.strong / 10,
      gain: (raw.strong - raw.weak) / 10,
    }
  if (suite === 'llmrouter') {
    const { score } = raw
    const weak = score['llama-3.1-8b-instruct']
    const strong = score['llama-3.1-nemotron-51b-instruct']
    return { ...base, topic: raw.task === 'mmlu' ? null : raw.task === 'gsm8k' ? 'gsm8k' : `task ${raw.task}`, weak, strong, gain: strong - weak }
  }
  const weak = raw.models['claude-3-haiku-20240307'].score
  const strong = raw.models['gemini-2.0-flash-001'].score
  return { ...base, topic: arenaTopic(String(raw.task)), weak, strong, gain: strong - weak }
}

function arenaTopic(task: string): string {
  if (task === 'GSM8K' || task === 'AsDiv') return 'gsm8k'
  if (task.startsWith('MMLU_')) return `mmlu ${task.slice(5)}`
  if (task.startsWith('MMLUPro_')) return `pro ${task.slice(8)}`
  return `arena ${task.split(/[_-]/)[0]}`
}

export { mean }
