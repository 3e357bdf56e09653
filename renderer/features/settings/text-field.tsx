import { useId } from 'react'

interface TextFieldProps {
  readonly label: string
  readonly value: string
  /** What is not right with it. */
  readonly problem?: string | undefined
  readonly onChange: (value: string) => void
  /** Id of a list of what may be meant. */
  readonly list?: string
  readonly disabled?: boolean
}

/** One line of text, with what is not right with it. */
export function TextField({ label, value, problem, onChange, list, disabled = false }: TextFieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="text-input"
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        list={list}
        disabled={disabled}
        value={value}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem === undefined ? null : (
        <span id={`${id}-problem`} className="small field-problem" role="alert">
          {problem}
        </span>
      )}
    </div>
  )
}
