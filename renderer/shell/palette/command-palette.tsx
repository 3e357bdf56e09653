import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useRef } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, usePalette } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import type { Entry } from './entries.ts'
import { PaletteList } from './palette-list.tsx'
import { usePaletteSearch } from './use-palette-search.ts'
import './palette.css'

/** As many lines are jumped over with Page Up and Page Down. */
const PAGE = 8

/** Everything that can be done, and everything that has a name, found by typing a part of it. */
export function CommandPalette() {
  const { palette } = useApp()
  const open = usePalette((s) => s.open)
  const chosen = useRef<Entry | null>(null)
  const app = useApp()
  // Only when the palette has given the focus back, so that what is gone to can have it.
  const runChosen = (): void => {
    const entry = chosen.current
    chosen.current = null
    if (entry === null) return
    if (entry.commandId !== null) palette.getState().used(entry.commandId)
    Promise.try(() => entry.run(app)).catch((error: unknown) => app.ui.getState().notify(describeError(error)))
  }
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => palette.getState().setOpen(next)}
      onOpenChangeComplete={(isOpen) => {
        if (!isOpen) runChosen()
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="palette" aria-label={t('All commands')}>
          <PaletteContent
            onChoose={(entry) => {
              chosen.current = entry
              palette.getState().setOpen(false)
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteContent({ onChoose }: { readonly onChoose: (entry: Entry) => void }) {
  const { query, setQuery, groups, active, setActive, searching } = usePaletteSearch()
  const entries = groups.flatMap((group) => group.entries)
  const move = (by: number): void => setActive(entries.length === 0 ? 0 : (active + by + entries.length) % entries.length)
  const jump = (by: number): void => setActive(Math.min(entries.length - 1, Math.max(0, active + by)))
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    const entry = entries[active]
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'PageDown') jump(PAGE)
    else if (event.key === 'PageUp') jump(-PAGE)
    else if (event.key === 'Enter' && entry !== undefined) onChoose(entry)
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className="palette-head">
        <Search size={16} aria-hidden />
        <input
          className="palette-input"
          role="combobox"
          aria-label={t('Find a command, a source, a draft or a setting')}
          placeholder={t('Find a command, a source, a draft or a setting')}
          aria-expanded
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-activedescendant={entries.length > 0 ? `palette-option-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <PaletteList groups={groups} active={active} onPoint={setActive} onChoose={onChoose} />
      <p className={entries.length === 0 ? 'palette-none' : 'visually-hidden'} role="status">
        {entries.length > 0
          ? t('{count, plural, one {# entry} other {# entries}}', { count: entries.length })
          : searching
            ? t('Looking through your drafts…')
            : t('Nothing is called that. Try another word for it.')}
      </p>
    </>
  )
}
