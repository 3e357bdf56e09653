import { z } from 'zod'

/** Where a window was, as it is kept between starts. Device-independent pixels. */
export const PlacementSchema = z.object({
  bounds: z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().positive(), height: z.number().int().positive() }),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
})
export type Placement = z.infer<typeof PlacementSchema>
export type Area = Placement['bounds']

const MIN = { width: 900, height: 600 }
/** So much of the title bar has to be on a display that the window can be taken hold of. */
const GRIP = { width: 100, height: 32 }
const CASCADE_PX = 32

/**
 * Pure. Where to open a window that was at `saved`, given the work areas of the displays that there are now; null when the system is to
 * choose. `others` are the windows that are open: a new one is moved aside so that it does not cover one exactly.
 */
export function placeWindow(saved: Placement | null, displays: readonly Area[], others: readonly Area[] = []): Placement | null {
  if (saved === null || displays.length === 0) return null
  const wanted = { ...saved.bounds, width: Math.max(saved.bounds.width, MIN.width), height: Math.max(saved.bounds.height, MIN.height) }
  const home = displays.find((area) => showsGrip(wanted, area))
  if (home === undefined) return null
  const width = Math.min(wanted.width, Math.max(home.width, MIN.width))
  const height = Math.min(wanted.height, Math.max(home.height, MIN.height))
  let { x, y } = saved.bounds
  // What reached the display only because it was so large is brought to its corner.
  if (!showsGrip({ x, y, width, height }, home)) ({ x, y } = home)
  while (others.some((other) => other.x === x && other.y === y)) {
    x += CASCADE_PX
    y += CASCADE_PX
    if (!showsGrip({ x, y, width, height }, home)) return { ...saved, bounds: { x: home.x, y: home.y, width, height } }
  }
  return { ...saved, bounds: { x, y, width, height } }
}

function showsGrip(window: Area, display: Area): boolean {
  const left = Math.max(window.x, display.x)
  const right = Math.min(window.x + window.width, display.x + display.width)
  return right - left >= GRIP.width && window.y >= display.y && window.y + GRIP.height <= display.y + display.height
}
