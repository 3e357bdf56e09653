import { powerMonitor } from 'electron'

/** Tells when the machine's power has changed, so that what was decided from it is decided again; and when the system goes down. */
export function watchPower({ onChange, onShutdown }: { readonly onChange: (what: string) => void; readonly onShutdown: () => void }): void {
  powerMonitor.on('on-battery', () => onChange('on-battery'))
  powerMonitor.on('on-ac', () => onChange('on-ac'))
  powerMonitor.on('resume', () => onChange('resume'))
  powerMonitor.on('thermal-state-change', () => onChange('thermal-state-change'))
  powerMonitor.on('shutdown', onShutdown)
}
