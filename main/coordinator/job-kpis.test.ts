import { expect, test } from 'vitest'
import type { JobRollup } from '#contracts/jobs.ts'
import { firstDay, jobKpis } from './job-kpis.ts'

const DAY = 86_400_000
const NOON = 20_000 * DAY + DAY / 2
const row = (patch: Partial<JobRollup>): JobRollup => ({
  ...{ day: 20_000 * DAY, kind: 'generate', state: 'succeeded', jobs: 1, waitedMs: 0, workedMs: 0 },
  ...patch,
})
const kpis = (...rollups: JobRollup[]) => jobKpis({ rollups, stale: 3, days: 7, concurrency: 2, now: NOON })

test('the last days are counted with today, by UTC midnights', () => {
  expect(firstDay(1, NOON)).toBe(20_000 * DAY)
  expect(firstDay(7, NOON)).toBe(19_994 * DAY)
})

test('rates are shares of all that ended; the mean times leave out what was cancelled', () => {
  const { total } = kpis(
    row({ jobs: 6, waitedMs: 600, workedMs: 6_000 }),
    row({ state: 'failed', jobs: 1, waitedMs: 100, workedMs: 500 }),
    row({ state: 'dead', jobs: 1, waitedMs: 100, workedMs: 1_500 }),
    row({ state: 'cancelled', jobs: 2, waitedMs: 90_000, workedMs: 0 }),
  )
  expect(total).toEqual({
    ...{ jobs: 10, succeeded: 6, failed: 2, cancelled: 2 },
    ...{ completionRate: 0.6, failureRate: 0.2, meanWaitMs: 100, meanDurationMs: 1_000 },
  })
})

test('there are figures of each kind, the busiest first, and of each day and kind', () => {
  const { kinds, rows } = kpis(
    row({ kind: 'sync-folder', jobs: 2 }),
    row({ kind: 'sync-folder', state: 'dead' }),
    row({ jobs: 4, day: 19_999 * DAY }),
  )
  expect(kinds.map(({ kind, jobs, failed }) => [kind, jobs, failed])).toEqual([
    ['generate', 4, 0],
    ['sync-folder', 3, 1],
  ])
  expect(rows.map(({ day, kind, jobs }) => [day / DAY, kind, jobs])).toEqual([
    [20_000, 'sync-folder', 3],
    [19_999, 'generate', 4],
  ])
})

test('utilisation is of all places, since the first day that has figures', () => {
  expect(kpis(row({ workedMs: DAY / 4 })).utilisation).toBeCloseTo(0.25)
  const since = kpis(row({ workedMs: DAY / 4 }), row({ day: 19_999 * DAY, workedMs: DAY / 2 }))
  expect(since).toMatchObject({ from: 19_999 * DAY, staleWrites: 3, concurrency: 2 })
  expect(since.utilisation).toBeCloseTo(0.25)
})

test('where nothing ended there is no rate and no mean, rather than zero', () => {
  expect(kpis()).toMatchObject({ utilisation: 0, kinds: [], rows: [], total: { jobs: 0, completionRate: null, meanWaitMs: null } })
})
