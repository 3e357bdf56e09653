import { describe, expect, it } from 'vitest'
import type { CostRow } from '#contracts/cost.ts'
import { lastDays } from '../../ui/last-days.ts'
import { axisWithBudget, costByDay, costByModel, savingsByDay } from './cost-sums.ts'

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
const days = lastDays(3, new Date(2027, 0, 1))

describe('costs by day', () => {
  it('are told by provider, dearest first, with the days on which nothing was spent', () => {
    expect(costByDay([row('2026-12-31', 'a', 1), row('2026-12-31', 'b', 2), row('2027-01-01', 'b', 3)], days)).toEqual([
      { provider: 'b', usd: [0, 2, 3] },
      { provider: 'a', usd: [0, 1, 0] },
    ])
  })

  it('draw the cheaper ones together when there are more than have a colour', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((provider, index) => row('2027-01-01', provider, 10 - index))
    expect(costByDay(many, days).map(({ provider, usd }) => [provider, usd[2]])).toEqual([
      ['a', 10],
      ['b', 9],
      ['c', 8],
      [null, 13],
    ])
  })

  it('stand beside what was saved', () => {
    const report = { rows: [row('2027-01-01', 'a', 1)], savedByDay: [{ day: '2026-12-31', usd: 4 }] }
    expect(savingsByDay(report, days)).toEqual({ spent: [0, 0, 1], saved: [0, 4, 0] })
  })

  it('have the budget in view once it comes near', () => {
    expect(axisWithBudget(0.01, 1)).toBeUndefined()
    expect(axisWithBudget(0.5, 1)).toBeCloseTo(1.05)
    expect(axisWithBudget(2, 1)).toBeUndefined()
    expect(axisWithBudget(2, null)).toBeUndefined()
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
