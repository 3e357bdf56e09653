import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Box } from '#contracts/visual-diff.ts'
import { blank } from './drawing.ts'
import { joinTiles } from './join-tiles.ts'
import type { Pixels } from './pixels.ts'
import { deltaOf, findChangedTiles, TILE, words } from './tiles.ts'

interface Change {
  readonly box: Box
  readonly colour: number
}

const change = fc.record({
  box: fc.record({
    x: fc.nat(199),
    y: fc.nat(99),
    width: fc.integer({ min: 1, max: 60 }),
    height: fc.integer({ min: 1, max: 40 }),
  }),
  colour: fc.oneof(fc.nat(0xffffff), fc.constantFrom(0x000000, 0xfefefe)),
})
const pictures = fc.record({
  width: fc.integer({ min: 1, max: 200 }),
  height: fc.integer({ min: 1, max: 100 }),
  before: fc.array(change, { maxLength: 4 }),
  after: fc.array(change, { maxLength: 8 }),
})

function drawn(width: number, height: number, changes: readonly Change[]): Pixels {
  const picture = blank(width, height)
  const pixels = words(picture)
  for (const { box, colour } of changes) {
    for (let y = box.y; y < Math.min(height, box.y + box.height); y++) {
      for (let x = box.x; x < Math.min(width, box.x + box.width); x++) pixels[y * width + x] = (0xff000000 | colour) >>> 0
    }
  }
  return picture
}

/** Pixel by pixel, and tile by tile: what the quick way must come to. */
function areasOf(a: Pixels, b: Pixels) {
  const [before, after] = [words(a), words(b)]
  const tiles = new Map<string, { x: number; y: number; delta: number }[]>()
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      const [one, other] = [before[y * a.width + x] ?? 0, after[y * a.width + x] ?? 0]
      if (one === other) continue
      const key = `${Math.floor(x / TILE)} ${Math.floor(y / TILE)}`
      tiles.set(key, [...(tiles.get(key) ?? []), { x, y, delta: deltaOf(one, other) }])
    }
  }
  const order = [...tiles.keys()].sort((one, other) => rank(one) - rank(other))
  const areas: { box: Box; pixels: number; largestDelta: number }[] = []
  const seen = new Set<string>()
  for (const start of order) {
    if (seen.has(start)) continue
    const open = [start]
    const found: { x: number; y: number; delta: number }[] = []
    seen.add(start)
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      found.push(...(tiles.get(key) ?? []))
      const [column = 0, row = 0] = key.split(' ').map(Number)
      for (let down = -2; down <= 2; down++) {
        for (let right = -2; right <= 2; right++) {
          const near = `${column + right} ${row + down}`
          if (!tiles.has(near) || seen.has(near)) continue
          seen.add(near)
          open.push(near)
        }
      }
    }
    const [xs, ys] = [found.map(({ x }) => x), found.map(({ y }) => y)]
    const [x, y] = [Math.min(...xs), Math.min(...ys)]
    areas.push({
      box: { x, y, width: Math.max(...xs) - x + 1, height: Math.max(...ys) - y + 1 },
      pixels: found.length,
      largestDelta: Math.max(...found.map(({ delta }) => delta)),
    })
  }
  return areas
}

function rank(key: string): number {
  const [column = 0, row = 0] = key.split(' ').map(Number)
  return row * 1_000 + column
}

it('finds the same areas as looking at each pixel and joining tile by tile', () => {
  fc.assert(
    fc.property(pictures, ({ width, height, before, after }) => {
      const [a, b] = [drawn(width, height, before), drawn(width, height, [...before, ...after])]
      expect(joinTiles(findChangedTiles(a, b, null))).toEqual(areasOf(a, b))
    }),
    { numRuns: 150 },
  )
})
