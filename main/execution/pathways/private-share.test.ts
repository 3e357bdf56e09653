import { expect, it } from 'vitest'
import { privateShare } from './private-share.ts'

const finding = (start: number, end: number) => ({ type: 'PERSON', start, end, score: 1, recognizer: 'test' })

it('counts the paragraphs that hold something private', () => {
  const text = `${'a'.repeat(30)}\n\n${'b'.repeat(10)}`
  expect(privateShare([{ text, findings: [] }])).toBe(0)
  expect(privateShare([{ text, findings: [finding(33, 35)] }])).toBeCloseTo(10 / 42)
  expect(privateShare([{ text, findings: [finding(1, 2), finding(3, 4), finding(41, 42)] }])).toBeCloseTo(40 / 42)
  expect(privateShare([{ text: '', findings: [] }])).toBe(0)
})

it('is told at once of the largest source, also one of blank lines with spaces in them, or of a single line', () => {
  for (const text of [`a${'\n '.repeat(2_500_000)}`, 'a'.repeat(5_000_000)]) {
    const started = performance.now()
    expect(privateShare([{ text, findings: [finding(0, 1)] }])).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(2_000)
  }
})
