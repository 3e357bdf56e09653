import { useEffect, useRef } from 'react'
import { useUi } from '../state/app-context.ts'

/** Takes the focus to a view that was gone to by key. It stands beside the view, so that it runs when the view is there, however long that took. */
export function ArrivalFocus() {
  const arrivals = useUi((s) => s.arrivals)
  const view = useUi((s) => s.view)
  const seen = useRef(0)
  useEffect(() => {
    if (seen.current === arrivals) return
    seen.current = arrivals
    document.getElementById(view === 'compose' ? 'prompt' : 'view-title')?.focus()
  }, [arrivals, view])
  return null
}
