import { describe, expect, it } from 'vitest'
import type { Job, JobState } from '#contracts/jobs.ts'
import { createJobCounts, notificationOf, quitQuestion } from './job-counts.ts'

const job = (id: string, state: JobState, patch: Partial<Job> = {}): Job => ({
  id,
  kind: 'generate',
  subject: 'gen_1',
  state,
  priority: 0,
  runAt: 0,
  attempt: 1,
  maxAttempts: 3,
  fence: 1,
  owner: null,
  leaseUntil: null,
  progress: 0,
  note: '',
  cancelRequested: false,
  createdAt: 0,
  startedAt: 0,
  endedAt: 20_000,
  error: null,
  workspace: '',
  label: 'restricted',
  payload: null,
  result: null,
  waitsFor: 0,
  crashes: 0,
  timeoutMs: null,
  ...patch,
})

describe('what is under way', () => {
  it('is counted from the changes', () => {
    const jobs = createJobCounts()
    jobs.changed(job('a', 'queued'))
    jobs.changed(job('b', 'running'))
    jobs.changed(job('c', 'deferred'))
    expect(jobs.counts()).toEqual({ running: 1, waiting: 2, writing: 1 })
    jobs.changed(job('a', 'running'))
    jobs.changed(job('b', 'succeeded'))
    jobs.changed(job('c', 'cancelled'))
    expect(jobs.counts()).toEqual({ running: 1, waiting: 0, writing: 1 })
  })
})

describe('a notification', () => {
  it('is given of a long draft that nobody watched', () => {
    expect(notificationOf(job('a', 'succeeded'), false)?.title).toBe('A draft is ready')
    expect(notificationOf(job('a', 'failed'), false)?.title).toContain('could not be finished')
  })

  it.each([
    ['somebody looks', job('a', 'succeeded'), true],
    ['it was short', job('a', 'succeeded', { endedAt: 9_999 }), false],
    ['it was stopped by the person', job('a', 'cancelled'), false],
    ['it is not a draft', job('a', 'succeeded', { kind: 'index-source' }), false],
    ['it never began', job('a', 'failed', { startedAt: null }), false],
  ])('is not given when %s', (_why, ended, inFront) => expect(notificationOf(ended, inFront)).toBeNull())
})

describe('quitting', () => {
  it('asks while something is being written, and only then', () => {
    expect(quitQuestion({ running: 0, waiting: 5, writing: 0 })).toBeNull()
    expect(quitQuestion({ running: 1, waiting: 0, writing: 1 })?.message).toBe('A draft is still being written.')
    expect(quitQuestion({ running: 4, waiting: 0, writing: 3 })?.message).toBe('3 drafts are still being written.')
  })

  it('does not ask about sources that are being indexed, as the samples are at the first start', () => {
    const jobs = createJobCounts()
    jobs.changed(job('a', 'leased', { kind: 'index-source' }))
    jobs.changed(job('b', 'running', { kind: 'index-source' }))
    expect(jobs.counts()).toMatchObject({ running: 2, writing: 0 })
    expect(quitQuestion(jobs.counts())).toBeNull()
  })
})
