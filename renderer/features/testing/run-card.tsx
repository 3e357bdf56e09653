import { Play, Square } from 'lucide-react'
import { useState } from 'react'
import type { Job } from '#contracts/jobs.ts'
import type { ScenarioChoice } from '#contracts/test-work.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useJobs, useTestWork } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatPercent } from '../../ui/format.ts'
import { Meter } from '../../ui/meter.tsx'
import { PlanFields } from './plan-fields.tsx'
import { chosenCount, WHOLE_PLAN } from './work-text.ts'

/** Starts a run as background work, and shows how far it is. */
export function RunCard({ choice }: { readonly choice: ScenarioChoice }) {
  const { testWork } = useApp()
  const open = useTestWork((s) => s.open)
  const failure = useTestWork((s) => s.failure)
  const error = useTestWork((s) => s.error)
  const [plan, setPlan] = useState(WHOLE_PLAN)
  const [isStarting, setStarting] = useState(false)
  const [current, ...others] = open
  const start = (): void => {
    setStarting(true)
    void testWork
      .getState()
      .start(plan)
      .finally(() => setStarting(false))
  }
  return (
    <section className="card" aria-labelledby="run-scenarios">
      <div className="card-head">
        <h2 id="run-scenarios">{t('Run scenarios')}</h2>
      </div>
      <div className="card-body stack test-form">
        {error === null ? null : (
          <Callout tone="bad" role="alert">
            {error}
          </Callout>
        )}
        {failure === null || current !== undefined ? null : (
          <Callout tone="bad" title={t('The run could not be carried out')} role="alert">
            <bdi>{failure}</bdi>
          </Callout>
        )}
        {current === undefined ? (
          <>
            <PlanFields
              plan={plan}
              choice={choice}
              onChange={setPlan}
              action={
                <Button
                  tone="primary"
                  icon={<Play size={15} aria-hidden />}
                  busy={isStarting}
                  disabled={chosenCount(plan, choice) === 0}
                  onClick={start}
                >
                  {t('Run')}
                </Button>
              }
            />
            <p className="small muted">{t('It runs in the background, and a draft goes first.')}</p>
          </>
        ) : (
          <Progress job={current} />
        )}
        {others.length === 0 ? null : (
          <p className="small muted">
            {t('{count, plural, one {# more run waits for this one.} other {# more runs wait for this one.}}', { count: others.length })}
          </p>
        )}
        {choice.problems === 0 ? null : (
          <p className="small muted">
            {t(
              '{count, plural, one {# thing is wrong in scenario files; see them with “tidegate test lint”.} other {# things are wrong in scenario files; see them with “tidegate test lint”.}}',
              {
                count: choice.problems,
              },
            )}
          </p>
        )}
      </div>
    </section>
  )
}

function Progress({ job }: { readonly job: Job }) {
  const { testWork } = useApp()
  const heldBack = useJobs((s) => s.heldBack.find(({ kind }) => kind === job.kind)?.reason)
  const isAtWork = job.state === 'running' || job.state === 'leased'
  return (
    <section className="stack" aria-label={t('The run that is under way')}>
      <p className="row spread">
        <strong>{isAtWork ? t('Running') : t('Waiting')}</strong>
        <span className="small num">{formatPercent(job.progress)}</span>
      </p>
      <Meter value={job.progress} label={t('How far the run is')} />
      <p className="small muted" aria-live="polite">
        <bdi>
          {job.cancelRequested
            ? t('Stopping…')
            : isAtWork
              ? fromCore(job.note)
              : fromCore(heldBack ?? job.note) || t('Ready, and next when there is a free place')}
        </bdi>
      </p>
      <div className="row">
        <Button icon={<Square size={14} aria-hidden />} busy={job.cancelRequested} onClick={() => void testWork.getState().cancel(job.id)}>
          {t('Stop the run')}
        </Button>
        <span className="small muted">{t('Verdicts that were reached are kept.')}</span>
      </div>
    </section>
  )
}
