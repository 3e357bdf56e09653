import { describe, expect, it } from 'vitest'
import type { Feedback } from '#contracts/routing-learning.ts'
import { AS_SHIPPED } from '#contracts/routing-rules.ts'
import { createRandom } from '../eval/seeded-random.ts'
import { judgeFeedback, type OutcomeRow } from './outcome.ts'
import { FEWEST_ROWS, fitCorrection, trainCalibration } from './train.ts'

/** Rows whose chance of being good is `truth` of the predicted one; the same for the same seed. */
function rows(count: number, truth: (chance: number) => number, seed = 1): OutcomeRow[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, index) => {
    const chance = 0.1 + 0.8 * random()
    return {
      generationId: `gen_${String(index).padStart(6, '0')}`,
      at: index,
      route: 'local',
      chance,
      good: random() < truth(chance),
      weight: 1,
    }
  })
}

describe('learning from verdicts', () => {
  it('asks for more while there are too few', () => {
    const { outcome, detail, trained } = trainCalibration(
      rows(FEWEST_ROWS - 1, (p) => p),
      AS_SHIPPED,
      0,
    )
    expect({ outcome, trained }).toEqual({ outcome: 'too-few-rows', trained: null })
    expect(detail).toContain('Rate 1 more')
  })

  it('adopts a correction where the estimator is clearly too hopeful', () => {
    const { outcome, trained } = trainCalibration(
      rows(600, (p) => p * 0.5),
      AS_SHIPPED,
      7,
    )
    expect(outcome).toBe('adopted')
    expect(trained).toMatchObject({ active: true, trainedAt: 7, calibration: { version: 1, hosted: AS_SHIPPED.hosted } })
    expect(trained?.calibration.local.offset).toBeLessThan(-0.5)
    expect(trained?.lossAfter).toBeLessThan(trained?.lossBefore ?? 0)
  })

  it('leaves an estimator alone that is right, but for a false alarm now and then', () => {
    const adopted = Array.from({ length: 100 }, (_, seed) =>
      trainCalibration(
        rows(120, (p) => p, seed),
        AS_SHIPPED,
        0,
      ),
    ).filter(({ outcome }) => outcome === 'adopted')
    expect(adopted.length).toBeLessThanOrEqual(5)
  })

  it('is not taken in by rows that change their mind: what was learnt has to hold for the newest', () => {
    const early = rows(400, (p) => p * 0.3)
    const late = rows(260, (p) => Math.min(1, p * 1.3)).map((row, index) => ({ ...row, at: 10_000 + index }))
    expect(trainCalibration([...early, ...late], AS_SHIPPED, 0).outcome).toBe('not-better')
  })

  it('is the same each time, whatever the order of the rows', () => {
    const all = rows(300, (p) => p * 0.6)
    expect(trainCalibration(all.toReversed(), AS_SHIPPED, 0)).toEqual(trainCalibration(all, AS_SHIPPED, 0))
  })

  it('keeps corrections within bounds however extreme the verdicts', () => {
    const always = rows(500, () => 0).map((row) => ({ ...row, good: false }))
    const { slope, offset } = fitCorrection(always)
    expect(slope).toBeGreaterThanOrEqual(0.1)
    expect(offset).toBeGreaterThanOrEqual(-3)
  })
})

describe('what verdicts amount to', () => {
  const said = (verdict: Feedback['verdict'], at = 0, editedShare: number | null = null): Feedback => ({
    generationId: 'gen_1',
    at,
    verdict,
    editedShare,
  })

  it.each<[string, Feedback[], boolean | null]>([
    ['nothing', [], null],
    ['a draft taken as it was', [said('accepted')], true],
    ['a few words changed', [said('edited', 0, 0.1)], true],
    ['half of it written anew', [said('edited', 0, 0.6)], false],
    ['asked for again', [said('accepted'), said('regenerated')], false],
    ['a thumb that was turned', [said('liked', 1), said('disliked', 2)], false],
    ['a thumb against an edit', [said('edited', 3, 0.9), said('liked', 1)], true],
    ['another engine had to write it', [said('fell-back')], false],
  ])('%s', (_name, feedback, good) => {
    expect(judgeFeedback(feedback)?.good ?? null).toBe(good)
  })
})
