import type { BudgetState } from '#contracts/cost.ts'

/** What a period allows; null where there is no such stop. US dollars. */
export interface BudgetLimits {
  readonly softUsd: number | null
  readonly hardUsd: number | null
}

/** Where a budget stands. What running requests may still cost counts for the hard stop, not for the warning. Pure. */
export function budgetState(
  period: BudgetState['period'],
  limits: BudgetLimits,
  money: { readonly spentUsd: number; readonly reservedUsd: number },
  renewsAt: number,
): BudgetState {
  const { softUsd, hardUsd } = limits
  const hard = hardUsd !== null && money.spentUsd >= hardUsd
  const soft = softUsd !== null && money.spentUsd >= softUsd
  return { period, ...money, softUsd, hardUsd, level: hard ? 'hard' : soft ? 'soft' : 'ok', renewsAt }
}

/** What is left below the hard stop, never below zero; null where there is none. */
export function leftOf({ hardUsd, spentUsd, reservedUsd }: BudgetState): number | null {
  return hardUsd === null ? null : Math.max(0, hardUsd - spentUsd - reservedUsd)
}

/** The budget that a call of this cost would overrun and that renews last: until then waiting is of no use. Null where it fits. */
export function overrunBy(states: readonly BudgetState[], usd: number): BudgetState | null {
  const over = states.filter((state) => {
    const left = leftOf(state)
    return left !== null && (usd > left || left === 0)
  })
  return over.sort((a, b) => b.renewsAt - a.renewsAt)[0] ?? null
}
