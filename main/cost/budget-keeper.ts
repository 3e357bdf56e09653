import type { Config } from '#contracts/config.ts'
import type { BudgetState } from '#contracts/cost.ts'
import type { Clock } from '../platform.ts'
import { ProviderError } from '../providers/index.ts'
import { budgetState, leftOf, overrunBy } from './budget.ts'
import { periodsAt } from './periods.ts'

export interface BudgetKeeperDeps {
  readonly clock: Clock
  readonly settings: () => Pick<Config, 'budgetUsdPerDay' | 'costs'>
  /** Hosted cost since a point in time, US dollars. */
  readonly spentUsd: (since: number) => Promise<number>
  /** Cost of Langbase's runs beyond the plan this month. */
  readonly extraUsd: (month: number) => Promise<number>
  /** Told once when a budget gets to a level, and again in the next period. */
  readonly onLevel: (state: BudgetState) => void
}

/** Keeps what may be spent. Reservations are those of this process; what other processes spent is seen as soon as they wrote it down. */
export interface BudgetKeeper {
  states(): Promise<readonly BudgetState[]>
  /** What a new request may cost at most. */
  leftUsd(): Promise<number>
  /**
   * Sets aside what a call may cost at most; the returned function gives it back, once its real cost is on disk. One at a time, so that
   * calls side by side cannot spend the same dollar. Throws BUDGET_EXHAUSTED with the time until the
   * budget renews, or without one where the call fits once others have ended; nothing was sent.
   */
  hold(usd: number): Promise<() => void>
}

export function createBudgetKeeper(deps: BudgetKeeperDeps): BudgetKeeper {
  let reserved = 0
  let turn: Promise<unknown> = Promise.resolve()
  const told = new Set<string>()

  async function states(): Promise<readonly BudgetState[]> {
    const { budgetUsdPerDay, costs } = deps.settings()
    const periods = periodsAt(deps.clock.now())
    const [today, month, extra] = await Promise.all([
      deps.spentUsd(periods.day),
      deps.spentUsd(periods.month),
      deps.extraUsd(periods.month),
    ])
    const found = [
      budgetState(
        'day',
        { softUsd: costs.softUsdPerDay ?? null, hardUsd: budgetUsdPerDay },
        { spentUsd: today, reservedUsd: reserved },
        periods.nextDay,
      ),
      budgetState(
        'month',
        { softUsd: costs.softUsdPerMonth ?? null, hardUsd: costs.usdPerMonth ?? null },
        { spentUsd: month + extra, reservedUsd: reserved },
        periods.nextMonth,
      ),
    ]
    for (const state of found) tell(state)
    return found
  }

  function tell(state: BudgetState): void {
    const key = [state.period, state.level, state.renewsAt, state.softUsd, state.hardUsd].join('|')
    if (state.level === 'ok' || told.has(key)) return
    told.add(key)
    deps.onLevel(state)
  }

  async function reserve(usd: number): Promise<() => void> {
    const over = overrunBy(await states(), usd)
    if (over !== null) throw exhausted(over, usd, deps.clock.now())
    reserved += usd
    let held = true
    return () => {
      if (held) reserved = Math.max(0, reserved - usd)
      held = false
    }
  }

  return {
    states,
    async leftUsd() {
      const left = (await states()).map(leftOf).filter((usd) => usd !== null)
      return Math.min(...left)
    },
    hold(usd) {
      const held = turn.then(() => reserve(usd))
      // Whoever asked is told; the next in turn asks all the same.
      turn = held.catch(() => undefined)
      return held
    },
  }
}

function exhausted(state: BudgetState, usd: number, now: number): ProviderError {
  if (state.level !== 'hard' && state.spentUsd + usd <= (state.hardUsd ?? 0)) {
    return new ProviderError(
      'BUDGET_EXHAUSTED',
      'Running requests hold what is left of the budget, so nothing was sent. What they do not use is free again when they end.',
    )
  }
  const which = state.period === 'day' ? 'today' : 'this month'
  const setting = state.period === 'day' ? 'budgetUsdPerDay' : 'costs.usdPerMonth'
  return new ProviderError(
    'BUDGET_EXHAUSTED',
    `This request could cost more than is left of the budget of ${which}, so nothing was sent. It waits until then, or raise "${setting}".`,
    { retryAfterMs: Math.max(0, state.renewsAt - now) },
  )
}
