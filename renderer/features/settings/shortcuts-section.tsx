import { DesktopSettings } from '../../shell/desktop-settings.tsx'
import { ShortcutsSettings } from '../../shell/shortcuts-settings.tsx'
import { Setting } from './setting.tsx'

export function ShortcutsSection() {
  return (
    <>
      <Setting id="desktop">
        <DesktopSettings />
      </Setting>
      <Setting id="shortcuts">
        <ShortcutsSettings />
      </Setting>
    </>
  )
}
