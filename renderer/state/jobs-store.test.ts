import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { JobFilter, JobLine } from '#contracts/job-list.ts'
import type { Job } from '#contracts/jobs.ts'
import type { ConnectionStore } from './connection-store.ts'
import { pageKey } from './job-layout.ts'
import { createJobsStore, type JobsStore } from './jobs-store.ts'

const job = (id: string, patch: Partial<Job> = {}): Job => ({
  ...{ id, kind: 'sync-folder', subject: 'f', state: 'queued', priority: 0, runAt: 1, attempt: 0, maxAttempts: 3, fence: 0 },
  ...{ owner: null, leaseUntil: null, progress: 0, note: '', cancelRequested: false, createdAt: 1, startedAt: null, endedAt: null },
  ...{ error: null, workspace: '', label: 'restricted', payload: null, result: null, waitsFor: 0, crashes: 0, timeoutMs: null },
  ...patch,
})
const lineOf = ({ payload: _p, result: _r, owner: _o, leaseUntil: _l, fence: _f, ...known }: Job): JobLine => ({
  ...known,
  title: known.id,
  isBehindLock: false,
})

interface Question {
  readonly filter: JobFilter
  readonly offset?: number
  readonly limit?: number
}

/** A core with these jobs; it counts what it is asked, and answers when the test lets it. */
function core(stored: Job[]) {
  const asked = { overview: 0, pages: [] as number[] }
  let gate: Promise<void> = Promise.resolve()
  const fitting = ({ filter }: Question): Job[] => stored.filter(({ kind }) => filter.kind === undefined || kind === filter.kind)
  const jobs = {
    overview: async (question: Question) => {
      asked.overview += 1
      await gate
      return { scopes: {}, sections: [{ key: '', count: fitting(question).length }], isCut: false }
    },
    lines: async (question: Question) => {
      const offset = question.offset ?? 0
      asked.pages.push(offset)
      await gate
      return fitting(question)
        .slice(offset, offset + (question.limit ?? 100))
        .map(lineOf)
    },
    get: async ({ id }: { id: string }) => ({ job: stored.find((one) => one.id === id) }),
    cancelMany: async ({ ids }: { ids: string[] }) => ({ asked: ids.length, done: ids.length - 1 }),
  }
  const connection = { api: () => ({ jobs }), getState: () => ({ status: 'open' }) } as unknown as ConnectionStore
  return {
    asked,
    store: createJobsStore(connection),
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return () => {
        gate = Promise.resolve()
        resolve()
      }
    },
  }
}

const seen = (store: JobsStore, page = 0): string[] => (store.getState().pages.get(pageKey('', page)) ?? []).map(({ id }) => id)
const many = (count: number): Job[] => Array.from({ length: count }, (_, n) => job(`job_${n}`))

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('of a long list only what is in view is asked for', async () => {
  const { asked, store } = core(many(1_000))
  await store.getState().refresh()
  expect(asked.pages).toEqual([0])
  store.getState().need(590, 612)
  await vi.runAllTimersAsync()
  expect(asked.pages).toEqual([0, 500, 600])
  expect(seen(store, 6)[0]).toBe('job_600')
  store.getState().need(600, 612)
  expect(asked.pages).toEqual([0, 500, 600])
})

test('an answer that a newer filter has overtaken is dropped', async () => {
  const { store, hold } = core([job('a'), job('b', { kind: 'generate' })])
  const release = hold()
  const first = store.getState().setFilter({ kind: 'generate' })
  const second = store.getState().setFilter({})
  release()
  await Promise.all([first, second])
  expect(seen(store)).toEqual(['a', 'b'])
})

test('what another question finds takes the rows of the last one; while a question stays, a job keeps its row', async () => {
  const stored = [job('a'), job('b', { kind: 'generate' }), job('c', { kind: 'generate' })]
  const { store } = core(stored)
  const keys = () => Object.fromEntries(store.getState().rowKeys)
  await store.getState().setFilter({})
  expect(keys()).toEqual({ a: 'row 0', b: 'row 1', c: 'row 2' })
  stored.unshift(job('new', { kind: 'generate' }))
  await store.getState().refresh()
  expect(keys()).toEqual({ a: 'row 0', b: 'row 1', c: 'row 2' })
  await store.getState().setFilter({ kind: 'generate' })
  expect(keys()).toEqual({ new: 'row 0', b: 'row 1', c: 'row 2' })
})

test('a job that changes is changed in the list, and the list is asked for anew while it is looked at', async () => {
  const stored = [job('a'), job('b')]
  const { asked, store } = core(stored)
  const stop = store.getState().watchList()
  await vi.runAllTimersAsync()
  store.getState().announced(job('a', { state: 'running' }))
  await vi.advanceTimersByTimeAsync(100)
  expect(store.getState().pages.get(pageKey('', 0))?.[0]?.state).toBe('running')
  expect(asked.overview).toBe(1)
  stored.unshift(job('c'))
  // A thousand changes are one question.
  for (let n = 0; n < 1_000; n += 1) store.getState().announced(job(`other_${n}`))
  await vi.advanceTimersByTimeAsync(500)
  expect(asked.overview).toBe(2)
  expect(seen(store)).toEqual(['c', 'a', 'b'])
  stop()
  store.getState().announced(job('a'))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked.overview).toBe(2)
})

test('of several that are stopped it is told how many were', async () => {
  const { store } = core([job('a'), job('ended')])
  expect(await store.getState().cancelMany({ ids: ['a', 'ended'] })).toEqual({ asked: 2, done: 1 })
  expect(store.getState().error).toBeNull()
})
