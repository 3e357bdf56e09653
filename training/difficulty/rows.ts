import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parsePairRow } from '../../main/routing/eval/index.ts'

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
  /** Strong less weak. */
  readonly gain: number
  /** Kind of task where a row has answers of many models; else null. */
  readonly task: string | null
  /** Quality by model, where a row has many. */
  readonly models: Readonly<Record<string, number>> | null
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

/** What training reads of a row beside what `eval routing-difficulty` reads. */
const LabelSchema = z.object({
  split_key: z.union([z.string(), z.number()]).transform(String),
  subject: z.string().optional(),
  category: z.string().optional(),
  task: z.string().optional(),
  score: z.record(z.string(), z.number()).optional(),
})
type Label = z.infer<typeof LabelSchema>

/** Rows of the suites' files in a folder, without those that are marked contaminated. Throws when a file is missing or malformed. */
export function readRows(folder: string): Row[] {
  return SUITES.flatMap((suite) =>
    readFileSync(join(folder, FILES[suite]), 'utf8')
      .split('\n')
      .flatMap((line, index): Row[] => {
        if (line.trim() === '') return []
        const value: unknown = JSON.parse(line)
        const pair = parsePairRow(value, index + 1)
        if (pair === null) return []
        const label = LabelSchema.parse(value)
        const { prompt, weak, strong } = pair
        return [
          {
            suite,
            group: label.split_key,
            prompt,
            topic: topicOf(suite, label),
            weak,
            strong,
            gain: strong - weak,
            task: label.score === undefined ? null : (label.task ?? null),
            models: label.score ?? null,
          },
        ]
      }),
  )
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** A model that gets less than this share of the best one's quality failed at the form of the answer, not at the task. */
const FORM_FAILED = 0.2
/** How much the many models' difference counts beside the pair's own, within a kind of task. */
const STEADY_SHARE = 0.65

/**
 * What to learn of each row: the pair's gain. One pair's difference on one prompt is mostly chance; where a row has many models, the
 * difference between the better and the worse half of those that can do its kind of task tells the same with less of it. The mean of
 * a kind of task stays the pair's. Means are of the given rows alone.
 */
export function steadyGains(rows: readonly Row[], share = STEADY_SHARE): Float32Array {
  const tasks = new Map<string, { row: Row; at: number }[]>()
  for (const [at, row] of rows.entries()) if (row.task !== null) tasks.set(row.task, [...(tasks.get(row.task) ?? []), { row, at }])
  const gains = Float32Array.from(rows, ({ gain }) => gain)
  for (const members of tasks.values()) {
    const names = Object.keys(members[0]?.row.models ?? {})
    const quality = new Map(names.map((name) => [name, mean(members.map(({ row }) => row.models?.[name] ?? 0))]))
    const best = Math.max(...quality.values())
    const able = names.filter((name) => (quality.get(name) ?? 0) >= FORM_FAILED * best)
    const middle = (best + Math.min(...able.map((name) => quality.get(name) ?? 0))) / 2
    const part = (row: Row, better: boolean): number =>
      mean(able.filter((name) => (quality.get(name) ?? 0) >= middle === better).map((name) => row.models?.[name] ?? 0))
    const gaps = members.map(({ row }) => part(row, true) - part(row, false))
    const meanGap = mean(gaps)
    const meanGain = mean(members.map(({ row }) => row.gain))
    for (const [index, { row, at }] of members.entries())
      gains[at] = meanGain + share * ((gaps[index] ?? 0) - meanGap) + (1 - share) * (row.gain - meanGain)
  }
  return gains
}

function topicOf(suite: Suite, { subject, category, task = '' }: Label): string | null {
  switch (suite) {
    case 'mmlu':
      return `mmlu ${subject}`
    case 'gsm8k':
      return 'gsm8k'
    case 'mtbench':
      return `chat ${category}`
    case 'llmrouter':
      // Its rows of MMLU do not say of which subject.
      return task === 'mmlu' ? null : task === 'gsm8k' ? 'gsm8k' : `task ${task}`
    case 'routerarena':
      return arenaTopic(task)
  }
}

function arenaTopic(task: string): string {
  if (task === 'GSM8K' || task === 'AsDiv') return 'gsm8k'
  if (task.startsWith('MMLU_')) return `mmlu ${task.slice(5)}`
  if (task.startsWith('MMLUPro_')) return `pro ${task.slice(8)}`
  return `arena ${task.split(/[_-]/)[0]}`
}
