import fc from 'fast-check'
import { expect, test } from 'vitest'
import { highlightSegments } from './highlight-segments.ts'

const finding = (start: number, end: number, type = 'PERSON') => ({ type, start, end, score: 1, recognizer: 'test' })

test('marks what was found and nothing else', () => {
  expect(highlightSegments('Ask Ann today', [finding(4, 7)])).toEqual([
    { start: 0, text: 'Ask ', type: null },
    { start: 4, text: 'Ann', type: 'PERSON' },
    { start: 7, text: ' today', type: null },
  ])
})

test('of two overlapping findings the first keeps the shared part', () => {
  const segments = highlightSegments('abcdef', [finding(2, 6, 'URL'), finding(0, 4)])
  expect(segments).toEqual([
    { start: 0, text: 'abcd', type: 'PERSON' },
    { start: 4, text: 'ef', type: 'URL' },
  ])
})

test('the pieces always make up the whole text, also for findings of an older text', () => {
  const spans = fc.array(fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]) => finding(Math.min(a, b), Math.max(a, b) + 1)))
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), spans, (text, findings) => {
      expect(
        highlightSegments(text, findings)
          .map((segment) => segment.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
