import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Citation } from '#contracts/generation.ts'
import { editedShare } from './edited-share.ts'
import { followCitations } from './follow-citations.ts'

const cite = (number: number): Citation => ({
  marker: `[${number}]`,
  source: 's',
  sourceName: 's',
  start: 0,
  end: 1,
  quote: 'q',
  verified: true,
})
const DRAFT = 'The lake is deep and cold. [1] The boat is blue and new. [2]\n\n- The pier is closed in winter. [3]'
const ALL = [cite(1), cite(2), cite(3)]
const kept = (text: string): string[] => followCitations(DRAFT, ALL, text).map(({ marker }) => marker)

it('citations stay where their sentence is unchanged', () => {
  expect(kept(DRAFT)).toEqual(['[1]', '[2]', '[3]'])
  expect(kept(`A new beginning.\n\n${DRAFT}`)).toEqual(['[1]', '[2]', '[3]'])
  expect(kept(DRAFT.replace('blue', 'red'))).toEqual(['[1]', '[3]'])
  expect(kept(DRAFT.replace(' [3]', ''))).toEqual(['[1]', '[2]'])
  // One that was also put behind a new sentence would vouch for it, too.
  expect(kept(`${DRAFT}\n\nThe lake is warm and shallow. [1]`)).toEqual(['[2]', '[3]'])
  // A marker that was moved behind another sentence vouches for nothing.
  expect(kept('The lake is deep and cold. [2]')).toEqual([])
})

it('no edit brings a citation that was not there', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const citations = followCitations('Nothing cited here at all today.', [], text)
      expect(citations).toEqual([])
    }),
  )
})

it('the share that was changed is 0 for the same text, 1 for another, and in between otherwise', () => {
  expect(editedShare(DRAFT, DRAFT)).toBe(0)
  expect(editedShare('alpha beta', 'gamma delta')).toBe(1)
  expect(editedShare('one two three four', 'one two three five')).toBeCloseTo(0.25)
  expect(editedShare('', '')).toBe(0)
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const share = editedShare(a, b)
      expect(share).toBeGreaterThanOrEqual(0)
      expect(share).toBeLessThanOrEqual(1)
    }),
  )
})

it('is told in bounded time of two long texts that have nothing in common', () => {
  const text = (word: string): string => Array.from({ length: 20_000 }, (_, index) => `${word}${index}`).join(' ')
  const started = performance.now()
  expect(editedShare(text('a'), text('b'))).toBe(1)
  expect(performance.now() - started).toBeLessThan(10_000)
})

it('are told in bounded time of a text that is markers and little else', () => {
  const text = 'Hello there you [1]'.repeat(4_000)
  const started = performance.now()
  followCitations(text, ALL, `${text} and more`)
  expect(performance.now() - started).toBeLessThan(2_000)
})
