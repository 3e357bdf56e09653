import { ShortcutsSettings } from '../../shell/shortcuts-settings.tsx'
import { Setting } from './setting.tsx'

export function ShortcutsSection() {
  return (
    <Setting id="shortcuts">
      <ShortcutsSettings />
    </Setting>
  )
}
