import { useEffect } from 'react'
import { useUi } from '../state/app-context.ts'

const SHOWN_MS = 4_000

/** A short word on something that was done. Announced, gone after a moment, never the only place of anything important. */
export function NoticeBar() {
  const notice = useUi((s) => s.notice)
  const clear = useUi((s) => s.clearNotice)
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(clear, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [notice, clear])
  return (
    <div className="notice-bar" role="status" aria-label="Notice">
      {notice ? (
        <p key={notice.id} className="notice">
          {notice.text}
        </p>
      ) : null}
    </div>
  )
}
