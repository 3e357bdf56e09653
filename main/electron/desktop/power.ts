import { powerMonitor } from 'electron'
import type { PowerRelay } from '../../power.ts'
import { thermalStateOf } from './thermal.ts'

/** Passes on what the system tells of its power, so that what was decided from it is decided again; and when it goes down. */
export function watchPower({
  relay,
  onChange,
  onShutdown,
}: {
  readonly relay: PowerRelay
  readonly onChange: (what: string) => void
  readonly onShutdown: () => void
}): void {
  // Only macOS names its heat.
  if (process.platform === 'darwin') relay.noteThermal(thermalStateOf(powerMonitor.getCurrentThermalState()))
  powerMonitor.on('suspend', () => relay.tell('suspend'))
  powerMonitor.on('resume', () => {
    relay.tell('resume')
    onChange('resume')
  })
  const changed = (what: string): void => {
    relay.tell('changed')
    onChange(what)
  }
  powerMonitor.on('on-battery', () => changed('on-battery'))
  powerMonitor.on('on-ac', () => changed('on-ac'))
  powerMonitor.on('thermal-state-change', ({ state }) => {
    relay.noteThermal(thermalStateOf(state))
    changed('thermal-state-change')
  })
  powerMonitor.on('shutdown', onShutdown)
}
