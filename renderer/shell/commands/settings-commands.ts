import { t } from '../../i18n/t.ts'
import type { SettingsSection } from '../../state/ui-store.ts'
import type { Command } from './command.ts'

const PARTS: ReadonlyArray<readonly [SettingsSection, string, string]> = [
  ['providers', t('Settings: providers'), t('key Ollama Langbase Open WebUI server test connection')],
  ['models', t('Settings: models'), t('GGUF file download embedding')],
  ['budgets', t('Settings: budgets'), t('cost limit money spend')],
  ['privacy', t('Settings: privacy'), t('local only mode default')],
  ['appearance', t('Settings: appearance'), t('theme contrast density dark light')],
  ['shortcuts', t('Settings: keyboard shortcuts'), t('keys keyboard change')],
  ['language', t('Settings: language'), t('English German Arabic translation')],
  ['data', t('Settings: data'), t('folder backup restore open data folder')],
  ['diagnostics', t('Settings: diagnostics'), t('doctor bundle log problem')],
  ['about', t('Settings: about Tidegate'), t('version welcome')],
  ['danger', t('Settings: danger zone'), t('delete clear reset')],
]

/** The parts of Settings. */
export const SETTINGS_COMMANDS: readonly Command[] = PARTS.map(
  ([part, title, also]): Command => ({
    id: `settings.${part}`,
    title,
    also,
    section: 'settings',
    keys: [],
    run({ ui }) {
      ui.getState().setSettingsSection(part)
      ui.getState().goTo('settings')
    },
  }),
)
