import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shiftFindings } from './shift-findings.ts'

const finding = (start: number, end: number) => ({ type: 'EMAIL_ADDRESS', start, end, score: 1, recognizer: 'test' })

test('typing before a finding moves it along', () => {
  const text = 'to a@b.example now'
  expect(shiftFindings(text, `Write ${text}`, [finding(3, 14)])).toEqual([finding(9, 20)])
})

test('typing behind a finding leaves it where it is', () => {
  const text = 'to a@b.example'
  expect(shiftFindings(text, `${text}!`, [finding(3, 14)])).toEqual([finding(3, 14)])
})

test('an edit inside a finding drops it until the next scan', () => {
  expect(shiftFindings('to a@b.example', 'to a@c.example', [finding(3, 14)])).toEqual([])
})

test('whatever the edit, what is kept still covers the same words', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(20), fc.nat(20), (before, after, a, b) => {
      const [start, end] = [Math.min(a, b), Math.min(before.length, Math.max(a, b))]
      fc.pre(start < end)
      for (const kept of shiftFindings(before, after, [finding(start, end)])) {
        expect(after.slice(kept.start, kept.end)).toBe(before.slice(start, end))
      }
    }),
  )
})
