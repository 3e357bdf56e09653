import { t } from '../../i18n/t.ts'
import { useTests } from '../../state/app-context.ts'
import { formatMs, formatPercent } from '../../ui/format.ts'
import { RUNNER_TEXT } from './run-text.ts'

/** The figures of the last 30 days, each with the number of verdicts that it rests on. */
export function TestFigures() {
  const kpis = useTests((s) => s.kpis)
  if (kpis === null) return null
  const { passRate, passRateByRunner, executionMs, flakeRate, flaky, quarantined } = kpis
  return (
    <section className="card" aria-label={t('Figures of the last 30 days')}>
      <dl className="test-figures">
        <Figure
          name={t('Passed')}
          value={passRate.rate === null ? '–' : formatPercent(passRate.rate)}
          note={t('{count, plural, one {of # verdict} other {of # verdicts}}', { count: passRate.sample })}
        />
        {passRateByRunner.map(({ runner, rate, sample }) => (
          <Figure
            key={runner}
            name={RUNNER_TEXT[runner]}
            value={rate === null ? '–' : formatPercent(rate)}
            note={t('{count, plural, one {of # verdict} other {of # verdicts}}', { count: sample })}
          />
        ))}
        <Figure
          name={t('Time of a scenario')}
          value={executionMs.p50 === null ? '–' : formatMs(executionMs.p50)}
          note={executionMs.p95 === null ? '' : t('95 % within {time}', { time: formatMs(executionMs.p95) })}
        />
        <Figure
          name={t('Unreliable')}
          value={flakeRate.rate === null ? '–' : formatPercent(flakeRate.rate)}
          note={
            flakeRate.sample === 0
              ? t('None was run twice on one version')
              : t('{count, plural, one {of # that was run again} other {of # that were run again}}', { count: flakeRate.sample })
          }
        />
      </dl>
      {flaky.length === 0 && quarantined.length === 0 ? null : (
        <ul className="plain-list card-body stack small">
          {flaky.map(({ scenario, runner, app }) => (
            <li key={`${scenario} ${runner} ${app}`}>
              {t('{scenario} passed and failed on one version, by {runner}.', { scenario, runner: RUNNER_TEXT[runner] })}
            </li>
          ))}
          {quarantined.map(({ scenario, owner, until }) => (
            <li key={scenario}>
              {t('{scenario} fails no run until {day}; {owner} sees to it.', {
                scenario,
                owner,
                day: new Date(until).toISOString().slice(0, 10),
              })}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Figure({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }) {
  return (
    <div className="test-figure">
      <dt className="small muted">{name}</dt>
      <dd className="test-value num">{value}</dd>
      <dd className="small muted">{note}</dd>
    </div>
  )
}
