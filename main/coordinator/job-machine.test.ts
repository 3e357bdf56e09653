import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JOB_STATES, type JobState, TERMINAL_STATES } from '#contracts/jobs.ts'
import { isHeld, JOB_EVENTS, type JobEvent, transition } from './job-machine.ts'

/** Every pair that is allowed; all others must be refused. */
const ALLOWED: ReadonlyArray<readonly [JobState, JobEvent, JobState]> = [
  ['queued', 'claim', 'leased'],
  ['deferred', 'claim', 'leased'],
  ['leased', 'start', 'running'],
  ['leased', 'succeed', 'succeeded'],
  ['running', 'succeed', 'succeeded'],
  ['leased', 'fail', 'failed'],
  ['running', 'fail', 'failed'],
  ['leased', 'die', 'dead'],
  ['running', 'die', 'dead'],
  ['leased', 'requeue', 'queued'],
  ['running', 'requeue', 'queued'],
  ['leased', 'defer', 'deferred'],
  ['running', 'defer', 'deferred'],
  ['leased', 'stop', 'cancelled'],
  ['running', 'stop', 'cancelled'],
  ['queued', 'cancel', 'cancelled'],
  ['waiting', 'cancel', 'cancelled'],
  ['deferred', 'cancel', 'cancelled'],
  ['leased', 'cancel', 'leased'],
  ['running', 'cancel', 'running'],
  ['failed', 'retry', 'queued'],
  ['cancelled', 'retry', 'queued'],
  ['dead', 'retry', 'queued'],
  ['deferred', 'retry', 'queued'],
  ['waiting', 'release', 'queued'],
  ['cancelled', 'await', 'waiting'],
  ['failed', 'await', 'waiting'],
  ['dead', 'await', 'waiting'],
]

describe('the rules of job states', () => {
  it.each(JOB_STATES.flatMap((state) => JOB_EVENTS.map((event) => [state, event] as const)))('%s + %s', (state, event) => {
    const expected = ALLOWED.find(([from, what]) => from === state && what === event)
    const result = transition(state, event)
    if (expected === undefined) expect(result).toEqual({ ok: false, reason: `a ${state} job cannot ${event}` })
    else expect(result).toEqual({ ok: true, state: expected[2] })
  })

  it('holds for every history: an end is left only by a retry, or to wait once more, and a lease is had only by a claim', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...JOB_EVENTS), { maxLength: 40 }), (events) => {
        let state: JobState = 'queued'
        for (const event of events) {
          const result = transition(state, event)
          if (!result.ok) continue
          if (TERMINAL_STATES.has(state)) expect(['retry', 'await']).toContain(event)
          if (isHeld(result.state) && !isHeld(state)) expect(event).toBe('claim')
          if (result.state === 'running' && state !== 'running') expect([state, event]).toEqual(['leased', 'start'])
          state = result.state
        }
      }),
    )
  })
})
