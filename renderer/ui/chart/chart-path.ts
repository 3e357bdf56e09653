import type { Scale } from './chart-scale.ts'

/** A value at a place of the x axis, in pixels; null where nothing is known. */
interface Point {
  readonly x: number
  readonly y: number | null
}

/**
 * Keeps of all points within one pixel the first, the lowest, the highest and the last, in their order: what is seen is the same, however many there are. A
 * gap stays one.
 */
export function thinned(points: readonly Point[], pixels: number): Point[] {
  if (points.length <= pixels * 4) return [...points]
  const kept: Point[] = []
  let column: Point[] = []
  const flush = (): void => {
    const known = column.filter((point) => point.y !== null)
    const lowest = known.reduce<Point | undefined>((best, point) => ((point.y ?? 0) < (best?.y ?? Infinity) ? point : best), undefined)
    const highest = known.reduce<Point | undefined>((best, point) => ((point.y ?? 0) > (best?.y ?? -Infinity) ? point : best), undefined)
    const wanted = new Set([column[0], lowest, highest, column.find(({ y }) => y === null), column.at(-1)])
    kept.push(...column.filter((point) => wanted.has(point)))
    column = []
  }
  for (const point of points) {
    const first = column[0]
    if (first !== undefined && Math.floor(first.x) !== Math.floor(point.x)) flush()
    column.push(point)
  }
  flush()
  return kept
}

/** Two samples further apart than this, ms, have nothing known between them. */
export type Gap = number

/** The points of a line; a pause longer than `gap` is one in which nothing is known. */
export function linePoints(times: readonly number[], values: readonly (number | null)[], x: Scale, y: Scale, gap: Gap): Point[] {
  const points: Point[] = []
  let before: number | null = null
  for (const [index, at] of times.entries()) {
    const value = values[index] ?? null
    if (before !== null && at - before > gap) points.push({ x: x.toPixel(before), y: null })
    before = at
    if (at < x.from - gap || at > x.to + gap) continue
    points.push({ x: x.toPixel(at), y: value === null ? null : y.toPixel(Math.min(y.to, Math.max(y.from, value))) })
  }
  return points
}

const round = (value: number): number => Math.round(value * 10) / 10

/** The outline of a line; where nothing is known it is lifted. A single point is drawn as a dot, by the round end of its stroke. */
export function linePath(points: readonly Point[]): string {
  let path = ''
  let isDown = false
  for (const { x, y } of points) {
    if (y !== null) path += `${isDown ? 'L' : 'M'}${round(x)} ${round(y)}${isDown ? '' : 'h0'}`
    isDown = y !== null
  }
  return path
}

/** The area between a line and `base`, a closed shape for each stretch that is known. */
export function areaPath(points: readonly Point[], base: number): string {
  let path = ''
  let stretch: Point[] = []
  const close = (): void => {
    const first = stretch[0]
    const last = stretch.at(-1)
    if (first !== undefined && last !== undefined && stretch.length > 1) {
      path += `M${round(first.x)} ${round(base)}${stretch.map(({ x, y }) => `L${round(x)} ${round(y ?? base)}`).join('')}L${round(last.x)} ${round(base)}Z`
    }
    stretch = []
  }
  for (const point of points) {
    if (point.y === null) close()
    else stretch.push(point)
  }
  close()
  return path
}
