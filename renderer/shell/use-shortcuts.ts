import { useEffect } from 'react'
import { useApp } from '../state/app-context.ts'
import type { AppState } from '../state/app-state.ts'
import { VIEWS } from '../state/ui-store.ts'

/** The shortcuts that hold everywhere. */
export function useShortcuts(): void {
  const app = useApp()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => handle(event, app)
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [app])
}

function handle(event: KeyboardEvent, app: AppState): void {
  if (event.defaultPrevented || event.isComposing) return
  const ui = app.ui.getState()
  // A browser tab may keep Ctrl+1 for itself, so Alt does the same.
  const digit = /^Digit([1-4])$/.exec(event.code)?.[1]
  const view = digit ? VIEWS[Number(digit) - 1] : undefined
  if (view && (event.ctrlKey || event.metaKey || event.altKey) && !event.shiftKey) {
    event.preventDefault()
    ui.show(view)
    // The view takes a frame to appear.
    requestAnimationFrame(() => document.getElementById(view === 'compose' ? 'prompt' : 'view-title')?.focus())
    return
  }
  if (dialogIsOpen()) return
  if (event.key === '?' && !isEditable(event.target)) {
    event.preventDefault()
    ui.setHelpOpen(true)
  } else if (event.key === 'Escape' && ui.view === 'compose' && app.generation.getState().phase === 'running') {
    event.preventDefault()
    void app.generation.getState().stop()
  }
}

function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}
