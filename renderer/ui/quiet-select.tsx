import { ChevronDown } from 'lucide-react'
import { useId } from 'react'

interface QuietSelectProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: ReadonlyArray<{ readonly value: T; readonly text: string }>
  readonly onChange: (value: T) => void
}

/** One of a few choices that are seldom touched: its name and what is chosen in one line, without a frame. */
export function QuietSelect<T extends string>({ label, value, options, onChange }: QuietSelectProps<T>) {
  const id = useId()
  return (
    <span className="quiet-select">
      <label className="quiet-select-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="quiet-select-box"
        value={value}
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
      <ChevronDown size={13} aria-hidden />
    </span>
  )
}
