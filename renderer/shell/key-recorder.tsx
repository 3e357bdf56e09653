import { useEffect, useRef, useState } from 'react'
import { t } from '../i18n/t.ts'
import { useHost } from '../state/app-context.ts'
import { Button } from '../ui/button.tsx'
import { type Chord, chordOf, isMac, pressOf } from './keys/chord.ts'
import { refusalOf } from './keys/refusal.ts'

interface KeyRecorderProps {
  readonly onKeys: (chord: Chord) => void
  readonly onCancel: () => void
}

/** Takes the next keys that are pressed. Escape gives up, Tab moves on as ever. */
export function KeyRecorder({ onKeys, onCancel }: KeyRecorderProps) {
  const browser = useHost((s) => s.info?.host === 'headless')
  const [refused, setRefused] = useState<string | null>(null)
  const field = useRef<HTMLDivElement>(null)
  useEffect(() => field.current?.focus(), [])
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') {
      onCancel()
      return
    }
    const chord = chordOf(pressOf(event.nativeEvent), isMac())
    if (chord === null) return
    const why = refusalOf(chord, { mac: isMac(), browser })
    setRefused(why)
    if (why === null) onKeys(chord)
  }
  return (
    <div className="shortcut-contest">
      {/* biome-ignore lint/a11y/useSemanticElements: it takes keys, not text */}
      <div ref={field} role="textbox" aria-label={t('New keys')} aria-readonly tabIndex={0} className="key-recorder" onKeyDown={onKeyDown}>
        {t('Press the new keys. Escape gives up.')}
      </div>
      {refused === null ? null : (
        <p role="alert" className="field-problem small">
          {refused}
        </p>
      )}
      <Button small tone="quiet" onClick={onCancel}>
        {t('Cancel')}
      </Button>
    </div>
  )
}
