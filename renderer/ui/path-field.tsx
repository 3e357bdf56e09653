import { FolderOpen } from 'lucide-react'
import { useId } from 'react'
import { t } from '../i18n/t.ts'
import { Button } from './button.tsx'

interface PathFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (path: string) => void
  /** Opens the system's dialog; null in a host that has none. */
  readonly onChoose: (() => void) | null
  readonly placeholder?: string
  readonly invalid?: boolean
  readonly describedBy?: string | undefined
}

/** A path on the machine that the app runs on: typed, pasted, or chosen where the host has a dialog for it. */
export function PathField({ label, value, onChange, onChoose, placeholder, invalid = false, describedBy }: PathFieldProps) {
  const id = useId()
  return (
    <>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="row path-field">
        <input
          id={id}
          className="text-input mono"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={value}
          aria-invalid={invalid ? true : undefined}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.target.value)}
        />
        {onChoose === null ? null : (
          <Button icon={<FolderOpen size={14} aria-hidden />} onClick={onChoose}>
            {t('Choose…')}
          </Button>
        )}
      </div>
    </>
  )
}
