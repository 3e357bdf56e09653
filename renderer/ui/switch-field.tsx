import { Switch } from '@base-ui/react/switch'
import { useId } from 'react'

interface SwitchFieldProps {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
}

/** A setting that is on or off and takes effect at once. */
export function SwitchField({ label, checked, onChange, disabled = false }: SwitchFieldProps) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control
    <label className="switch-row">
      <Switch.Root className="switch" checked={checked} disabled={disabled} onCheckedChange={onChange} aria-labelledby={id}>
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
      <span id={id}>{label}</span>
    </label>
  )
}
