import { describe, expect, it } from 'vitest'
import type { Region, VisualDiff } from '#contracts/visual-diff.ts'
import { likenessOf } from './likeness.ts'

function diff(regions: readonly Partial<Region>[], more: Partial<VisualDiff> = {}): VisualDiff {
  const region: Region = {
    box: { x: 10, y: 20, width: 100, height: 30 },
    pixels: 40,
    largestDelta: 90,
    kind: 'colour',
    moved: null,
    words: 'The button “Save” changed colour from #111111 to #222222, by up to 17 of 255.',
  }
  const all = regions.map((one) => ({ ...region, ...one }))
  return { verdict: 'changed', comparison: 'exact', changedPixels: 40, regions: all, environment: [], summary: '', ...more }
}

describe('two changes', () => {
  it.each([
    ['lie elsewhere', diff([{ box: { x: 300, y: 5, width: 100, height: 30 } }])],
    ['count other pixels', diff([{ pixels: 7 }])],
  ])('are alike though they %s', (_, other) => expect(likenessOf(other)).toBe(likenessOf(diff([{}]))))

  it.each([
    ['kind', diff([{ kind: 'text' }])],
    ['size', diff([{ box: { x: 10, y: 20, width: 101, height: 30 } }])],
    ['words', diff([{ words: 'The button “Send” is gone.' }])],
    ['movement', diff([{ moved: { right: 0, down: 1 } }])],
    ['number', diff([{}, {}])],
    ['environment', diff([{}], { verdict: 'needs-review', environment: ['Scale: 1, now 2'] })],
  ])('are not when they differ in %s', (_, other) => expect(likenessOf(other)).not.toBe(likenessOf(diff([{}]))))

  it('are told by words that name no place, in any order', () => {
    const at = (x: number, text: string) => ({ words: `The area of 4 × 4 at ${x}, 9 ${text}` })
    expect(likenessOf(diff([at(1, 'is gone.'), at(70, 'is new.')]))).toBe(likenessOf(diff([at(5, 'is new.'), at(9, 'is gone.')])))
  })

  it('are nothing without an approved picture', () => expect(likenessOf(null)).toBeNull())
})
