import type { ThermalState } from '#contracts/resources.ts'

/** Heat as macOS names it, in our words. Other systems name none. */
export function thermalStateOf(name: string): ThermalState {
  switch (name) {
    case 'nominal':
      return 'nominal'
    case 'fair':
      return 'warm'
    case 'serious':
    case 'critical':
      return 'hot'
    default:
      return 'unknown'
  }
}
