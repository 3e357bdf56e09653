import { describe, expect, it } from 'vitest'
import { createFocus } from './focus.ts'
import { createRewriting } from './rewriting.ts'

/** A text with its stars left out. */
function unstarred(text: string) {
  const rewriting = createRewriting(text)
  for (const { index } of text.matchAll(/\*/g)) rewriting.replace(index, index + 1, '')
  return rewriting.done()
}

describe('what findings must touch to count', () => {
  it('is never far from a span that touches it', () => {
    for (const text of ['*a b c', 'a b c*', 'The tide *comes in tw*ice a day, at si*x and at noon.', '**a*b**']) {
      const rewriting = unstarred(text)
      const length = rewriting?.text.length ?? 0
      for (let from = 0; from < length; from += 1) {
        const focus = rewriting?.focusIn(from, length)
        for (let start = from; start < length; start += 1) {
          for (let end = start + 1; end <= length; end += 1) {
            // As `encoded.ts` asks: what stands right beside a value may have hidden it.
            if (rewriting?.touches(Math.max(0, start - 2), end + 2) === true)
              expect(focus?.isNear(start - from, end - from), text).toBe(true)
          }
        }
      }
    }
  })

  it('is far from everything else', () => {
    const focus = createFocus(Int32Array.from([100, 103, 200, 200]))
    expect([0, 50, 104, 120, 204, 300].map((start) => focus.isNear(start, start + 10))).toEqual([false, false, true, false, true, false])
    expect(focus.isNear(0, Number.POSITIVE_INFINITY)).toBe(true)
    expect(createFocus(new Int32Array()).isNear(0, 1_000)).toBe(false)
  })
})
