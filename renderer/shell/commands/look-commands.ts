import { LANGUAGES, type LanguageId } from '../../i18n/languages.ts'
import { chooseLanguage, chosenLanguage } from '../../i18n/load-language.ts'
import { t } from '../../i18n/t.ts'
import type { Contrast, Density, Theme } from '../../state/ui-store.ts'
import type { Command } from './command.ts'

const THEME_PARTS: ReadonlyArray<readonly [Theme, string]> = [
  ['system', t('Theme: as the system')],
  ['light', t('Theme: light')],
  ['dark', t('Theme: dark')],
]

const CONTRAST_PARTS: ReadonlyArray<readonly [Contrast, string]> = [
  ['system', t('Contrast: as the system')],
  ['standard', t('Contrast: standard')],
  ['high', t('Contrast: high')],
]

const DENSITY_PARTS: ReadonlyArray<readonly [Density, string]> = [
  ['comfortable', t('Density: comfortable')],
  ['compact', t('Density: compact')],
]

/** The language is set before anything draws, so the window loads anew; what was typed is kept as the page goes. */
function speakFromNowOn(id: LanguageId | null): void {
  chooseLanguage(localStorage, id)
  location.reload()
}

/** How the window looks, and what it speaks. */
export const LOOK_COMMANDS: readonly Command[] = [
  ...THEME_PARTS.map(
    ([theme, title]): Command => ({
      id: `look.theme.${theme}`,
      title,
      also: t('colour mode night day'),
      section: 'look',
      keys: [],
      when: ({ ui }) => ui.getState().theme !== theme,
      run: ({ ui }) => ui.getState().setTheme(theme),
    }),
  ),
  ...CONTRAST_PARTS.map(
    ([contrast, title]): Command => ({
      id: `look.contrast.${contrast}`,
      title,
      also: t('readable colours accessibility'),
      section: 'look',
      keys: [],
      when: ({ ui }) => ui.getState().contrast !== contrast,
      run: ({ ui }) => ui.getState().setContrast(contrast),
    }),
  ),
  ...DENSITY_PARTS.map(
    ([density, title]): Command => ({
      id: `look.density.${density}`,
      title,
      also: t('spacing rows size'),
      section: 'look',
      keys: [],
      when: ({ ui }) => ui.getState().density !== density,
      run: ({ ui }) => ui.getState().setDensity(density),
    }),
  ),
  {
    id: 'look.language.system',
    title: t('Language: as the system'),
    // Whoever does not read the present language finds it by its English name.
    also: 'language Sprache اللغة',
    section: 'look',
    keys: [],
    when: () => chosenLanguage(localStorage) !== null,
    run: () => speakFromNowOn(null),
  },
  ...LANGUAGES.map(
    ({ id, name }): Command => ({
      id: `look.language.${id}`,
      title: t('Language: {name}', { name }),
      also: 'language Sprache اللغة',
      section: 'look',
      keys: [],
      when: () => document.documentElement.lang !== id,
      run: () => speakFromNowOn(id),
    }),
  ),
]
