import { expect, it } from 'vitest'
import type { RunLine } from '#contracts/tests-view.ts'
import { isUnderWay, outcomeText } from './run-text.ts'

const outcome: RunLine['outcome'] = {
  passed: 3,
  failed: 0,
  needsReview: 0,
  quarantined: 0,
  missing: 24,
  ms: 1_000,
  disagreements: [],
  ok: false,
}

it('says of a run that goes on what is to come, and of one that ended what was not run', () => {
  expect(outcomeText(outcome, true)).toBe('3 passed · 24 to come')
  expect(outcomeText(outcome, false)).toBe('3 passed · 24 were not run')
})

it('knows a run that goes on by its job', () => {
  expect(isUnderWay({ id: 'run_1', underWay: false }, [{ id: 'job_1' }])).toBe(true)
  expect(isUnderWay({ id: 'run_1', underWay: false }, [{ id: 'job_2' }])).toBe(false)
  // One that was begun in a terminal has no job.
  expect(isUnderWay({ id: 'run_1', underWay: true }, [])).toBe(true)
})
