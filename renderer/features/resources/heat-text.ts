import type { ResourceSnapshot, ThermalState } from '#contracts/resources.ts'

const TEXT: Readonly<Record<ThermalState, { readonly value: string; readonly detail: string }>> = {
  nominal: { value: 'Normal', detail: 'Nothing is held back by heat.' },
  warm: { value: 'Warm', detail: 'Background work goes on one at a time.' },
  hot: { value: 'Hot', detail: 'Background work waits, and local models are the second choice.' },
  unknown: { value: 'Unknown', detail: 'This machine does not tell how warm it is.' },
}
const UNSEEN = { gpu: 'graphics cards', battery: 'battery' } as const

/** How warm the machine is, and what that does; and what else cannot be seen of it, which is not the same as not being there. */
export function heatText({ thermal, unknown = [] }: Pick<ResourceSnapshot, 'thermal' | 'unknown'>): {
  readonly value: string
  readonly detail: string
} {
  const { value, detail } = TEXT[thermal ?? 'unknown']
  if (unknown.length === 0) return { value, detail }
  const names = new Intl.ListFormat('en', { type: 'conjunction' }).format(unknown.map((what) => UNSEEN[what]))
  return { value, detail: `${detail} Its ${names} cannot be seen at the moment.` }
}
