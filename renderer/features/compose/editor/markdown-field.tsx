import { type RefObject, useEffect, useRef } from 'react'
import { DOCUMENT_LIMITS } from '#contracts/documents.ts'
import { t } from '../../../i18n/t.ts'
import { createMarkdownSurface, type MarkdownSurface } from './markdown-surface.ts'

interface MarkdownFieldProps {
  /** Set while the field is there. */
  readonly surface: RefObject<MarkdownSurface | null>
  /** What it begins with; later changes are its own. */
  readonly initial: string
  readonly onChange: (text: string) => void
  readonly onKeep: () => void
}

/** The editor as an element. It keeps its own text; what is typed is told by `onChange`. */
export function MarkdownField({ surface, initial, onChange, onKeep }: MarkdownFieldProps) {
  const host = useRef<HTMLDivElement>(null)
  const latest = useRef({ initial, onChange, onKeep })
  latest.current = { initial, onChange, onKeep }
  useEffect(() => {
    if (host.current === null) return
    const made = createMarkdownSurface(host.current, {
      text: latest.current.initial,
      label: t('Text of the draft'),
      maxChars: DOCUMENT_LIMITS.textChars,
      onChange: (text) => latest.current.onChange(text),
      onKeep: () => latest.current.onKeep(),
    })
    surface.current = made
    made.focus()
    return () => {
      surface.current = null
      made.dispose()
    }
  }, [surface])
  return <div ref={host} className="markdown-field" />
}
