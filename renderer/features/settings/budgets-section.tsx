import { useEffect } from 'react'
import type { Config } from '#contracts/config.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useCosts, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Callout } from '../../ui/callout.tsx'
import { formatUsd } from '../../ui/format.ts'
import { BudgetField } from './budget-field.tsx'
import { Setting } from './setting.tsx'

type Budgets = Pick<Config, 'budgetUsdPerDay' | 'costs'>
type CostKey = 'softUsdPerDay' | 'softUsdPerMonth' | 'usdPerMonth'

/** What may be spent on hosted models. Local ones cost nothing. */
export function BudgetsSection() {
  const { ui, host, costs } = useApp()
  const config = useHost((s) => s.config)
  const report = useCosts((s) => s.report)
  useEffect(() => void costs.getState().reload(), [costs])
  if (config === null) return null
  const apply = (next: Budgets): void => {
    const before: Budgets = { budgetUsdPerDay: config.budgetUsdPerDay, costs: config.costs }
    const { setBudgets } = host.getState()
    setBudgets(next).then(
      () => ui.getState().notify(t('The budget holds from now on.'), () => setBudgets(before)),
      (error: unknown) => ui.getState().notify(describeError(error)),
    )
  }
  const setCost = (key: CostKey, value: number | null): void => {
    const { [key]: _before, ...others } = config.costs
    apply({ budgetUsdPerDay: config.budgetUsdPerDay, costs: value === null ? others : { ...others, [key]: value } })
  }
  const spent = (period: 'day' | 'month'): number => report?.budgets.find((budget) => budget.period === period)?.spentUsd ?? 0
  return (
    <>
      {report === null ? null : (
        <Callout tone="info">
          {t('Spent today: {day}. Spent this month: {month}. A draft that does not fit any more waits; it is not sent elsewhere.', {
            day: formatUsd(spent('day')),
            month: formatUsd(spent('month')),
          })}
        </Callout>
      )}
      <Setting
        id="budget-day"
        control={
          <BudgetField
            setting="budget-day"
            value={config.budgetUsdPerDay}
            optional={false}
            onChange={(value) => apply({ budgetUsdPerDay: value ?? config.budgetUsdPerDay, costs: config.costs })}
          />
        }
      />
      <Setting
        id="budget-day-warning"
        control={
          <BudgetField
            setting="budget-day-warning"
            value={config.costs.softUsdPerDay ?? null}
            onChange={(value) => setCost('softUsdPerDay', value)}
          />
        }
      />
      <Setting
        id="budget-month"
        control={
          <BudgetField
            setting="budget-month"
            value={config.costs.usdPerMonth ?? null}
            onChange={(value) => setCost('usdPerMonth', value)}
          />
        }
      />
      <Setting
        id="budget-month-warning"
        control={
          <BudgetField
            setting="budget-month-warning"
            value={config.costs.softUsdPerMonth ?? null}
            onChange={(value) => setCost('softUsdPerMonth', value)}
          />
        }
      />
    </>
  )
}
