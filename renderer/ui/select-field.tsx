import { ChevronDown } from 'lucide-react'
import { useId } from 'react'

interface SelectFieldProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: ReadonlyArray<{ readonly value: T; readonly text: string }>
  readonly onChange: (value: T) => void
  readonly disabled?: boolean
}

/** One of a few choices. A native list box: it is quick by keyboard and looks the way the system does. */
export function SelectField<T extends string>({ label, value, options, onChange, disabled = false }: SelectFieldProps<T>) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <span className="select-wrap">
        <select
          id={id}
          className="select"
          value={value}
          disabled={disabled}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value)
            if (chosen) onChange(chosen.value)
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
        <ChevronDown size={14} aria-hidden />
      </span>
    </div>
  )
}
