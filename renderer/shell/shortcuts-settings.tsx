import { Search } from 'lucide-react'
import { useState } from 'react'
import { t } from '../i18n/t.ts'
import { useApp, useShortcutKeys } from '../state/app-context.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { type Command, SECTION_TEXT, SECTIONS } from './commands/command.ts'
import { COMMANDS } from './commands.ts'
import { rank } from './palette/rank.ts'
import { ShortcutRow } from './shortcut-row.tsx'
import './shortcuts.css'

/** Every command with its keys, which can be changed. For the settings. */
export function ShortcutsSettings() {
  const { shortcuts, ui } = useApp()
  const own = useShortcutKeys((s) => s.own)
  const [query, setQuery] = useState('')
  const changed = Object.keys(own).length
  const fits = ({ title, also }: Command): boolean => rank({ title, also }, query) !== null
  const resetAll = (): void => {
    shortcuts.getState().setOwn({})
    ui.getState().notify(t('All shortcuts are as they came.'), async () => shortcuts.getState().setOwn(own))
  }
  const parts = SECTIONS.map((section) => ({
    section,
    commands: COMMANDS.filter((command) => command.section === section && fits(command)),
  })).filter(({ commands }) => commands.length > 0)
  return (
    <div className="shortcut-settings">
      <div className="row row-wrap">
        <label className="search-wrap grow">
          <Search size={14} aria-hidden />
          <input
            className="text-input"
            type="search"
            aria-label={t('Find a shortcut')}
            placeholder={t('Find a shortcut')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
        <Button disabled={changed === 0} onClick={resetAll}>
          {t('Reset all')}
        </Button>
      </div>
      {parts.length === 0 ? (
        <Callout tone="info">{t('No command is called that. Try another word for it.')}</Callout>
      ) : (
        parts.map(({ section, commands }) => (
          <section key={section} className="shortcut-part">
            <h3>{SECTION_TEXT[section]}</h3>
            <ul className="plain-list" aria-label={SECTION_TEXT[section]}>
              {commands.map((command) => (
                <ShortcutRow key={command.id} command={command} />
              ))}
            </ul>
          </section>
        ))
      )}
    </div>
  )
}
