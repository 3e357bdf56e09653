import type { ThrottleLevel } from '#contracts/resources.ts'
import { t } from '../../i18n/t.ts'
import type { ChartInterval } from '../../ui/chart/chart-types.ts'

const REASON: Readonly<Record<string, string>> = {
  PROCESSOR_BUSY: t('Held back: processor busy'),
  MEMORY_PRESSED: t('Held back: memory short'),
  HOT: t('Held back: machine hot'),
  WARM: t('Slowed: machine warm'),
  BATTERY_LOW: t('Slowed: battery low'),
  CALMING: t('Held back: calming down'),
}

/** Why background work was held back in a stretch of time, short enough to stand on a chart. */
export function throttleText(level: ThrottleLevel, code: string | null): string {
  return REASON[code ?? ''] ?? (level === 'stop' ? t('Background work held back') : t('Background work slowed'))
}

interface Moment {
  readonly at: number
  readonly level: ThrottleLevel
  readonly code: string | null
}

/** Stretches in which the same held, each up to the first moment at which it did not any more; `step` is how long a single one stands for, ms. */
export function throttleIntervals(moments: readonly Moment[], step: number): (ChartInterval & { readonly code: string | null })[] {
  const intervals: (ChartInterval & { readonly code: string | null })[] = []
  let open: Moment | null = null
  let last = 0
  const close = (to: number): void => {
    if (open === null) return
    const { at, level, code } = open
    intervals.push({ from: at, to, name: throttleText(level, code), tone: level === 'stop' ? 'bad' : 'warn', code })
    open = null
  }
  for (const moment of moments) {
    const isPause = open !== null && moment.at - last > 2 * step
    if (isPause) close(last + step)
    if (open !== null && (moment.level !== open.level || moment.code !== open.code)) close(moment.at)
    if (open === null && moment.level !== 'free') open = moment
    last = moment.at
  }
  close(last + step)
  return intervals
}
