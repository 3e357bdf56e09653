import { t } from '../../i18n/t.ts'
import { useUi } from '../../state/app-context.ts'
import type { Contrast, Density, Motion, Theme } from '../../state/ui-store.ts'
import { ChoiceField } from './choice-field.tsx'
import { Setting } from './setting.tsx'

const THEMES: ReadonlyArray<{ value: Theme; text: string }> = [
  { value: 'system', text: t('System') },
  { value: 'light', text: t('Light') },
  { value: 'dark', text: t('Dark') },
]
const CONTRASTS: ReadonlyArray<{ value: Contrast; text: string }> = [
  { value: 'system', text: t('System') },
  { value: 'standard', text: t('Standard') },
  { value: 'high', text: t('High') },
]
const DENSITIES: ReadonlyArray<{ value: Density; text: string }> = [
  { value: 'comfortable', text: t('Comfortable') },
  { value: 'compact', text: t('Compact') },
]
const MOTIONS: ReadonlyArray<{ value: Motion; text: string }> = [
  { value: 'system', text: t('System') },
  { value: 'reduced', text: t('Reduced') },
]

/** How the window looks. Each choice holds at once, and in this window's own storage. */
export function AppearanceSection() {
  const { theme, setTheme, contrast, setContrast, density, setDensity, motion, setMotion } = useUi((s) => s)
  return (
    <>
      <Setting id="theme" control={<ChoiceField setting="theme" value={theme} options={THEMES} onChange={setTheme} />} />
      <Setting id="contrast" control={<ChoiceField setting="contrast" value={contrast} options={CONTRASTS} onChange={setContrast} />} />
      <Setting id="density" control={<ChoiceField setting="density" value={density} options={DENSITIES} onChange={setDensity} />} />
      <Setting id="motion" control={<ChoiceField setting="motion" value={motion} options={MOTIONS} onChange={setMotion} />} />
    </>
  )
}
