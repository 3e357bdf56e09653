import { useId } from 'react'
import type { ComparedFigure, ProviderOutcomes } from '#contracts/routing-outcomes.ts'
import { t } from '../../i18n/t.ts'
import { formatMs, formatPercent, formatUsd } from '../../ui/format.ts'
import { signed } from './outcome-text.ts'
import { providerName } from './provider-name.ts'

export const METRICS = ['time', 'cost', 'quality'] as const
export type OutcomeMetric = (typeof METRICS)[number]

interface MetricWords {
  readonly title: string
  /** What to do where nothing was measured. */
  readonly none: string
  readonly format: (value: number) => string
  /** For a difference, which may be in another unit. */
  readonly formatDifference: (value: number) => string
}

const points = (value: number): string => t('{points, plural, one {# point} other {# points}}', { points: Math.round(value * 100) })

const WORDS: Readonly<Record<OutcomeMetric, MetricWords>> = {
  time: { title: t('Time to the draft'), none: t('No draft was finished.'), format: formatMs, formatDifference: formatMs },
  cost: { title: t('Cost of a draft'), none: t('No draft was finished.'), format: formatUsd, formatDifference: formatUsd },
  quality: {
    title: t('Good enough'),
    none: t('No verdict yet: give drafts a thumb in Compose.'),
    format: formatPercent,
    formatDifference: points,
  },
}

/** One figure of all providers: expected and measured as a pair of bars, with the error and on how much it rests. */
export function OutcomeCard({ metric, providers }: { readonly metric: OutcomeMetric; readonly providers: readonly ProviderOutcomes[] }) {
  const titleId = useId()
  const { title, none } = WORDS[metric]
  const figures = providers.flatMap((outcomes) => outcomes[metric] ?? [])
  const most = metric === 'quality' ? 1 : Math.max(...figures.flatMap(({ expected, measured }) => [expected, measured]), Number.MIN_VALUE)
  return (
    <section className="card outcome-card" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{title}</h3>
      </div>
      <ul className="plain-list card-body outcome-list" aria-label={title}>
        {providers.map((outcomes) => {
          const figure = outcomes[metric]
          return (
            <li key={outcomes.provider} className="outcome">
              <p className="row spread">
                <bdi className="outcome-provider">{providerName(outcomes.provider)}</bdi>
                <span className="small muted num">
                  {figure === null ? '' : t('{count, plural, one {# request} other {# requests}}', { count: figure.n })}
                </span>
              </p>
              {figure === null ? <p className="small muted">{none}</p> : <Figure figure={figure} words={WORDS[metric]} most={most} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Figure({ figure, words, most }: { readonly figure: ComparedFigure; readonly words: MetricWords; readonly most: number }) {
  const { expected, measured, typicalError } = figure
  return (
    <>
      <dl className="outcome-pair small num">
        <dt>{t('Expected')}</dt>
        <dd>
          <span className="outcome-bar outcome-expected" aria-hidden style={{ width: `${Math.max(1, (100 * expected) / most)}%` }} />
        </dd>
        <dd className="end">
          <bdi>{words.format(expected)}</bdi>
        </dd>
        <dt>{t('Measured')}</dt>
        <dd>
          <span className="outcome-bar outcome-measured" aria-hidden style={{ width: `${Math.max(1, (100 * measured) / most)}%` }} />
        </dd>
        <dd className="end">
          <bdi>{words.format(measured)}</bdi>
        </dd>
      </dl>
      <p className="small num">
        {differenceText(figure, words)}{' '}
        {isNothing(figure) ? null : (
          <span className="muted">{t('Typically off by {error}.', { error: words.formatDifference(typicalError) })}</span>
        )}
      </p>
    </>
  )
}

/** What costs nothing, as was expected, has no error to speak of. */
function isNothing({ expected, measured }: ComparedFigure): boolean {
  return expected === 0 && measured === 0
}

function differenceText(figure: ComparedFigure, { formatDifference }: MetricWords): string {
  if (isNothing(figure)) return t('Nothing, as expected.')
  if (figure.bias === null) return t('One request says little yet.')
  const { mean, low, high } = figure.bias
  return t('{difference} ({low} to {high})', {
    difference: signed(mean, formatDifference),
    low: signed(low, formatDifference),
    high: signed(high, formatDifference),
  })
}
