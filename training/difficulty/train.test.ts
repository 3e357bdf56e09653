import { describe, expect, it } from 'vitest'
import { createDifficultyEstimator, estimateDifficulty } from '../../main/routing/difficulty/estimate-difficulty.ts'
import { packDifficultyModel } from '../../main/routing/difficulty/model-file.ts'
import { sumTrees } from '../../main/routing/difficulty/trees.ts'
import { createRandom } from '../tagger/random.ts'
import { fitModel } from './fit-model.ts'
import { growTrees } from './grow-trees.ts'
import { readWrappers, reword, takeApart } from './reword.ts'
import { type Row, steadyGains } from './rows.ts'
import { makeSamples } from './samples.ts'

const base = { suite: 'mmlu' as const, task: null, models: null }
/** Two subjects: of chemistry the strong model knows more, of music both know all. */
const rows: Row[] = Array.from({ length: 240 }, (_, at) => {
  const chemistry = at % 2 === 0
  const thing = ['acid', 'salt', 'metal', 'gas'][at % 4] ?? ''
  const tune = ['waltz', 'opera', 'fugue', 'march'][(at >> 1) % 4] ?? ''
  return {
    ...base,
    group: String(at),
    prompt: chemistry
      ? `Which molecule forms when the ${thing} number ${at} reacts?\nA. oxide\nB. nitrate\nAnswer:`
      : `Who wrote the ${tune} number ${at} for orchestra?\nA. a violinist\nB. a pianist\nAnswer:`,
    topic: chemistry ? 'mmlu chemistry' : 'mmlu music',
    weak: chemistry && at % 3 !== 0 ? 0 : 1,
    strong: 1,
    gain: chemistry && at % 3 !== 0 ? 1 : 0,
  }
})

describe('training', () => {
  it('learns which subject needs the strong model, and gives the same file for the same rows', () => {
    const samples = makeSamples(rows, 3)
    const model = fitModel(samples)
    const estimator = createDifficultyEstimator(model)
    const score = (prompt: string): number => estimateDifficulty(prompt, 0, estimator).score
    expect(score('Which molecule forms when the acid number 900 reacts?\nA. oxide\nB. nitrate\nAnswer:')).toBeGreaterThan(
      score('Who wrote the waltz number 900 for orchestra?\nA. a violinist\nB. a pianist\nAnswer:') + 0.2,
    )
    expect(Buffer.from(packDifficultyModel(fitModel(samples))).equals(packDifficultyModel(model))).toBe(true)
  }, 120_000)
})

describe('boosted trees', () => {
  it('find a step and an interaction', () => {
    const random = createRandom(4)
    const x = Float32Array.from({ length: 4_000 }, () => random())
    const truth = (a: number, b: number): number => (a > 0.5 ? (b > 0.3 ? 1 : 0) : 0.2)
    const y = Float32Array.from({ length: 2_000 }, (_, at) => truth(x[2 * at] ?? 0, x[2 * at + 1] ?? 0))
    const trees = growTrees(x, 2, y, new Float32Array(2_000).fill(1), {
      trees: 80,
      depth: 2,
      rate: 0.2,
      columnShare: 1,
      rowShare: 0.8,
      shrink: 1,
      minWeight: 10,
      logistic: false,
      seed: 1,
    })
    for (const [a, b] of [
      [0.2, 0.9],
      [0.8, 0.1],
      [0.8, 0.8],
    ] as const)
      expect(sumTrees(trees, Float32Array.of(a, b))).toBeCloseTo(truth(a, b), 1)
  })
})

describe('a question in other words', () => {
  it('keeps its body and its choices', () => {
    const { body, options } = takeApart('Which is a metal?\nA. iron\nB. water\nAnswer:')
    expect(body).toBe('Which is a metal?')
    expect(options).toEqual(['iron', 'water'])
    const random = createRandom(2)
    for (let turn = 0; turn < 50; turn += 1)
      expect(reword('Which is a metal?\nA. iron\nB. water\nAnswer:', readWrappers(), random)).toContain('Which is a metal?')
  })
})

describe('steadied gains', () => {
  it('keep the mean of a kind of task and follow the many models within it', () => {
    const many = (models: Record<string, number>): Row => ({
      ...base,
      suite: 'llmrouter',
      group: '',
      prompt: '',
      topic: 't',
      task: 't',
      models,
      weak: models.small ?? 0,
      strong: models.large ?? 0,
      gain: (models.large ?? 0) - (models.small ?? 0),
    })
    const given = [many({ small: 1, large: 1, weaker: 0, better: 1 }), many({ small: 0, large: 1, weaker: 0.5, better: 1 })]
    const gains = [...steadyGains(given)]
    expect((gains[0] ?? 0) + (gains[1] ?? 0)).toBeCloseTo(1, 5)
    expect([...steadyGains(given, 0)]).toEqual([0, 1])
  })
})
