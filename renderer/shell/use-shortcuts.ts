import { useEffect } from 'react'
import { useApp } from '../state/app-context.ts'
import type { AppState } from '../state/app-state.ts'
import { VIEWS, type View } from '../state/ui-store.ts'

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
  const view = viewOf(event)
  if (view) {
    event.preventDefault()
    ui.goTo(view)
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

/**
 * The view that a key asks for. A browser tab may keep Ctrl+1 for itself, so Alt does the same; but AltGr (which is Ctrl and Alt on
 * some systems) and Alt on a Mac type characters, and stay what they are.
 */
function viewOf(event: KeyboardEvent): View | undefined {
  const digit = /^Digit([1-6])$/.exec(event.code)?.[1]
  if (!digit || event.shiftKey || event.getModifierState('AltGraph')) return undefined
  const mac = navigator.platform.startsWith('Mac')
  const asked = event.altKey ? !mac && !event.ctrlKey && !event.metaKey : event.ctrlKey || event.metaKey
  return asked ? VIEWS[Number(digit) - 1] : undefined
}

function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}
