import { beforeEach, describe, expect, it } from 'vitest'
import { sampleJob } from '../storage-samples.ts'
import { createWorld, type World } from './proof/world.ts'
import { NO_RUNS } from './succeeded-runs.ts'
import type { NewJob } from './types.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})

const add = (id: string, patch: Partial<NewJob> = {}) => world.store.enqueue(sampleJob({ id, kind: 'work', ...patch }))
const behind = (...ids: string[]) => ids.map((job) => ({ job, when: 'success' as const }))
const states = (...ids: string[]) => ids.map((id) => world.store.get(id)?.state)
function fail(id: string): void {
  const run = world.store.claim({ owner: 'me', now: 2_000, leaseMs: 10, kinds: ['work'], jobId: id })
  if (run === null) throw new Error(`${id} cannot begin`)
  world.store.finish(id, run.fence, { state: 'failed', note: '', error: { code: 'INTERNAL', message: 'No.' } }, 2_000)
}

describe('a retry', () => {
  it('brings back the whole chain that was given up with the job', () => {
    add('a')
    add('b', { after: behind('a') })
    add('c', { after: behind('b') })
    fail('a')
    expect(states('a', 'b', 'c')).toEqual(['failed', 'cancelled', 'cancelled'])
    expect(world.store.retry('a', 3_000)).not.toBeNull()
    expect(states('a', 'b', 'c')).toEqual(['queued', 'waiting', 'waiting'])
  })

  it('leaves a job alone that another failed one holds up, until that is tried again too', () => {
    add('a')
    add('b')
    add('c', { after: behind('a', 'b') })
    fail('a')
    fail('b')
    expect(world.store.retry('c', 3_000)).toBeNull()
    expect(world.store.retry('a', 3_000)).not.toBeNull()
    expect(states('c')).toEqual(['cancelled'])
    expect(world.store.retry('b', 3_000)).not.toBeNull()
    expect(states('c')).toEqual(['waiting'])
  })
})

describe('a job with a time of its own that is stopped and set going again', () => {
  it('still has its time', () => {
    add('later', { runAt: 9_000 })
    world.store.requestCancel('later', 2_000)
    expect(world.store.retry('later', 3_000)).not.toBeNull()
    expect(world.store.get('later')).toMatchObject({ state: 'queued', runAt: 9_000 })
    expect(world.store.claim({ owner: 'me', now: 3_000, leaseMs: 10, kinds: ['work'], jobId: 'later' })).toBeNull()
  })

  it('goes at once when its time has come meanwhile', () => {
    add('later', { runAt: 2_500 })
    world.store.requestCancel('later', 2_000)
    world.store.retry('later', 3_000)
    expect(world.store.get('later')).toMatchObject({ state: 'queued', runAt: 3_000 })
  })
})

describe('a job that gives way to a newer one with its key', () => {
  it('lets nobody wait for it, and stands in no line', () => {
    const lock = [{ name: 'disk', mode: 'exclusive' as const }]
    add('holder', { locks: lock })
    world.store.claim({ owner: 'me', now: 2_000, leaseMs: 10, kinds: ['work'], jobId: 'holder' })
    add('old', { unique: { key: 'k', onConflict: 'replace' }, locks: lock })
    add('child', { after: behind('old') })
    world.store.claim({ owner: 'me', now: 2_000, leaseMs: 10, kinds: ['work'] })
    expect(world.store.locks()[0]?.waiters).toHaveLength(1)
    expect(add('new', { unique: { key: 'k', onConflict: 'replace' } })).toEqual({ id: 'new', outcome: 'replaced' })
    expect(states('old', 'child')).toEqual(['cancelled', 'cancelled'])
    expect(world.store.locks()[0]?.waiters).toEqual([])
  })
})

describe('adding', () => {
  it('answers that a job is there already when it is added twice', () => {
    add('a')
    expect(add('a')).toEqual({ id: 'a', outcome: 'kept' })
  })

  it('takes what is named twice once, in the stricter way', () => {
    add('a')
    const both = ['success', 'any'] as const
    add('b', {
      after: both.map((when) => ({ job: 'a', when })),
      locks: (['shared', 'exclusive'] as const).map((mode) => ({ name: 'x', mode })),
    })
    expect(world.store.get('b')?.waitsFor).toBe(1)
    fail('a')
    expect(states('b')).toEqual(['cancelled'])
  })
})

describe('a turn', () => {
  it('counts a start that was told too late', () => {
    add('a')
    const told = { seq: 1, fence: 7, at: 2_000 }
    const turn = { owner: 'me', now: 2_000, succeeded: NO_RUNS, ended: [], added: [], claim: null }
    expect(world.store.exchange({ ...turn, started: [told] }).refused).toEqual([1])
    expect(world.store.rollups(0).stale).toBe(1)
  })
})
