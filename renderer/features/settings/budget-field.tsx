import { useEffect, useId, useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { parseUsd } from './parse-usd.ts'
import { type SettingId, settingElementId } from './settings-index.ts'

interface BudgetFieldProps {
  readonly setting: SettingId
  readonly value: number | null
  /** Whether it may be left empty. */
  readonly optional?: boolean
  readonly onChange: (value: number | null) => void
}

/** An amount in US dollars. It holds when the field is left, or with Enter; Escape takes back what was typed. */
export function BudgetField({ setting, value, optional = true, onChange }: BudgetFieldProps) {
  const shown = value === null ? '' : String(value)
  const [text, setText] = useState(shown)
  const problemId = useId()
  const element = settingElementId(setting)
  // What was handed on and is not the setting yet: leaving the field right after Enter must not hand it on again.
  const handedOn = useRef<number | null | undefined>(undefined)
  useEffect(() => {
    handedOn.current = undefined
    setText(shown)
  }, [shown])
  const parsed = parseUsd(text, optional)
  const commit = (): void => {
    if (parsed === undefined || parsed === value) return
    handedOn.current = parsed
    onChange(parsed)
  }
  return (
    <div className="budget-field">
      <span className="row">
        <span aria-hidden>$</span>
        <input
          className="text-input num"
          inputMode="decimal"
          dir="ltr"
          autoComplete="off"
          aria-labelledby={`${element}-title`}
          aria-describedby={parsed === undefined ? problemId : `${element}-text`}
          aria-invalid={parsed === undefined ? true : undefined}
          placeholder={optional ? t('None') : undefined}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => {
            if (parsed !== handedOn.current) commit()
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            if (event.key === 'Escape') setText(shown)
          }}
        />
      </span>
      {parsed === undefined ? (
        <span id={problemId} className="small field-problem" role="alert">
          {optional ? t('An amount such as 2.50, or nothing.') : t('An amount such as 2.50.')}
        </span>
      ) : null}
    </div>
  )
}
