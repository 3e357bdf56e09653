import type { RoutingChange, TrainedCalibration } from '#contracts/routing-learning.ts'
import type { PerformanceStats } from '#contracts/routing-performance.ts'
import type { Correction } from '#contracts/routing-rules.ts'
import { t } from '../../i18n/t.ts'
import { countText } from '../../ui/count-text.ts'
import { formatMs, formatPercent } from '../../ui/format.ts'

/** Contexts that are measured together, in tokens of the prompt; the last has no upper border. */
const BUCKETS = [
  t('up to {count, number} tokens', { count: 1_000 }),
  t('up to {count, number} tokens', { count: 4_000 }),
  t('up to {count, number} tokens', { count: 16_000 }),
  t('over {count, number} tokens', { count: 16_000 }),
] as const

/** What was measured of a model, in words. Means are of logarithms; older attempts count for less, so counts are rounded. */
export function measuredWords(stats: PerformanceStats): {
  context: string
  speed: string
  firstWords: string
  attempts: string
  failures: string
} {
  const { bucket, attempts, failures, firstTokens, logFirstToken, rates, logRate } = stats
  return {
    context: BUCKETS[Math.min(bucket, BUCKETS.length - 1)] ?? '',
    speed: rates > 0 ? t('{rate} tokens/s', { rate: figure(Math.exp(logRate)) }) : t('not known yet'),
    firstWords: firstTokens > 0 ? formatMs(Math.exp(logFirstToken)) : t('not known yet'),
    attempts: countText(Math.max(1, Math.round(attempts))),
    failures: failures < 0.05 || attempts <= 0 ? t('none') : formatPercent(failures / attempts),
  }
}

/** By provider and model, short contexts first. */
export function byModel(a: PerformanceStats, b: PerformanceStats): number {
  return a.provider.localeCompare(b.provider) || a.model.localeCompare(b.model) || a.bucket - b.bucket
}

/** What a correction does, by the example of an even chance. */
export function correctionSentence({ calibration }: Pick<TrainedCalibration, 'calibration'>): string {
  const even = ({ offset }: Correction): string => formatPercent(1 / (1 + Math.exp(-offset)))
  return t('An even chance counts as {local} for a local model, and as {hosted} for a hosted one.', {
    local: even(calibration.local),
    hosted: even(calibration.hosted),
  })
}

/**
 * The corrections that were ever in use, by the record of changes: only those may be gone back to. What did not clearly predict better
 * was never adopted, and is kept for its figures alone.
 */
export function everInUse(changes: readonly Pick<RoutingChange, 'what' | 'before' | 'after'>[]): ReadonlySet<number> {
  const versions = changes
    .filter(({ what }) => what === 'calibration')
    .flatMap(({ before, after }) => [before, after])
    .flatMap((json) => /"version":(\d+)/.exec(json)?.[1] ?? [])
  return new Set(versions.map(Number))
}

function figure(value: number): string {
  return countText(value >= 10 ? Math.round(value) : Number(value.toFixed(1)))
}
