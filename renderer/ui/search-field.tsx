import { Search } from 'lucide-react'
import { useId } from 'react'

interface SearchFieldProps {
  readonly label: string
  readonly value: string
  readonly placeholder: string
  readonly onChange: (value: string) => void
  /** The label is spoken only: the placeholder says the same. */
  readonly quiet?: boolean
}

/** What is searched for, in words. */
export function SearchField({ label, value, placeholder, onChange, quiet = false }: SearchFieldProps) {
  const id = useId()
  return (
    <>
      <label className={quiet ? 'visually-hidden' : 'field-label'} htmlFor={id}>
        {label}
      </label>
      <span className="search-wrap">
        <Search size={14} aria-hidden />
        <input
          id={id}
          type="search"
          className="text-input"
          value={value}
          maxLength={200}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
    </>
  )
}
