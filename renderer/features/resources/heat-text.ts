import type { ResourceSnapshot, ThermalState } from '#contracts/resources.ts'
import { formattingLocale, t } from '../../i18n/t.ts'

const TEXT: Readonly<Record<ThermalState, { readonly value: string; readonly detail: string }>> = {
  nominal: { value: t('Normal'), detail: t('Nothing is held back by heat.') },
  warm: { value: t('Warm'), detail: t('Background work goes on one at a time.') },
  hot: { value: t('Hot'), detail: t('Background work waits, and local models are the second choice.') },
  unknown: { value: t('Unknown'), detail: t('This machine does not tell how warm it is.') },
}
const UNSEEN = { gpu: t('graphics cards'), battery: t('battery') } as const

/** How warm the machine is, and what that does; and what else cannot be seen of it, which is not the same as not being there. */
export function heatText({ thermal, unknown = [] }: Pick<ResourceSnapshot, 'thermal' | 'unknown'>): {
  readonly value: string
  readonly detail: string
} {
  const { value, detail } = TEXT[thermal ?? 'unknown']
  if (unknown.length === 0) return { value, detail }
  const names = new Intl.ListFormat(formattingLocale(), { type: 'conjunction' }).format(unknown.map((what) => UNSEEN[what]))
  return { value, detail: `${detail} ${t('These cannot be seen at the moment: {parts}.', { parts: names })}` }
}
