import { useEffect, useRef, useState } from 'react'
import { formattingLocale, t } from '../../i18n/t.ts'
import { useApp, useGeneration } from '../../state/app-context.ts'
import { countWords } from './editor/count-words.ts'
import { nextSpoken } from './spoken-draft.ts'

/** Between two things said of a draft that is being written. */
const BETWEEN_MS = 4_000

/** Tells a listener how the draft goes: its sentences every few seconds while it is written, and that it is finished. Never token by token. */
export function DraftStatus({ busy }: { readonly busy: boolean }) {
  const { generation } = useApp()
  const phase = useGeneration((s) => s.phase)
  const state = useGeneration((s) => s.generation?.state)
  const [said, setSaid] = useState('')
  const told = useRef(0)
  const writing = phase === 'running' && busy
  useEffect(() => {
    if (!writing) return
    told.current = 0
    setSaid(t('Writing…'))
    const timer = setInterval(() => {
      const text = generation.getState().generation?.text ?? ''
      const next = nextSpoken(text, told.current)
      told.current = next.to
      if (next.kind === 'text') setSaid(next.text)
      if (next.kind === 'progress') {
        const count = countWords(text, formattingLocale())
        setSaid(t('{count, plural, one {# word so far.} other {# words so far.}}', { count }))
      }
    }, BETWEEN_MS)
    return () => clearInterval(timer)
  }, [generation, writing])
  return (
    <p className="visually-hidden" role="status">
      {writing ? said : state === 'succeeded' ? t('The draft is finished.') : ''}
    </p>
  )
}
