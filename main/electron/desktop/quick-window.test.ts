import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'

const { openWindow } = vi.hoisted(() => ({ openWindow: vi.fn() }))
vi.mock('electron', () => ({ screen: { getPrimaryDisplay: () => ({ workArea: { x: 0, y: 0, width: 1600, height: 1000 } }) } }))
vi.mock('../window.ts', () => ({ openWindow }))
const { createQuickWindow } = await import('./quick-window.ts')

/** As much of a window as the quick window needs: it is shown and in front, or not. */
class WindowLike extends EventEmitter {
  readonly webContents = { id: 7 }
  inFront = true
  isVisible = () => this.inFront
  isFocused = () => this.inFront
  show = () => this.#bring(true)
  focus = () => this.#bring(true)
  hide = () => this.#bring(false)
  close = () => this.emit('closed')
  #bring(inFront: boolean): void {
    this.inFront = inFront
  }
}

let window: WindowLike
beforeEach(() => {
  openWindow.mockReset().mockImplementation(() => {
    window = new WindowLike()
    return window
  })
})

describe('the quick window', () => {
  it('is put away and brought back by its key, the same window with what is typed in it', () => {
    const quick = createQuickWindow('preload.cjs')
    quick.toggle()
    quick.toggle()
    expect(window.inFront).toBe(false)
    expect(quick.isKnown(7)).toBe(true)
    quick.toggle()
    expect(window.inFront).toBe(true)
    expect(openWindow).toHaveBeenCalledOnce()
  })

  it('comes back after it was hidden from inside, and opens anew after it was closed', () => {
    const quick = createQuickWindow('preload.cjs')
    quick.toggle()
    quick.hide()
    quick.toggle()
    expect(window.inFront).toBe(true)
    quick.close()
    expect(quick.isKnown(7)).toBe(false)
    quick.toggle()
    expect(openWindow).toHaveBeenCalledTimes(2)
  })
})
