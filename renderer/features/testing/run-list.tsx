import type { RunLine } from '#contracts/tests-view.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useTests, useTestWork } from '../../state/app-context.ts'
import { formatMs, formatWhen } from '../../ui/format.ts'
import { isUnderWay, outcomeText } from './run-text.ts'

/** Every run, newest first; each says in a line what it came to. */
export function RunList({ runs }: { readonly runs: readonly RunLine[] }) {
  const { tests } = useApp()
  const openId = useTests((s) => s.openId)
  const jobs = useTestWork((s) => s.open)
  return (
    <section className="card run-list" aria-label={t('Runs')}>
      <ol className="plain-list">
        {runs.map(({ id, startedAt, environment, outcome, underWay }) => (
          <li key={id}>
            <button
              type="button"
              className="run-line"
              aria-current={id === openId ? 'true' : undefined}
              onClick={() => void tests.getState().choose(id)}
            >
              <span
                className={`run-mark ${isUnderWay({ id, underWay }, jobs) ? 'is-open' : outcome.ok ? 'is-good' : 'is-bad'}`}
                aria-hidden
              />
              <span className="grow">
                <span className="row spread">
                  <strong className="num">{formatWhen(startedAt, Date.now())}</strong>
                  <span className="small muted num">{formatMs(outcome.ms)}</span>
                </span>
                <span className="small run-outcome">{outcomeText(outcome, isUnderWay({ id, underWay }, jobs))}</span>
                <bdi className="small muted">{environment.app}</bdi>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
