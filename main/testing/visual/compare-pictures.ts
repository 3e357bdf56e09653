import type { Box, Fingerprint, Region, ScreenElement, VisualDiff } from '#contracts/visual-diff.ts'
import { compareFingerprints } from './compare-fingerprints.ts'
import { describeChange } from './describe-change.ts'
import { type ChangedArea, joinTiles } from './join-tiles.ts'
import { mask } from './mask.ts'
import { findMovement, type Movement } from './movement.ts'
import { type ElementPair, textChanged } from './name-element.ts'
import { decodePng, type Pixels } from './pixels.ts'
import { type PixelPair, shapeOfChange } from './shape-of-change.ts'
import { findChangedTiles, words } from './tiles.ts'
import { differsBeyondDrawing } from './tolerant.ts'

/** One state of a screen. */
export interface Picture {
  readonly png: Uint8Array
  /** What it was drawn with; null when nobody knows. */
  readonly fingerprint: Fingerprint | null
  readonly elements: readonly ScreenElement[]
}

export interface CompareOptions {
  /** What is not compared, in pixels of the picture. */
  readonly masks: readonly Box[]
}

/** A text is at most this tall; what is taller and has no words of its own is a picture. */
const TALLEST_TEXT = 64
/** Of more areas than this only the pixels are told: a screen that differs everywhere is not read box by box. */
const MOST_DESCRIBED = 40

/**
 * Compares a baseline with a new picture. In an equal environment one differing pixel outside the masks is a change; pinned renderers draw
 * without noise. In another environment smoothing is allowed for, and the verdict is always `needs-review`.
 * Throws BAD_INPUT for what is not a PNG.
 */
export function comparePictures(before: Picture, after: Picture, { masks }: CompareOptions): VisualDiff {
  const environment = compareFingerprints(before.fingerprint, after.fingerprint)
  const exact = environment.length === 0
  if (Buffer.compare(before.png, after.png) === 0) return verdict('bytes', 0, [], environment, after.elements, before.elements)
  const pixels = [mask(decodePng(before.png, 'The baseline'), masks), mask(decodePng(after.png, 'The new picture'), masks)] as const
  const { regions, changedPixels } = compareDecoded(pixels[0], pixels[1], { before: before.elements, after: after.elements }, exact)
  return verdict(exact ? 'exact' : 'tolerant', changedPixels, regions, environment, after.elements, before.elements)
}

/** As {@link comparePictures}, of decoded pictures: where they differ and how. Pictures of different size differ also in all that only one has. */
export function compareDecoded(
  before: Pixels,
  after: Pixels,
  elements: ElementPair,
  exact: boolean,
): { readonly regions: Region[]; readonly changedPixels: number } {
  const [a, b] = sameSize(before, after)
  const grid = findChangedTiles(a, b, exact ? null : differsBeyondDrawing(a.width, a.height))
  if (grid.changedPixels === 0) return { regions: [], changedPixels: 0 }
  const pair = { before: words(a), after: words(b), width: a.width, height: a.height }
  let likely: Movement | null = null
  const regions = joinTiles(grid).map((area, index) => {
    const only = !lies(area.box, before) ? 'new' : !lies(area.box, after) ? 'missing' : null
    const region = regionOf(area, pair, elements, { only, looked: index < MOST_DESCRIBED, likely })
    likely = region.moved ?? likely
    return region
  })
  return { regions, changedPixels: grid.changedPixels }
}

/** Whether a box begins within a picture; what does not is seen in the larger one alone. */
function lies({ x, y }: Box, { width, height }: Pixels): boolean {
  return x < width && y < height
}

function regionOf(
  { box, pixels, largestDelta }: ChangedArea,
  pair: PixelPair,
  elements: ElementPair,
  { only, looked, likely }: { readonly only: 'new' | 'missing' | null; readonly looked: boolean; readonly likely: Movement | null },
): Region {
  const moved = looked && only === null ? findMovement(pair, box, likely) : null
  const shape = only ?? (looked ? shapeOfChange(pair, box) : 'content')
  const texts = textChanged(elements, box)
  const isText = shape === 'content' && (texts !== null || (elements.before.length === 0 && box.height <= TALLEST_TEXT))
  const kind = moved !== null ? 'moved' : isText ? 'text' : shape
  const change = { box, pixels, largestDelta, kind, moved } as const
  const colours = () => ({ before: commonest(pair.before, pair.width, box), after: commonest(pair.after, pair.width, box) })
  return { ...change, words: describeChange({ ...change, colours }, elements) }
}

function verdict(
  comparison: VisualDiff['comparison'],
  changedPixels: number,
  regions: Region[],
  environment: string[],
  after: readonly ScreenElement[],
  before: readonly ScreenElement[],
): VisualDiff {
  const found = { comparison, changedPixels, regions, environment }
  if (environment.length > 0) {
    const text = sameText(before, after) ? '' : ' Its words differ.'
    const seen = regions.length === 0 ? 'Nothing differs beyond how it is drawn.' : `${areas(regions.length)} beyond how it is drawn.`
    return { ...found, verdict: 'needs-review', summary: `Drawn in another environment: look at it. ${seen}${text}` }
  }
  if (regions.length === 0) return { ...found, verdict: 'same', summary: 'Nothing differs.' }
  return { ...found, verdict: 'changed', summary: `${areas(regions.length)}: ${regions[0]?.words ?? ''}` }
}

function areas(count: number): string {
  return count === 1 ? 'One area differs' : `${count} areas differ`
}

function sameText(before: readonly ScreenElement[], after: readonly ScreenElement[]): boolean {
  const textOf = (elements: readonly ScreenElement[]): string => elements.map(({ text }) => text).join('\n')
  return textOf(before) === textOf(after)
}

/** Both on a ground of the larger width and height, empty where there is no picture. */
function sameSize(before: Pixels, after: Pixels): readonly [Pixels, Pixels] {
  if (before.width === after.width && before.height === after.height) return [before, after]
  const width = Math.max(before.width, after.width)
  const height = Math.max(before.height, after.height)
  return [onGround(before, width, height), onGround(after, width, height)]
}

function onGround(picture: Pixels, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4)
  const rowBytes = picture.width * 4
  for (let y = 0; y < picture.height; y++) data.set(picture.data.subarray(y * rowBytes, (y + 1) * rowBytes), y * width * 4)
  return { width, height, data }
}

/** The commonest colour of a box among up to a thousand of its pixels, as `#rrggbb`. */
function commonest(pixels: Uint32Array, width: number, box: Box): string {
  const seen = new Map<number, number>()
  const step = Math.max(1, Math.floor(Math.sqrt((box.width * box.height) / 1_000)))
  let [best, most] = [0, 0]
  for (let y = box.y; y < box.y + box.height; y += step) {
    for (let x = box.x; x < box.x + box.width; x += step) {
      const pixel = (pixels[y * width + x] ?? 0) & 0xffffff
      const count = (seen.get(pixel) ?? 0) + 1
      seen.set(pixel, count)
      if (count > most) [best, most] = [pixel, count]
    }
  }
  const hex = (channel: number): string => channel.toString(16).padStart(2, '0')
  return `#${hex(best & 255)}${hex((best >>> 8) & 255)}${hex((best >>> 16) & 255)}`
}
