import { describe, expect, it } from 'vitest'
import { exactCurve, interpolate, routellmCurve, type ScoredPair } from './routing-curve.ts'
import { createRandom } from './seeded-random.ts'

const rows = (pairs: readonly (readonly [score: number, weak: number, strong: number])[]): ScoredPair[] =>
  pairs.map(([score, weak, strong]) => ({ score, weak, strong }))

const never = (): number => {
  throw new Error('nothing to break a tie of')
}

/** Of the drawn pairs below, computed by RouteLLM's steps in Python with numpy. */
const NUMPY = { apgr: 0.6717836257309944, cpt50: 0.33333333333333337, cpt80: 0.5263157894736843 }

describe('the curve of a router', () => {
  // Eleven prompts, so that each tenth is one prompt's score. Five need the strong model.
  const needy = [true, true, true, true, true, false, false, false, false, false, false]

  it('is far above the diagonal when those who need it come first', () => {
    const best = rows(needy.map((needs, at) => [11 - at, needs ? 0 : 1, 1]))
    // Points at 1, 2 … 11 of 11 calls and at none. Quality rises by 1/11 to all right after five: the area above weak is
    // (5/2 + 6 × 5) / 121 in the unit square and the gap is 5/11.
    expect(routellmCurve(best, never).apgr).toBeCloseTo((2.5 * 5 + 6 * 5) / 121 / (5 / 11), 10)
    expect(exactCurve(best).apgr).toBeCloseTo((2.5 * 5 + 6 * 5) / 121 / (5 / 11), 10)
    expect(exactCurve(best).cpt50).toBeCloseTo(2.5 / 11, 10)
    expect(exactCurve(best).cpt80).toBeCloseTo(4 / 11, 10)
  })

  it('is as far below when they come last', () => {
    const worst = rows(needy.map((needs, at) => [at, needs ? 0 : 1, 1]))
    expect(routellmCurve(worst, never).apgr).toBeCloseTo(1 - (2.5 * 5 + 6 * 5) / 121 / (5 / 11), 10)
    expect(exactCurve(worst).cpt50).toBeCloseTo(8.5 / 11, 10)
  })

  it('exceeds 1 where some prompts are answered only by the weak model and those are kept from the strong one', () => {
    const pairs = rows([
      [9, 0, 1],
      [8, 0, 1],
      [7, 0, 1],
      [6, 1, 1],
      [5, 1, 1],
      [4, 1, 1],
      [3, 1, 1],
      [2, 1, 0],
      [1, 1, 0],
    ])
    expect(exactCurve(pairs).apgr).toBeGreaterThan(1)
  })

  it('is the diagonal for scores that are all the same', () => {
    const same = rows(needy.map((needs) => [0.5, needs ? 0 : 1, 1]))
    expect(exactCurve(same)).toEqual({ apgr: expect.closeTo(0.5, 10), cpt50: expect.closeTo(0.5, 10), cpt80: expect.closeTo(0.8, 10) })
  })

  it('breaks ties by chance, the same for a seed', () => {
    const ties = rows(needy.map((needs, at) => [at % 2, needs ? 0 : 1, 1]))
    expect(routellmCurve(ties, createRandom(1))).toEqual(routellmCurve(ties, createRandom(1)))
  })

  it('agrees with the original on drawn pairs, curves that fall included', () => {
    const random = createRandom(7)
    const drawn = rows(
      Array.from({ length: 57 }, () => {
        const score = random()
        return [score, random() < 0.6 ? 1 : 0, random() < 0.6 + 0.3 * score ? 1 : 0]
      }),
    )
    const curve = routellmCurve(drawn, never)
    expect(curve.apgr).toBeCloseTo(NUMPY.apgr, 9)
    expect(curve.cpt50).toBeCloseTo(NUMPY.cpt50, 9)
    expect(curve.cpt80).toBeCloseTo(NUMPY.cpt80, 9)
  })
})

describe('interpolation', () => {
  it('is linear between points and flat beyond them', () => {
    const xs = [0, 1, 2, 3, 4, 5]
    const ys = [0, 10, 20, 30, 40, 100]
    expect(interpolate(2.5, xs, ys)).toBe(25)
    expect(interpolate(4.5, xs, ys)).toBe(70)
    expect(interpolate(-1, xs, ys)).toBe(0)
    expect(interpolate(9, xs, ys)).toBe(100)
    expect(interpolate(5, xs, ys)).toBe(100)
    expect(interpolate(0.5, [0, 1], [2, 4])).toBe(3)
  })
})
