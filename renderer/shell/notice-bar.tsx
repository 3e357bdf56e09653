import { Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useUi } from '../state/app-context.ts'
import { describeError } from '../state/describe-error.ts'
import type { Notice } from '../state/ui-store.ts'

const SHOWN_MS = 4_000
/** Whoever may want to take something back gets the time to read and to reach the button. */
const UNDO_SHOWN_MS = 12_000

/** A short word on something that was done, and its undo. Announced, gone after a moment, never the only place of anything important. */
export function NoticeBar() {
  const notice = useUi((s) => s.notice)
  const clear = useUi((s) => s.clearNotice)
  /** Stays while it is pointed at or holds the focus. */
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (!notice || held) return
    const timer = setTimeout(clear, notice.undo ? UNDO_SHOWN_MS : SHOWN_MS)
    return () => clearTimeout(timer)
  }, [notice, held, clear])
  return (
    <div className="notice-bar" role="status" aria-label="Notice">
      {notice ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only stays for as long as it is looked at
        <div
          key={notice.id}
          className="notice"
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          {notice.text}
          {notice.undo ? <UndoButton notice={notice} onDone={() => setHeld(false)} /> : null}
        </div>
      ) : null}
    </div>
  )
}

function UndoButton({ notice, onDone }: { readonly notice: Notice; readonly onDone: () => void }) {
  const notify = useUi((s) => s.notify)
  const [busy, setBusy] = useState(false)
  const undo = (): void => {
    setBusy(true)
    onDone()
    notice.undo?.().then(
      () => notify('Undone.'),
      (error: unknown) => notify(describeError(error)),
    )
  }
  return (
    <button type="button" className="notice-action" disabled={busy} onClick={undo}>
      <Undo2 size={14} aria-hidden />
      Undo
    </button>
  )
}
