import { Switch } from '@base-ui/react/switch'
import { useId } from 'react'

interface SwitchFieldProps {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
  /** Id of what it switches, where the label alone does not say it. */
  readonly of?: string
}

/** A setting that is on or off and takes effect at once. */
export function SwitchField({ label, checked, onChange, disabled = false, of }: SwitchFieldProps) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control
    <label className="switch-row">
      <Switch.Root
        className="switch"
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-labelledby={of === undefined ? id : `${of} ${id}`}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
      <span id={id}>{label}</span>
    </label>
  )
}
