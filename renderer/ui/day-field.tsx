import { useId } from 'react'

interface DayFieldProps {
  readonly label: string
  readonly value: number | undefined
  /** The day counts to its end. */
  readonly end?: boolean
  readonly onChange: (at: number | null) => void
}

/** A day of the person's calendar, as the moment at which it begins or ends. */
export function DayField({ label, value, end = false, onChange }: DayFieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="date"
        className="text-input"
        value={value === undefined ? '' : dayOf(end ? value - 1 : value)}
        onChange={(event) => onChange(momentOf(event.target.value, end))}
      />
    </div>
  )
}

function dayOf(at: number): string {
  const date = new Date(at)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function momentOf(day: string, end: boolean): number | null {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined || Number.isNaN(year + month + date)) return null
  return new Date(year, month - 1, date + (end ? 1 : 0)).getTime()
}
