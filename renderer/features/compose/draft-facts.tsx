import type { Generation } from '#contracts/generation.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { formatMs, formatPercent, formatUsd } from '../../ui/format.ts'
import { attemptText, strategyText } from './attempt-text.ts'
import { Counterfactuals } from './counterfactuals.tsx'
import { DecisionDetails } from './decision-card.tsx'

/** Coverage, time, cost and attempts of a draft. */
export function DraftFacts({ generation }: { readonly generation: Generation }) {
  const { citationCoverage, citations, timings, usage, costUsd, decision, attempts } = generation
  const strategy = strategyText(attempts)
  const unverified = citations.filter((citation) => !citation.verified).length
  return (
    <section className="stack" aria-label="About this draft">
      <dl className="facts num">
        {citationCoverage === null ? null : (
          <>
            <dt>Citation coverage</dt>
            <dd>
              {formatPercent(citationCoverage)} of sentences{unverified > 0 ? `, ${unverified} unverified` : ''}
            </dd>
          </>
        )}
        {decision ? (
          <>
            <dt>Label</dt>
            <dd>
              <LabelBadge label={decision.label} />
            </dd>
          </>
        ) : null}
        {strategy === null ? null : (
          <>
            <dt>How</dt>
            <dd>
              {strategy.how} {strategy.why}
            </dd>
          </>
        )}
        <dt>Time</dt>
        <dd>
          {formatMs(timings.totalMs)} in all{timings.ttftMs === null ? '' : `, first words after ${formatMs(timings.ttftMs)}`}, routed in{' '}
          {formatMs(timings.routeMs)}
        </dd>
        <dt>Cost</dt>
        <dd>
          {formatUsd(costUsd)} ({usage.inputTokens} tokens in, {usage.outputTokens} out)
        </dd>
      </dl>
      {decision ? (
        <Disclosure summary={decision.route ? 'Why this route' : 'Why it did not run'}>
          <p>{decision.summary}</p>
          <Counterfactuals generationId={generation.id} />
          <DecisionDetails decision={decision} />
        </Disclosure>
      ) : null}
      {attempts.length > 0 ? (
        <Disclosure summary={`Attempts (${attempts.length})`}>
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
