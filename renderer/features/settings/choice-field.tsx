import { useId } from 'react'
import { type SettingId, settingElementId } from './settings-index.ts'

interface ChoiceFieldProps<T extends string> {
  readonly setting: SettingId
  readonly value: T
  readonly options: ReadonlyArray<{ readonly value: T; readonly text: string; readonly lang?: string }>
  readonly onChange: (value: T) => void
}

/** One of two to four choices, all seen at once. Arrow keys move between them, as between radio buttons. */
export function ChoiceField<T extends string>({ setting, value, options, onChange }: ChoiceFieldProps<T>) {
  const name = useId()
  const element = settingElementId(setting)
  return (
    <div className="choice" role="radiogroup" aria-labelledby={`${element}-title`} aria-describedby={`${element}-text`}>
      {options.map((option) => (
        <label key={option.value} className="choice-option">
          <input
            type="radio"
            className="covers-label"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span lang={option.lang}>{option.text}</span>
        </label>
      ))}
    </div>
  )
}
