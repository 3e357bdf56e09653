import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Area, type Placement, placeWindow } from './window-placement.ts'

const screen: Area = { x: 0, y: 24, width: 1920, height: 1056 }
const second: Area = { x: 1920, y: 0, width: 1280, height: 1024 }
const at = (x: number, y: number, width = 1280, height = 860): Placement => ({
  bounds: { x, y, width, height },
  maximized: false,
  fullScreen: false,
})

describe('where a window opens', () => {
  it('where it was', () => {
    expect(placeWindow(at(300, 100), [screen])).toEqual(at(300, 100))
  })

  it('the system chooses when its display is gone, or its title bar cannot be reached', () => {
    expect(placeWindow(at(2000, 100), [screen])).toBeNull()
    expect(placeWindow(at(2000, 100), [screen, second])).toEqual(at(2000, 100))
    expect(placeWindow(at(100, -400), [screen])).toBeNull()
    expect(placeWindow(at(-1250, 100), [screen])).toBeNull()
    expect(placeWindow(at(100, 5_000), [screen])).toBeNull()
    expect(placeWindow(null, [screen])).toBeNull()
    expect(placeWindow(at(0, 30), [])).toBeNull()
  })

  it('never larger than its display, never smaller than it can be used', () => {
    expect(placeWindow(at(0, 30, 9_000, 9_000), [screen])?.bounds).toEqual({ x: 0, y: 30, width: 1920, height: 1056 })
    expect(placeWindow(at(0, 30, 10, 10), [screen])?.bounds).toEqual({ x: 0, y: 30, width: 900, height: 600 })
  })

  it('remembers that it was maximised', () => {
    expect(placeWindow({ ...at(0, 30), maximized: true }, [screen])?.maximized).toBe(true)
  })

  it('beside the windows that are open', () => {
    expect(placeWindow(at(300, 100), [screen], [at(300, 100).bounds])?.bounds).toMatchObject({ x: 332, y: 132 })
  })

  it('always with its title bar in reach', () => {
    const number = fc.integer({ min: -10_000, max: 10_000 })
    const size = fc.integer({ min: 1, max: 10_000 })
    const saved = fc.record({
      bounds: fc.record({ x: number, y: number, width: size, height: size }),
      maximized: fc.boolean(),
      fullScreen: fc.boolean(),
    })
    fc.assert(
      fc.property(saved, fc.array(fc.record({ x: number, y: number }), { maxLength: 5 }), (placement, corners) => {
        const placed = placeWindow(
          placement,
          [screen, second],
          corners.map((corner) => ({ ...corner, width: 900, height: 600 })),
        )
        if (placed === null) return
        const { x, y, width } = placed.bounds
        const visible = [screen, second].some(
          (area) => Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= 100 && y >= area.y && y + 32 <= area.y + area.height,
        )
        expect(visible).toBe(true)
      }),
    )
  })
})
