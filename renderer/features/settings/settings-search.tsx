import { Search } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { findSettings } from './find-settings.ts'
import { SECTION_TITLES, type SettingEntry } from './settings-index.ts'

/** Finds any setting by name, description or another word for it. Arrow keys choose, Enter goes there. */
export function SettingsSearch({ onGo }: { readonly onGo: (entry: SettingEntry) => void }) {
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const listId = useId()
  const found = findSettings(query)
  const asked = query.trim() !== ''
  const current = Math.min(chosen, Math.max(0, found.length - 1))
  const go = (entry: SettingEntry): void => {
    setQuery('')
    onGo(entry)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && asked) {
      event.stopPropagation()
      setQuery('')
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      if (found.length > 0) setChosen((current + step + found.length) % found.length)
    } else if (event.key === 'Enter') {
      const entry = found[current]
      if (entry) go(entry)
    }
  }
  return (
    <div className="settings-search">
      <label className="search-wrap">
        <Search size={14} aria-hidden />
        <input
          className="text-input"
          type="search"
          role="combobox"
          autoComplete="off"
          aria-label={t('Search settings')}
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={found.length > 0 ? `${listId}-${current}` : undefined}
          placeholder={t('Search settings')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <div className={asked ? 'settings-results' : 'settings-results is-closed'}>
        <div id={listId} role="listbox" aria-label={t('Settings that fit')}>
          {found.map((entry, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
            <div
              key={entry.id}
              id={`${listId}-${index}`}
              role="option"
              className="settings-result"
              aria-selected={index === current}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => go(entry)}
            >
              <span className="settings-result-title">{entry.title}</span>
              <span className="small muted">{SECTION_TITLES[entry.section]}</span>
            </div>
          ))}
        </div>
        <p className="visually-hidden" role="status">
          {asked ? t('{count, plural, =0 {No setting fits} one {# setting fits} other {# settings fit}}', { count: found.length }) : ''}
        </p>
        {asked && found.length === 0 ? (
          <p className="small muted settings-none">{t('No setting is called that. Try another word for it.')}</p>
        ) : null}
      </div>
    </div>
  )
}
