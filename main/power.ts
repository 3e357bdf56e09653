import type { ThermalState } from '#contracts/resources.ts'

/** What a host tells of the machine's power. `changed` is another source of power or another heat. */
export type PowerEvent = 'suspend' | 'resume' | 'changed'

/** Power of the machine as the host sees it (the desktop); a host that sees nothing of it has none. */
export interface PowerEvents {
  /** Returns what ends it. */
  onEvent(listener: (event: PowerEvent) => void): () => void
  /** How warm the system says the machine is. */
  thermal(): ThermalState
}

/** Where a host tells. The core is built before a desktop can be asked of its power, so the two meet here. */
export interface PowerRelay extends PowerEvents {
  tell(event: PowerEvent): void
  noteThermal(state: ThermalState): void
}

export function createPowerRelay(): PowerRelay {
  const listeners = new Set<(event: PowerEvent) => void>()
  let thermal: ThermalState = 'unknown'
  return {
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    thermal: () => thermal,
    tell(event) {
      for (const listener of [...listeners]) listener(event)
    },
    noteThermal(state) {
      thermal = state
    },
  }
}
