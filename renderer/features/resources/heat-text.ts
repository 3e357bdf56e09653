import type { ThermalState } from '#contracts/resources.ts'

const TEXT: Readonly<Record<ThermalState, { readonly value: string; readonly detail: string }>> = {
  nominal: { value: 'Normal', detail: 'Work here is not held back by heat' },
  warm: { value: 'Warm', detail: 'Background work goes on one at a time' },
  hot: { value: 'Hot', detail: 'Background work waits, and local models are the second choice' },
  unknown: { value: 'Unknown', detail: 'This machine does not tell how warm it is' },
}

/** How warm the machine is, and what that does. */
export function heatText(thermal: ThermalState | undefined): { readonly value: string; readonly detail: string } {
  return TEXT[thermal ?? 'unknown']
}
