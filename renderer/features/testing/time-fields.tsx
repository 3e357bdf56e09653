import { useId, useState } from 'react'
import type { TestTiming } from '#contracts/test-work.ts'
import { t } from '../../i18n/t.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { TIMES } from './work-text.ts'

const OWN = 'own'

interface TimeFieldsProps {
  readonly timing: TestTiming
  /** The element that says what is wrong with it; null where nothing is. */
  readonly problemId: string | null
  readonly onChange: (timing: TestTiming) => void
}

/** When runs come: one of a few times, or a pattern as in crontab. */
export function TimeFields({ timing, problemId, onChange }: TimeFieldsProps) {
  const [wantsOwn, setWantsOwn] = useState(false)
  const cronId = useId()
  const zoneId = useId()
  const isOwn = wantsOwn || !TIMES.some(({ cron }) => cron === timing.cron)
  return (
    <>
      <div className="test-times">
        <SelectField
          label={t('When')}
          value={isOwn ? OWN : timing.cron}
          options={[...TIMES.map(({ cron, text }) => ({ value: cron, text })), { value: OWN, text: t('A pattern of your own') }]}
          onChange={(cron) => {
            setWantsOwn(cron === OWN)
            if (cron !== OWN) onChange({ ...timing, cron })
          }}
        />
        <div className="field">
          <label className="field-label" htmlFor={zoneId}>
            {t('Time zone')}
          </label>
          <input
            id={zoneId}
            className="text-input"
            dir="ltr"
            list={`${zoneId}-zones`}
            autoComplete="off"
            spellCheck={false}
            value={timing.timeZone}
            onChange={(event) => onChange({ ...timing, timeZone: event.target.value })}
          />
          <datalist id={`${zoneId}-zones`}>
            {Intl.supportedValuesOf('timeZone').map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
      </div>
      {isOwn ? (
        <div className="field">
          <label className="field-label" htmlFor={cronId}>
            {t('Minute, hour, day, month and weekday, as in crontab')}
          </label>
          <input
            id={cronId}
            className="text-input mono"
            dir="ltr"
            autoComplete="off"
            spellCheck={false}
            aria-invalid={problemId === null ? undefined : true}
            aria-describedby={problemId ?? undefined}
            value={timing.cron}
            onChange={(event) => onChange({ ...timing, cron: event.target.value })}
          />
        </div>
      ) : null}
    </>
  )
}
