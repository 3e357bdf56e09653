import type { RolloutKpi } from '#contracts/flags.ts'
import { t } from '../../i18n/t.ts'
import { formatMs, formatPercent, formatUsd } from '../../ui/format.ts'

export const KPI_TEXT: Readonly<Record<RolloutKpi, string>> = {
  failed: t('Drafts that failed'),
  'fell-back': t('Drafts that another model had to write'),
  'not-good': t('Drafts that were not good enough'),
  'log-time': t('Usual time to the draft'),
  'cost-usd': t('Cost of a draft'),
  cited: t('Cited sentences'),
}

/** A mean of a KPI in its unit; times are compared by their logarithm, so that this is their geometric mean. */
export function kpiText(kpi: RolloutKpi, mean: number): string {
  if (kpi === 'log-time') return formatMs(Math.exp(mean))
  return kpi === 'cost-usd' ? formatUsd(mean) : formatPercent(mean)
}

export function toText(to: boolean): string {
  return to ? t('Being switched on') : t('Being switched off')
}
