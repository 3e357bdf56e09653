import { encode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import type { Fingerprint, ScreenElement } from '#contracts/visual-diff.ts'
import { compareDecoded, comparePictures, type Picture } from './compare-pictures.ts'
import { blank, paint, scribble } from './drawing.ts'
import { decodePng, type Pixels } from './pixels.ts'

const HERE: Fingerprint = { renderer: 'Chromium 156', platform: 'linux', fonts: 'a1', scale: 1, flags: ['--no-sandbox'] }
const NONE = { before: [], after: [] }

function picture(pixels: Pixels, elements: readonly ScreenElement[] = [], fingerprint: Fingerprint | null = HERE): Picture {
  return { png: encode({ ...pixels, channels: 4, depth: 8 }), fingerprint, elements }
}

/** A page with a header, a button, a block of text and a chart. */
function page(): Pixels {
  const pixels = blank(640, 400)
  paint(pixels, { x: 0, y: 0, width: 640, height: 40 }, 0xd46835)
  paint(pixels, { x: 40, y: 300, width: 120, height: 32 }, 0xd46835)
  scribble(pixels, { x: 40, y: 80, width: 300, height: 12 }, 7)
  scribble(pixels, { x: 420, y: 80, width: 160, height: 120 }, 11)
  return pixels
}

const compare = (before: Pixels, after: Pixels) => compareDecoded(before, after, NONE, true)

describe('in an equal environment', () => {
  it('passes the same file without decoding it', () => {
    expect(comparePictures(picture(page()), picture(page()), { masks: [] })).toMatchObject({
      verdict: 'same',
      comparison: 'bytes',
      regions: [],
    })
  })

  it('finds a single pixel, and says where and by how much', () => {
    const after = page()
    paint(after, { x: 333, y: 222, width: 1, height: 1 }, 0xfffffe)
    const diff = comparePictures(picture(page()), picture(after), { masks: [] })
    expect(diff).toMatchObject({ verdict: 'changed', comparison: 'exact', changedPixels: 1 })
    expect(diff.regions).toMatchObject([{ box: { x: 333, y: 222, width: 1, height: 1 }, pixels: 1, largestDelta: 1 }])
  })

  it('tells text that changed', () => {
    const after = page()
    paint(after, { x: 40, y: 80, width: 30, height: 12 }, 0xffffff)
    scribble(after, { x: 40, y: 80, width: 30, height: 12 }, 99)
    expect(compare(page(), after).regions).toMatchObject([{ kind: 'text', box: { y: 80, height: 12 } }])
  })

  it('tells another colour from other content', () => {
    const after = page()
    paint(after, { x: 40, y: 300, width: 120, height: 32 }, 0xdc6834)
    expect(compare(page(), after).regions).toMatchObject([
      { kind: 'colour', box: { x: 40, y: 300, width: 120, height: 32 }, words: expect.stringContaining('from #3568d4 to #3468dc') },
    ])
  })

  it('tells what is gone and what is new', () => {
    const after = page()
    paint(after, { x: 40, y: 300, width: 120, height: 32 }, 0xffffff)
    expect(compare(page(), after).regions).toMatchObject([{ kind: 'missing' }])
    expect(compare(after, page()).regions).toMatchObject([{ kind: 'new' }])
  })

  it.each([
    [0, 1],
    [0, 9],
    [3, 0],
    [-2, 3],
  ])('tells what moved by %i and %i', (right, down) => {
    const after = page()
    paint(after, { x: 420, y: 80, width: 160, height: 120 }, 0xffffff)
    scribble(after, { x: 420 + right, y: 80 + down, width: 160, height: 120 }, 11)
    expect(compare(page(), after).regions).toMatchObject([{ kind: 'moved', moved: { right, down } }])
  })

  it('does not take the same word in the next row for a movement', () => {
    const before = page()
    scribble(before, { x: 40, y: 110, width: 300, height: 12 }, 7)
    const after = page()
    scribble(after, { x: 40, y: 110, width: 300, height: 12 }, 7)
    paint(after, { x: 40, y: 80, width: 300, height: 12 }, 0xffffff)
    scribble(after, { x: 40, y: 80, width: 280, height: 12 }, 23)
    expect(compare(before, after).regions).toMatchObject([{ kind: 'text', moved: null }])
  })

  it('keeps changes that lie apart apart', () => {
    const after = page()
    paint(after, { x: 10, y: 10, width: 4, height: 4 }, 0)
    paint(after, { x: 600, y: 380, width: 4, height: 4 }, 0)
    expect(compare(page(), after).regions).toHaveLength(2)
  })

  it('compares pictures of different size, and counts what only one has', () => {
    const taller = blank(640, 420)
    taller.data.set(page().data)
    expect(compare(page(), taller).regions).toMatchObject([{ box: { x: 0, y: 400, width: 640, height: 20 }, kind: 'new' }])
  })

  it('does not look at what is masked', () => {
    const after = page()
    paint(after, { x: 40, y: 300, width: 120, height: 32 }, 0)
    const masks = [{ x: 38, y: 298, width: 140, height: 40 }]
    expect(comparePictures(picture(page()), picture(after), { masks })).toMatchObject({ verdict: 'same', comparison: 'exact' })
  })

  it('names the element and its words from the second channel', () => {
    const button = (text: string): ScreenElement[] => [
      { role: 'button', name: 'Version', text, box: { x: 36, y: 76, width: 310, height: 20 } },
    ]
    const after = page()
    paint(after, { x: 40, y: 80, width: 30, height: 12 }, 0xffffff)
    scribble(after, { x: 40, y: 80, width: 30, height: 12 }, 99)
    const diff = comparePictures(picture(page(), button('v1.3')), picture(after, button('v1.8')), { masks: [] })
    expect(diff.regions[0]?.words).toBe('The text of the button “Version” changed from “v1.3” to “v1.8”.')
  })
})

describe('in another environment', () => {
  const THERE = { ...HERE, renderer: 'Chromium 157' }

  it('never passes by itself, even when every pixel is equal', () => {
    const diff = comparePictures(picture(page()), picture(page(), [], THERE), { masks: [] })
    expect(diff).toMatchObject({ verdict: 'needs-review', environment: ['Renderer: Chromium 156, now Chromium 157'] })
    expect(comparePictures(picture(page()), picture(page(), [], null), { masks: [] }).verdict).toBe('needs-review')
  })

  it('allows for smoothing, and still boxes what changed', () => {
    const after = page()
    // Smoothing: the outline of the button gets a value between the colours on its sides.
    paint(after, { x: 40, y: 300, width: 1, height: 32 }, 0xe9b49a)
    paint(after, { x: 420, y: 80, width: 160, height: 120 }, 0xffffff)
    const diff = comparePictures(picture(page()), picture(after, [], THERE), { masks: [] })
    expect(diff).toMatchObject({ verdict: 'needs-review', comparison: 'tolerant' })
    expect(diff.regions).toMatchObject([{ kind: 'missing', box: { x: 420, y: 80 } }])
  })
})

describe('a picture that cannot be read', () => {
  it('is refused by name', () => {
    const bad = { ...picture(page()), png: new Uint8Array([1, 2, 3]) }
    expect(() => comparePictures(bad, picture(page()), { masks: [] })).toThrow('The baseline is not a PNG file.')
    const cut = { ...picture(page()), png: picture(page()).png.slice(0, 200) }
    expect(() => comparePictures(picture(page()), cut, { masks: [] })).toThrow('The new picture is damaged')
  })

  it('is read in every colour type', () => {
    const grey = { width: 3, height: 1, channels: 1, depth: 8, data: new Uint8Array([0, 128, 255]) } as const
    expect([...decodePng(encode(grey)).data]).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255])
    const deep = { width: 1, height: 1, channels: 3, depth: 16, data: new Uint16Array([65535, 0, 257]) } as const
    expect([...decodePng(encode(deep)).data]).toEqual([255, 0, 1, 255])
  })
})
