import { expect, test } from 'vitest'
import type { JobState, JobTransition } from '#contracts/jobs.ts'
import { attemptsOf, ownLines } from './job-attempts.ts'

const step = (at: number, to: JobState, fence: number, note = ''): JobTransition => ({
  seq: at,
  jobId: 'j',
  at,
  from: null,
  to,
  fence,
  note,
})

test('each try has its time, its end and what it took', () => {
  const transitions = [
    step(1, 'queued', 0),
    step(10, 'leased', 1),
    step(12, 'running', 1),
    step(20, 'queued', 1, 'try 1 of 3 failed'),
    step(30, 'leased', 2),
    step(31, 'running', 2),
  ]
  const log = [
    { n: 1, at: 20, fence: 1, event: 'attempt.used', fields: { cpuMs: 7, memoryMb: 200, others: 1 } },
    { n: 2, at: 25, fence: 1, event: 'read', fields: {} },
  ]
  expect(attemptsOf(transitions, log)).toEqual([
    { fence: 1, startedAt: 12, endedAt: 20, outcome: 'queued', note: 'try 1 of 3 failed', usage: { cpuMs: 7, memoryMb: 200, others: 1 } },
    { fence: 2, startedAt: 31, endedAt: null, outcome: 'running', note: '', usage: null },
  ])
  expect(ownLines(log).map(({ event }) => event)).toEqual(['read'])
})
