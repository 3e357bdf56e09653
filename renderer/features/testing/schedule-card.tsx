import { useEffect, useId, useState } from 'react'
import type { ScenarioChoice, TestSchedule, TestTiming } from '#contracts/test-work.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useTestWork } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { SwitchField } from '../../ui/switch-field.tsx'
import { PlanFields } from './plan-fields.tsx'
import { TimeFields } from './time-fields.tsx'
import { TIMES, WHOLE_PLAN } from './work-text.ts'

function firstTiming(): TestTiming {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return { plan: WHOLE_PLAN, cron: TIMES[0]?.cron ?? '', timeZone, on: false }
}

/** Runs that come by themselves: when, of what, and what the last one came to. */
export function ScheduleCard({ choice }: { readonly choice: ScenarioChoice }) {
  const { testWork } = useApp()
  const schedule = useTestWork((s) => s.schedule)
  const [timing, setTiming] = useState<TestTiming>(() => schedule ?? firstTiming())
  const [problem, setProblem] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const problemId = useId()
  useEffect(() => {
    // Another window, or a command, may have set it.
    if (schedule !== null) setTiming({ plan: schedule.plan, cron: schedule.cron, timeZone: schedule.timeZone, on: schedule.on })
  }, [schedule])
  const isOn = schedule?.on ?? false
  const save = (on: boolean): void => {
    setSaving(true)
    testWork
      .getState()
      .setSchedule({ ...timing, on })
      .then(
        () => setProblem(null),
        (error: unknown) => setProblem(describeError(error)),
      )
      .finally(() => setSaving(false))
  }
  return (
    <section className="card" aria-labelledby="run-on-schedule">
      <div className="card-head">
        <h2 id="run-on-schedule">{t('Run on a schedule')}</h2>
        <SwitchField of="run-on-schedule" label={isOn ? t('On') : t('Off')} checked={isOn} disabled={isSaving} onChange={save} />
      </div>
      <div className="card-body stack test-form">
        <Standing schedule={schedule} />
        {problem === null ? null : (
          <p id={problemId} className="small field-problem" role="alert">
            {problem}
          </p>
        )}
        <Disclosure summary={t('When, and which scenarios')}>
          <div className="stack test-form">
            <TimeFields timing={timing} problemId={problem === null ? null : problemId} onChange={setTiming} />
            <PlanFields plan={timing.plan} choice={choice} onChange={(plan) => setTiming({ ...timing, plan })} />
            {isOn && isChanged(timing, schedule) ? (
              <div className="row">
                <Button busy={isSaving} onClick={() => save(true)}>
                  {t('Keep the changes')}
                </Button>
              </div>
            ) : null}
          </div>
        </Disclosure>
      </div>
    </section>
  )
}

function Standing({ schedule }: { readonly schedule: TestSchedule | null }) {
  const next = schedule?.nextAt ?? null
  const last = schedule?.last ?? null
  return (
    <>
      <p className="small muted" role="status">
        {next === null
          ? t('Nothing comes by itself.')
          : t('Next: {when}, if the app is open then or as soon as it is.', { when: formatDateTime(next) })}
      </p>
      {last === null ? null : (
        <p className="guard-line small">
          <Badge tone={last.result?.ok === true ? 'good' : 'bad'}>{last.result?.ok === true ? t('Passed') : t('Not passed')}</Badge>
          <span>{t('The last one ended {when}.', { when: formatDateTime(last.endedAt) })}</span>
          <bdi>{last.note}</bdi>
        </p>
      )}
    </>
  )
}

function isChanged({ plan, cron, timeZone }: TestTiming, schedule: TestSchedule | null): boolean {
  return schedule !== null && JSON.stringify([plan, cron, timeZone]) !== JSON.stringify([schedule.plan, schedule.cron, schedule.timeZone])
}
