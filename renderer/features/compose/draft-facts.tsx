import type { Generation } from '#contracts/generation.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { formatMs, formatPercent, formatUsd } from '../../ui/format.ts'
import { attemptText, strategyText } from './attempt-text.ts'
import { Counterfactuals } from './counterfactuals.tsx'
import { DecisionDetails } from './decision-details.tsx'

/** Coverage, time, cost and attempts of a draft. */
export function DraftFacts({ generation }: { readonly generation: Generation }) {
  const { citationCoverage, citations, timings, usage, costUsd, decision, attempts } = generation
  const strategy = strategyText(attempts)
  // What waits for its turn has no time of its own yet, and nothing was spent before the first token.
  const isAhead = generation.state === 'queued' || generation.state === 'deferred'
  const isSpent = costUsd > 0 || usage.inputTokens + usage.outputTokens > 0
  // Whoever was stopped did not say how many tokens it was: a count of none beside words that came would not be true.
  const isCounted = usage.inputTokens + usage.outputTokens > 0 || attempts.every(({ state }) => state === 'succeeded')
  const unverified = citations.filter((citation) => !citation.verified).length
  return (
    <section className="stack" aria-label={t('About this draft')}>
      <dl className="facts num">
        {citationCoverage === null ? null : (
          <>
            <dt>{t('Citation coverage')}</dt>
            <dd>
              {unverified > 0
                ? t('{share} of sentences, {count, plural, one {# unverified} other {# unverified}}', {
                    share: formatPercent(citationCoverage),
                    count: unverified,
                  })
                : t('{share} of sentences', { share: formatPercent(citationCoverage) })}
            </dd>
          </>
        )}
        {decision ? (
          <>
            <dt>{t('Label')}</dt>
            <dd>
              <LabelBadge label={decision.label} />
            </dd>
          </>
        ) : null}
        {strategy === null ? null : (
          <>
            <dt>{t('How')}</dt>
            <dd>
              {strategy.how} {strategy.why}
            </dd>
          </>
        )}
        {isAhead ? null : (
          <>
            <dt>{t('Time')}</dt>
            <dd>
              {timings.ttftMs === null
                ? t('{total} in all, routed in {route}', { total: formatMs(timings.totalMs), route: formatMs(timings.routeMs) })
                : t('{total} in all, first words after {first}, routed in {route}', {
                    total: formatMs(timings.totalMs),
                    first: formatMs(timings.ttftMs),
                    route: formatMs(timings.routeMs),
                  })}
            </dd>
          </>
        )}
        {isAhead && !isSpent ? null : (
          <>
            <dt>{t('Cost')}</dt>
            <dd>
              {isCounted
                ? t('{cost} ({input, plural, one {# token} other {# tokens}} in, {output} out)', {
                    cost: formatUsd(costUsd),
                    input: usage.inputTokens,
                    output: usage.outputTokens,
                  })
                : formatUsd(costUsd)}
            </dd>
          </>
        )}
      </dl>
      {decision ? (
        <Disclosure summary={decision.route ? t('Why this route') : t('Why it did not run')}>
          <p dir="auto">{fromCore(decision.summary)}</p>
          <Counterfactuals generationId={generation.id} />
          <DecisionDetails decision={decision} />
        </Disclosure>
      ) : null}
      {attempts.length > 0 ? (
        <Disclosure summary={t('Attempts ({count})', { count: attempts.length })}>
          <ol className="reason-list">
            {attempts.map((attempt) => (
              <li key={attempt.id}>{attemptText(attempt)}</li>
            ))}
          </ol>
        </Disclosure>
      ) : null}
    </section>
  )
}
