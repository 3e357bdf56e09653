import { expect, it, vi } from 'vitest'
import { lazyClassifier } from './lazy-classifier.ts'

it('is made once, when it is first asked for', () => {
  const make = vi.fn(() => ({ scan: () => ({ label: 'public' as const, findings: [] }), scanSection: () => [] }))
  const classifier = lazyClassifier(make)
  expect(make).not.toHaveBeenCalled()
  expect(classifier.scan('a').label).toBe('public')
  classifier.scanSection('a', { start: 0, end: 1 })
  classifier.load()
  expect(make).toHaveBeenCalledTimes(1)
})

it('says each time what keeps it from being made', () => {
  const classifier = lazyClassifier(() => {
    throw new Error('no word lists')
  })
  expect(() => classifier.scan('a')).toThrow('no word lists')
  expect(() => classifier.load()).toThrow('no word lists')
})
