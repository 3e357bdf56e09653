import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDecoder } from './decoder.ts'
import { FEATURES, rowOf } from './features.ts'
import { isAllowed, LABEL_COUNT } from './linear-chain.ts'

const SHIFT = 28
const ROWS = 16

function weightsOf(rows: readonly number[], transitions: readonly number[]) {
  return { rows: Int8Array.from(rows), scale: 0.1, shift: SHIFT, transitions: Float32Array.from(transitions) }
}

/** The best labels by trying all paths. */
function bestOf({ rows, scale, transitions }: ReturnType<typeof weightsOf>, values: readonly (readonly number[])[]): number {
  const scoreOf = (token: number, label: number): number =>
    (values[token] ?? []).reduce((sum, value, feature) => sum + (rows[rowOf(feature, value, SHIFT) * LABEL_COUNT + label] ?? 0), 0) * scale
  const search = (token: number, before: number): number => {
    if (token === values.length) return transitions[before * LABEL_COUNT] ?? 0
    let most = Number.NEGATIVE_INFINITY
    for (let label = 0; label < LABEL_COUNT; label += 1)
      if (isAllowed(before, label))
        most = Math.max(most, scoreOf(token, label) + (transitions[before * LABEL_COUNT + label] ?? 0) + search(token + 1, label))
    return most
  }
  return search(0, 0)
}

function totalOf(
  { rows, scale, transitions }: ReturnType<typeof weightsOf>,
  values: readonly (readonly number[])[],
  labels: ArrayLike<number>,
): number {
  let total = 0
  let before = 0
  values.forEach((features, token) => {
    const label = labels[token] ?? 0
    expect(isAllowed(before, label)).toBe(true)
    for (const [feature, value] of features.entries()) total += (rows[rowOf(feature, value, SHIFT) * LABEL_COUNT + label] ?? 0) * scale
    total += transitions[before * LABEL_COUNT + label] ?? 0
    before = label
  })
  return total + (transitions[before * LABEL_COUNT] ?? 0)
}

describe('the decoder', () => {
  const weight = fc.integer({ min: -127, max: 127 })
  it('finds a path as good as the best of all that are allowed', () => {
    fc.assert(
      fc.property(
        fc.array(weight, { minLength: ROWS * LABEL_COUNT, maxLength: ROWS * LABEL_COUNT }),
        fc.array(
          fc.integer({ min: -40, max: 40 }).map((n) => n / 8),
          { minLength: LABEL_COUNT ** 2, maxLength: LABEL_COUNT ** 2 },
        ),
        fc.array(fc.array(fc.nat(1000), { minLength: FEATURES, maxLength: FEATURES }), { minLength: 1, maxLength: 4 }),
        (rows, transitions, values) => {
          const weights = weightsOf(rows, transitions)
          const decoder = createDecoder(weights)
          decoder.features.set(values.flat())
          const found = decoder.decode(values.length)
          const labels = decoder.labels.slice(0, values.length)
          expect(totalOf(weights, values, labels)).toBeCloseTo(bestOf(weights, values), 2)
          expect(found).toBe(labels.some((label) => label !== 0))
          values.forEach((_, token) => {
            const chance = decoder.chance(token, values.length)
            expect(chance).toBeGreaterThan(0)
            expect(chance).toBeLessThanOrEqual(1)
          })
        },
      ),
      { numRuns: 60 },
    )
  })
})
