import type { ChainWeights } from '../../main/privacy/classifier/taggers/linear-chain.ts'
import type { Vocabulary } from '../../main/privacy/classifier/taggers/vocabulary.ts'
import { type Document, encode } from './documents.ts'
import { generate } from './generate.ts'
import { favourNames, learn, meanOf, quantise } from './learn.ts'

/** Labelled rows that are trained on, by file, with the weight of each row. */
export const DATA_SETS = [
  { file: 'presidio_synth_v2_tmpl.dev.jsonl', weight: 1 },
  { file: 'wnut17_names.dev.jsonl', weight: 1.5 },
] as const

export const LEARNING = { rowBits: 17, rounds: 8, rate: 0.1, dropout: 0.2, favour: 2, seed: 1 } as const

/** How often the templates are filled and learnt from anew; what is shipped is the mean. */
export const TRAININGS = 3

const GENERATED = [
  { name: 'prompts', times: 15, weight: 0.5 },
  { name: 'letters', times: 12, weight: 0.5 },
  { name: 'records', times: 10, weight: 0.5 },
  { name: 'forum', times: 12, weight: 0.5 },
  { name: 'sentences', times: 12, weight: 0.5 },
  { name: 'ordinary', times: 20, weight: 0.5 },
  { name: 'languages', times: 12, weight: 0.5 },
  { name: 'work', times: 10, weight: 0.5 },
  { name: 'life', times: 10, weight: 0.5 },
  { name: 'world', times: 10, weight: 0.5 },
] as const

/** What is generated for the training of that number to learn from; a share below 1 makes less of it. */
export function trainingTexts(share: number, training = 0): Document[] {
  if (share === 0) return []
  return generate(
    GENERATED.map(({ name, times, weight }) => ({ name, times: Math.max(1, Math.round(times * share)), weight })),
    11 + training,
  )
}

/** Generated from templates that nothing is trained on. */
export function heldOutTexts(): Document[] {
  return generate([{ name: 'held-out', times: 20, weight: 1 }], 12)
}

/** Learns from the rows and from texts that are generated for each training; gives back what is shipped, and what it was learnt from. */
export function train(
  rows: readonly Document[],
  vocabulary: Vocabulary,
  { share = 1, rounds = LEARNING.rounds, favour = LEARNING.favour }: { share?: number; rounds?: number; favour?: number } = {},
) {
  const trainings = Array.from({ length: TRAININGS }, (_, training) => {
    const documents = [...rows, ...trainingTexts(share, training)]
    const { examples, gold, reached } = encode(documents, vocabulary, 32 - LEARNING.rowBits)
    const learnt = learn(examples, { ...LEARNING, rounds, seed: LEARNING.seed + training })
    return { learnt, texts: documents.length, stretches: examples.length, gold, reached }
  })
  const mean = meanOf(trainings.map(({ learnt }) => learnt))
  favourNames(mean, favour)
  const sumOf = (field: 'texts' | 'stretches' | 'gold' | 'reached'): number => trainings.reduce((sum, one) => sum + one[field], 0)
  const weights: ChainWeights & { readonly rows: Int8Array } = quantise(mean)
  return { weights, texts: sumOf('texts'), stretches: sumOf('stretches'), reached: sumOf('reached') / sumOf('gold') }
}
