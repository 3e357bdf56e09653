import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BudgetState } from '#contracts/cost.ts'
import { createBudgetKeeper } from './budget-keeper.ts'

const NOON = new Date(2026, 10, 29, 12).getTime()

function setUp(limits: { day?: number; softDay?: number; month?: number; softMonth?: number } = {}) {
  const spent = { today: 0, month: 0, extra: 0 }
  const levels: string[] = []
  let now = NOON
  const settings = {
    budgetUsdPerDay: limits.day ?? 1,
    costs: {
      ...(limits.softDay === undefined ? {} : { softUsdPerDay: limits.softDay }),
      ...(limits.month === undefined ? {} : { usdPerMonth: limits.month }),
      ...(limits.softMonth === undefined ? {} : { softUsdPerMonth: limits.softMonth }),
    },
  }
  const keeper = createBudgetKeeper({
    clock: { now: () => now, monotonic: () => now },
    settings: () => settings,
    spentUsd: async (since) => (since > new Date(2026, 10, 15).getTime() ? spent.today : spent.month),
    extraUsd: async () => spent.extra,
    onLevel: ({ period, level }: BudgetState) => levels.push(`${period} ${level}`),
  })
  return {
    keeper,
    spent,
    levels,
    later(ms: number) {
      now += ms
    },
  }
}

describe('the keeper of budgets', () => {
  it('lets no calls side by side spend more than the budget, and refuses none that fits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }), async (cents) => {
        const { keeper, spent } = setUp({ day: 1 })
        const results = await Promise.allSettled(cents.map((cost) => keeper.hold(cost / 100)))
        const held = cents.filter((_cost, index) => results[index]?.status === 'fulfilled')
        const sum = held.reduce((total, cost) => total + cost, 0)
        expect(sum).toBeLessThanOrEqual(100)
        const smallestRefused = Math.min(...cents.filter((_cost, index) => results[index]?.status === 'rejected'))
        // Whoever was refused would have overrun it with what was held when it asked.
        if (smallestRefused !== Number.POSITIVE_INFINITY) expect(sum + smallestRefused).toBeGreaterThan(100 - 1e-6)
        // The real cost takes the place of what was held.
        for (const [index, result] of results.entries()) {
          if (result.status !== 'fulfilled') continue
          spent.today += (cents[index] ?? 0) / 200
          result.value()
        }
        expect(await keeper.leftUsd()).toBeCloseTo(1 - sum / 200, 9)
      }),
      { numRuns: 60 },
    )
  })

  it('says until when a refused call has to wait: to midnight, or to the next month where that is what is used up', async () => {
    const { keeper, spent } = setUp({ day: 1, month: 5 })
    spent.today = 1
    expect(await keeper.hold(0.01).catch((error: unknown) => error)).toMatchObject({
      code: 'BUDGET_EXHAUSTED',
      retryAfterMs: 12 * 3_600_000,
    })
    spent.month = 5
    expect(await keeper.hold(0).catch((error: unknown) => error)).toMatchObject({ retryAfterMs: (12 + 24) * 3_600_000 })
  })

  it('does not make a call wait for tomorrow that fits once the running ones have ended', async () => {
    const { keeper } = setUp({ day: 1 })
    const release = await keeper.hold(0.9)
    const refused = await keeper.hold(0.5).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'BUDGET_EXHAUSTED', retryAfterMs: null })
    release()
    await keeper.hold(0.5)
  })

  it('counts the runs beyond the plan in the month', async () => {
    const { keeper, spent } = setUp({ month: 5 })
    spent.month = 3
    spent.extra = 1.5
    const month = (await keeper.states()).find(({ period }) => period === 'month')
    expect(month).toMatchObject({ spentUsd: 4.5, level: 'ok' })
  })

  it('warns once in each period, and goes on sending', async () => {
    const { keeper, spent, levels, later } = setUp({ day: 1, softDay: 0.5 })
    spent.today = 0.6
    ;(await keeper.hold(0.1))()
    await keeper.states()
    expect(levels).toEqual(['day soft'])
    spent.today = 1
    await keeper.states()
    expect(levels).toEqual(['day soft', 'day hard'])
    later(86_400_000)
    await keeper.states()
    expect(levels).toHaveLength(3)
  })

  it('gives a reservation back once, however often it is told to', async () => {
    const { keeper } = setUp({ day: 1 })
    const [first] = [await keeper.hold(0.4), await keeper.hold(0.4)]
    first()
    first()
    expect(await keeper.leftUsd()).toBeCloseTo(0.6, 9)
  })
})
