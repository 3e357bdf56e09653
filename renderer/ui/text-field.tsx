import { useId } from 'react'

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** What is not right with it, said in place of the hint. */
  readonly problem?: string | null | undefined
  readonly hint?: string
  readonly placeholder?: string
  /** `name`: of a model or an address, written from left to right in every language. `code`: a pattern. */
  readonly kind?: 'words' | 'name' | 'code'
  /** Id of a list of what may be meant. */
  readonly list?: string
  readonly disabled?: boolean
  /** Characters. */
  readonly maxLength?: number
}

/** One line of text, with a hint or with what is not right with it. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, problem = null, hint = null, placeholder, kind = 'words', list, disabled = false, maxLength } = props
  const id = useId()
  const said = problem ?? hint
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={kind === 'code' ? 'text-input mono' : 'text-input'}
        dir={kind === 'name' ? 'ltr' : undefined}
        autoComplete="off"
        spellCheck={false}
        list={list}
        disabled={disabled}
        maxLength={maxLength}
        placeholder={placeholder}
        value={value}
        aria-invalid={problem === null ? undefined : true}
        aria-describedby={said === null ? undefined : `${id}-said`}
        onChange={(event) => onChange(event.target.value)}
      />
      {said === null ? null : (
        <span
          id={`${id}-said`}
          className={problem === null ? 'small muted' : 'small field-problem'}
          role={problem === null ? undefined : 'alert'}
        >
          {said}
        </span>
      )}
    </div>
  )
}
