import { useEffect } from 'react'

/** What the keys do while pictures wait: A, R and the arrows. */
export interface DecisionKeys {
  approve(): void
  reject(): void
  step(by: 1 | -1): void
}

/** Keys for deciding, anywhere in the view. A field that takes text keeps its letters; what moves or scrolls by arrows keeps these. */
export function useDecisionKeys({ approve, reject, step }: DecisionKeys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null) return
      const act = actOf(event)
      if (act === null) return
      event.preventDefault()
      act()
    }
    const actOf = ({ key, target }: KeyboardEvent): (() => void) | null => {
      if (!(target instanceof HTMLElement)) return null
      switch (key.toLowerCase()) {
        case 'a':
          return takesText(target) ? null : approve
        case 'r':
          return takesText(target) ? null : reject
        case nextKey().toLowerCase():
          return takesArrows(target) ? null : () => step(1)
        case previousKey().toLowerCase():
          return takesArrows(target) ? null : () => step(-1)
        default:
          return null
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [approve, reject, step])
}

/** In the direction of reading. */
export function nextKey(): 'ArrowRight' | 'ArrowLeft' {
  return document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
}

export function previousKey(): 'ArrowRight' | 'ArrowLeft' {
  return nextKey() === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight'
}

/** As it is printed. */
export const ARROWS = { ArrowRight: '→', ArrowLeft: '←' } as const

function takesText(target: HTMLElement): boolean {
  return target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox], [type=range]), textarea, select')
}

function takesArrows(target: HTMLElement): boolean {
  return takesText(target) || target.matches('input, .picture-pane')
}
