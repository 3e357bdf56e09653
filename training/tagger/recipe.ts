import type { Document } from './documents.ts'
import { generate } from './generate.ts'

/** Labelled rows that are trained on, by file, with the weight of each row. */
export const DATA_SETS = [
  { file: 'presidio_synth_v2_tmpl.dev.jsonl', weight: 1 },
  { file: 'wnut17_names.dev.jsonl', weight: 1.5 },
] as const

export const LEARNING = { rowBits: 17, rounds: 8, rate: 0.1, dropout: 0.2, favour: 0.4, seed: 1 } as const

const GENERATED = [
  { name: 'prompts', times: 30, weight: 0.5 },
  { name: 'letters', times: 25, weight: 0.5 },
  { name: 'records', times: 20, weight: 0.5 },
  { name: 'forum', times: 25, weight: 0.5 },
  { name: 'sentences', times: 25, weight: 0.5 },
  { name: 'ordinary', times: 40, weight: 0.5 },
  { name: 'languages', times: 25, weight: 0.5 },
] as const

/** What is generated to train on; a share below 1 makes less of it. */
export function trainingTexts(share: number): Document[] {
  if (share === 0) return []
  return generate(
    GENERATED.map(({ name, times, weight }) => ({ name, times: Math.max(1, Math.round(times * share)), weight })),
    11,
  )
}

/** Generated from templates that nothing is trained on. */
export function heldOutTexts(): Document[] {
  return generate([{ name: 'held-out', times: 20, weight: 1 }], 12)
}
