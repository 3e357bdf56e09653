import { expect, test } from 'vitest'
import type { Job } from '#contracts/jobs.ts'
import { formatAge, heldBackReason, heldBackSentence, jobNote } from './job-text.ts'

const job: Job = {
  ...{ id: 'j', kind: 'sync-folder', subject: 'f', state: 'queued', priority: 0, runAt: 100, attempt: 0, maxAttempts: 3, fence: 0 },
  ...{
    owner: null,
    leaseUntil: null,
    progress: 0,
    note: 'its own note',
    cancelRequested: false,
    createdAt: 1,
    startedAt: null,
    endedAt: null,
  },
  ...{ error: null, workspace: '', label: 'restricted', payload: null, result: null, waitsFor: 0, crashes: 0, timeoutMs: null },
}
const heldBack = [{ kind: 'sync-folder', since: 1, reason: 'Waits for the processor: 94 % busy.' }]

test('a kind that waits for the machine is said in one sentence', () => {
  expect(heldBackSentence({ kind: 'sync-folder', since: 1, reason: 'Waits for the network: it cannot be reached.' })).toEqual({
    who: 'Reading folders',
    why: 'waits for the network: it cannot be reached.',
  })
  expect(heldBackSentence({ kind: 'nightly', since: 1, reason: 'The machine has just woken up.' })).toEqual({
    who: 'nightly:',
    why: 'The machine has just woken up.',
  })
})

test('a job that is ready waits for the machine; one that is not due, or is at work, does not', () => {
  expect(heldBackReason(job, heldBack, 100)).toContain('94 %')
  expect(heldBackReason(job, heldBack, 99)).toBeNull()
  expect(heldBackReason({ ...job, state: 'running' }, heldBack, 100)).toBeNull()
  expect(heldBackReason({ ...job, kind: 'generate' }, heldBack, 100)).toBeNull()
})

test('a note says what matters most: stopping, else the error, else its own words and what it waits for', () => {
  const error = { code: 'INTERNAL', message: 'It broke.' } as const
  expect(jobNote(job, heldBack, 100)).toBe('its own note Waits for the processor: 94 % busy.')
  expect(jobNote({ ...job, note: '' }, heldBack, 100)).toBe('Waits for the processor: 94 % busy.')
  expect(jobNote(job, [], 100)).toBe('its own note')
  expect(jobNote({ ...job, error }, heldBack, 100)).toBe('It broke.')
  expect(jobNote({ ...job, error, cancelRequested: true }, heldBack, 100)).toBe('Stopping…')
})

test('an age is told as coarsely as one wants to know it', () => {
  expect([30_000, 120_000, 3_900_000, 3 * 86_400_000].map(formatAge)).toEqual(['less than a minute', '2 min', '1 h 5 min', '3 days'])
})
