import { useEffect, useRef } from 'react'
import { t } from '../../i18n/t.ts'
import { Keys } from '../../ui/keys.tsx'
import { commandById } from '../commands.ts'
import { isMac, keyNames } from '../keys/chord.ts'
import { useChordsOf } from '../use-keys-of.ts'
import type { Entry, EntryGroup, RankedEntry } from './entries.ts'

interface PaletteListProps {
  readonly groups: readonly EntryGroup[]
  /** Counted over all groups. */
  readonly active: number
  readonly onPoint: (index: number) => void
  readonly onChoose: (entry: Entry) => void
}

/** What was found. The focus stays in the field; which line is meant is told by `aria-activedescendant`. */
export function PaletteList({ groups, active, onPoint, onChoose }: PaletteListProps) {
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line is the trigger
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active, groups])
  let before = 0
  return (
    <div ref={list} className="palette-list" id="palette-list" role="listbox" aria-label={t('Commands')} tabIndex={-1}>
      {groups.map((group) => {
        const first = before
        before += group.entries.length
        return (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
          <div key={group.title} role="group" aria-label={group.title}>
            <div className="palette-group" aria-hidden>
              {group.title}
            </div>
            {group.entries.map((entry, index) => (
              <PaletteOption
                key={entry.id}
                id={`palette-option-${first + index}`}
                entry={entry}
                group={group.title}
                selected={first + index === active}
                onPoint={() => onPoint(first + index)}
                onChoose={() => onChoose(entry)}
              />
            ))}
          </div>
        )
      })}
    </div>
  )
}

interface PaletteOptionProps {
  readonly id: string
  readonly entry: RankedEntry
  /** The title that it stands under. */
  readonly group: string
  readonly selected: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

function PaletteOption({ id, entry, group, selected, onPoint, onChoose }: PaletteOptionProps) {
  const chordsOf = useChordsOf()
  const command = entry.commandId === null ? undefined : commandById(entry.commandId)
  const chord = command === undefined ? undefined : chordsOf(command)[0]
  return (
    // biome-ignore-start lint/a11y/useFocusableInteractive: the focus stays in the field
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    <div id={id} role="option" aria-selected={selected} className="palette-option" onMouseMove={onPoint} onClick={onChoose}>
      <bdi className="palette-title">
        <Marked text={entry.title} marks={entry.marks} />
      </bdi>
      {entry.kind === group ? null : <span className="palette-kind">{entry.kind}</span>}
      {chord === undefined ? null : <Keys names={keyNames(chord, isMac())} />}
    </div>
    // biome-ignore-end lint/a11y/useFocusableInteractive: see above
  )
}

/** Stretches of a title, those that fit what was typed in bold. */
function Marked({ text, marks }: { readonly text: string; readonly marks: readonly number[] }) {
  const stretches: { text: string; at: number; fits: boolean }[] = []
  for (let at = 0; at < text.length; at++) {
    const fits = marks.includes(at)
    const last = stretches.at(-1)
    if (last?.fits === fits) last.text += text[at] ?? ''
    else stretches.push({ text: text[at] ?? '', at, fits })
  }
  return stretches.map((stretch) => (stretch.fits ? <b key={stretch.at}>{stretch.text}</b> : <span key={stretch.at}>{stretch.text}</span>))
}
