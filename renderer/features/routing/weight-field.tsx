import { useEffect, useId, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { WEIGHT_WORDS, type WeightName, weightText } from './weight-text.ts'

/** As the contract allows. */
const MOST = 100

interface WeightFieldProps {
  readonly name: WeightName
  readonly value: number
  /** What holds now. */
  readonly held: number
  readonly onChange: (value: number) => void
}

/** One weight: a slider for trying, a field for an exact figure. */
export function WeightField({ name, value, held, onChange }: WeightFieldProps) {
  const { text, hint, most, step } = WEIGHT_WORDS[name]
  const id = useId()
  const [typed, setTyped] = useState(weightText(value))
  useEffect(() => {
    // What is being typed stays as it is as long as it says the same: "0." is on its way to "0.5".
    setTyped((now) => (Number(now) === value ? now : weightText(value)))
  }, [value])
  const type = (next: string): void => {
    setTyped(next)
    const number = Number(next)
    if (next.trim() !== '' && Number.isFinite(number) && number >= 0 && number <= MOST) onChange(number)
  }
  return (
    <div className="weight" data-changed={value === held ? undefined : true}>
      <label className="weight-label" htmlFor={id}>
        {text}
      </label>
      <input
        id={id}
        type="range"
        className="slider"
        min={0}
        max={most}
        step={step}
        value={Math.min(most, value)}
        aria-describedby={`${id}-hint`}
        aria-valuetext={weightText(value)}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <input
        type="number"
        className="text-input num weight-number"
        min={0}
        max={MOST}
        step={step}
        value={typed}
        aria-label={t('{weight}, as a figure', { weight: text })}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(weightText(value))}
      />
      <span id={`${id}-hint`} className="small muted weight-hint">
        {value === held ? hint : t('In use: {value}. {hint}', { value: weightText(held), hint })}
      </span>
    </div>
  )
}
