import { expect, test } from 'vitest'
import type { Job } from '#contracts/jobs.ts'
import type { ConnectionStore } from './connection-store.ts'
import { createJobsStore, type JobsFilter } from './jobs-store.ts'

const job = (id: string, patch: Partial<Job> = {}): Job => ({
  ...{ id, kind: 'sync-folder', subject: 'f', state: 'queued', priority: 0, runAt: 1, attempt: 0, maxAttempts: 3, fence: 0 },
  ...{ owner: null, leaseUntil: null, progress: 0, note: '', cancelRequested: false, createdAt: 1, startedAt: null, endedAt: null },
  ...{ error: null, workspace: '', label: 'restricted', payload: null, result: null, waitsFor: 0, crashes: 0, timeoutMs: null },
  ...patch,
})

/** A core that has these jobs; each list is answered when the test says so. */
function core(stored: readonly Job[]) {
  const asked: { filter: JobsFilter; answer: () => void }[] = []
  const jobs = {
    list: (filter: JobsFilter) =>
      new Promise<Job[]>((resolve) => {
        const fitting = stored.filter(({ state }) => filter.state === undefined || state === filter.state)
        asked.push({ filter, answer: () => resolve(fitting) })
      }),
    get: async ({ id }: { id: string }) => ({ job: stored.find((one) => one.id === id) }),
    cancel: async ({ id }: { id: string }) => ({ cancelled: id !== 'ended' }),
  }
  return { asked, store: createJobsStore({ api: () => ({ jobs }) } as unknown as ConnectionStore) }
}

const ids = (jobs: readonly Job[] | null): string[] => (jobs ?? []).map(({ id }) => id)

test('an answer that a newer filter has overtaken is dropped', async () => {
  const { asked, store } = core([job('a'), job('b', { state: 'dead' })])
  const dead = store.getState().setFilter({ state: 'dead' })
  const all = store.getState().setFilter({})
  asked[1]?.answer()
  await all
  asked[0]?.answer()
  await dead
  expect(ids(store.getState().jobs)).toEqual(['b', 'a'])
})

test('a job that fits the filter no more leaves the list, and one that does now comes', async () => {
  const { asked, store } = core([job('a')])
  const loaded = store.getState().setFilter({ state: 'queued' })
  asked[0]?.answer()
  await loaded
  store.getState().announced(job('b', { createdAt: 2 }))
  expect(ids(store.getState().jobs)).toEqual(['b', 'a'])
  store.getState().announced(job('a', { state: 'running' }))
  expect(ids(store.getState().jobs)).toEqual(['b'])
})

test('of several that are stopped it is told how many were', async () => {
  const { store } = core([job('a'), job('ended')])
  expect(await store.getState().cancelAll(['a', 'ended'])).toBe(1)
  expect(store.getState().error).toBeNull()
})
