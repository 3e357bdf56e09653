import { expect, test } from 'vitest'
import type { JobLine } from '#contracts/job-list.ts'
import { heldBackReason, jobNote, triesText } from './job-note.ts'
import { formatAge, formatDue, heldBackSentence } from './job-text.ts'

const job: JobLine = {
  ...{ id: 'j', kind: 'sync-folder', subject: 'f', state: 'queued', priority: 0, runAt: 100, attempt: 0, maxAttempts: 3, title: 'orchard' },
  ...{ progress: 0, note: 'its own note', cancelRequested: false, createdAt: 1, startedAt: null, endedAt: null, isBehindLock: false },
  ...{ error: null, workspace: '', label: 'restricted', waitsFor: 0, crashes: 0, timeoutMs: null },
}
const heldBack = [{ kind: 'sync-folder', since: 1, code: 'PROCESSOR_BUSY' as const, reason: 'Waits for the processor: 94 % busy.' }]

test('a kind that waits for the machine is said in one sentence', () => {
  expect(
    heldBackSentence({ kind: 'sync-folder', since: 1, code: 'OFFLINE', reason: 'Waits for the network: it cannot be reached.' }),
  ).toEqual({
    who: 'Reading folders',
    why: 'waits for the network: it cannot be reached.',
  })
  expect(heldBackSentence({ kind: 'nightly', since: 1, code: 'JUST_RESUMED', reason: 'The machine has just woken up.' })).toEqual({
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

test('a job that waits says why, and until when', () => {
  const error = { code: 'INTERNAL', message: 'It broke.' } as const
  expect(jobNote(job, heldBack, 100)).toBe('Its own note. Waits for the processor: 94 % busy.')
  expect(jobNote({ ...job, note: '' }, heldBack, 100)).toBe('Waits for the processor: 94 % busy.')
  expect(jobNote({ ...job, note: '' }, [], 100)).toBe('Ready, and next when there is a free place')
  expect(jobNote({ ...job, runAt: 600_100 }, [], 100)).toBe('Due in 10 minutes')
  expect(jobNote({ ...job, runAt: 600_100, error, attempt: 1 }, [], 100)).toBe('It broke. Tried again in 10 minutes.')
  expect(jobNote({ ...job, isBehindLock: true }, heldBack, 100)).toBe('Waits for a lock that another job holds')
  expect(jobNote({ ...job, state: 'waiting', waitsFor: 2 }, [], 100)).toBe('Waits for 2 other jobs')
  expect(jobNote({ ...job, state: 'deferred', note: 'No model.', runAt: 120_100 }, [], 100)).toBe('No model. Looked at again in 2 minutes.')
  expect(jobNote({ ...job, cancelRequested: true }, heldBack, 100)).toBe('Stopping…')
})

test('a job that is over says how: how long it took, or what went wrong', () => {
  expect(jobNote({ ...job, state: 'succeeded', startedAt: 1_000, endedAt: 2_500 }, [], 100)).toBe('Took 1.5 s')
  const run = { ...job, kind: 'test-run', note: '2 passed.' }
  expect(jobNote({ ...run, state: 'succeeded', startedAt: 1_000, endedAt: 2_500 }, [], 100)).toBe('2 passed. Took 1.5 s')
  expect(jobNote({ ...job, state: 'dead', error: { code: 'INTERNAL', message: 'It broke.' } }, [], 100)).toBe('It broke.')
})

test('tries are worth a word only when there was more than one', () => {
  expect(triesText({ state: 'succeeded', attempt: 1, maxAttempts: 5 })).toBeNull()
  expect(triesText({ state: 'queued', attempt: 0, maxAttempts: 5 })).toBeNull()
  expect(triesText({ state: 'succeeded', attempt: 3, maxAttempts: 5 })).toBe('try 3 of 5')
  expect(triesText({ state: 'failed', attempt: 1, maxAttempts: 5 })).toBe('try 1 of 5')
})

test('a moment to come is told by how far off it is, or by the clock', () => {
  const now = Date.parse('2026-03-04T10:00:00Z')
  expect(formatDue(now + 10_000, now)).toBe('in less than a minute')
  expect(formatDue(now + 5 * 60_000, now)).toBe('in 5 minutes')
  expect(formatDue(now + 3 * 3_600_000, now)).toMatch(/^1:00\sPM$/)
  expect(formatDue(now + 86_400_000, now)).toMatch(/Mar 5, 2026/)
})

test('an age is told as coarsely as one wants to know it', () => {
  expect([30_000, 120_000, 3_900_000, 3 * 86_400_000].map(formatAge)).toEqual(['less than a minute', '2 min', '1 h 5 min', '3 days'])
})
