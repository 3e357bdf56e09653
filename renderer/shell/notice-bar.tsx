import { Undo2, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { t } from '../i18n/t.ts'
import { useApp, useUi } from '../state/app-context.ts'
import type { Notice } from '../state/ui-store.ts'
import { undoNotice } from '../state/undo-notice.ts'
import { useKeysOf } from './use-keys-of.ts'

const SHOWN_MS = 4_000
/** Whoever may want to take something back gets the time to read and to reach the button. */
const UNDO_SHOWN_MS = 12_000

/**
 * Short words on what was done, and their undo. Announced, gone after a moment, never the only place of anything important. What can be
 * undone is not pushed away by what only tells.
 */
export function NoticeBar() {
  const notices = useUi((s) => s.notices)
  return (
    <div className="notice-bar" role="status" aria-label={t('Notice')}>
      {notices.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
    </div>
  )
}

function NoticeLine({ notice }: { readonly notice: Notice }) {
  const { ui } = useApp()
  /** Stays while it is pointed at or holds the focus, then for its whole time once more. */
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  useEffect(() => {
    if (pointed || focused) return
    const timer = setTimeout(() => ui.getState().clearNotice(notice.id), notice.undo ? UNDO_SHOWN_MS : SHOWN_MS)
    return () => clearTimeout(timer)
  }, [notice, pointed, focused, ui])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only stays for as long as it is looked at
    <div
      className="notice"
      onMouseEnter={() => setPointed(true)}
      onMouseLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <span className="grow">{notice.text}</span>
      {notice.undo ? <UndoButtons notice={notice} /> : null}
    </div>
  )
}

function UndoButtons({ notice }: { readonly notice: Notice }) {
  const app = useApp()
  const keys = useKeysOf('window.undo')
  const [busy, setBusy] = useState(false)
  const undo = (): void => {
    setBusy(true)
    void undoNotice(app.ui, notice)
  }
  return (
    <>
      <button type="button" className="notice-action" disabled={busy} aria-keyshortcuts={keys.aria} onClick={undo}>
        <Undo2 size={14} aria-hidden />
        {t('Undo')}
      </button>
      <button
        type="button"
        className="notice-action notice-close"
        aria-label={t('Dismiss')}
        onClick={() => app.ui.getState().clearNotice(notice.id)}
      >
        <X size={14} aria-hidden />
      </button>
    </>
  )
}
