import { describe, expect, it } from 'vitest'
import type { CostRow } from '#contracts/cost.ts'
import { costByModel, costDays, dayOf } from './cost-days.ts'

const row = (day: string, provider: string, costUsd: number): CostRow => ({
  day,
  provider,
  model: 'm',
  locality: 'hosted',
  attempts: 1,
  inputTokens: 10,
  outputTokens: 5,
  costUsd,
  estimatedUsd: 0,
  uncertainUsd: 0,
  runs: 1,
})

describe('the days of a report', () => {
  it('are all there, in order, over the end of a month and a year', () => {
    const days = costDays({ rows: [row('2026-12-31', 'a', 1), row('2026-12-31', 'b', 2)], days: 4 }, '2027-01-02')
    expect(days).toEqual([
      { day: '2026-12-30', usd: 0 },
      { day: '2026-12-31', usd: 3 },
      { day: '2027-01-01', usd: 0 },
      { day: '2027-01-02', usd: 0 },
    ])
  })

  it('are named as a person’s calendar names them', () => {
    expect(dayOf(new Date(2026, 0, 5, 23, 59).getTime())).toBe('2026-01-05')
  })
})

describe('the models of a report', () => {
  it('are summed over the days, dearest first', () => {
    const models = costByModel([row('2026-11-29', 'a', 1), row('2026-11-28', 'b', 5), row('2026-11-28', 'a', 2)])
    expect(models.map(({ provider, costUsd, attempts, runs }) => [provider, costUsd, attempts, runs])).toEqual([
      ['b', 5, 1, 1],
      ['a', 3, 2, 2],
    ])
  })
})
