import { encode } from 'fast-png'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fingerprint } from '#contracts/visual-diff.ts'
import { comparePictures, type Picture } from './compare-pictures.ts'
import { blank, paint, scribble } from './drawing.ts'
import { createPictureWorkers, type PictureWorkers } from './picture-workers.ts'
import type { Pixels } from './pixels.ts'

const HERE: Fingerprint = { renderer: 'Chromium 156', platform: 'linux', fonts: 'a1', scale: 1, flags: [] }
const BUTTON = { role: 'button', name: 'Save', text: 'Save', box: { x: 36, y: 76, width: 310, height: 20 } }

function drawn(change: (pixels: Pixels) => void = () => {}, fingerprint = HERE): Picture {
  const pixels = blank(640, 400)
  scribble(pixels, { x: 40, y: 80, width: 300, height: 12 }, 7)
  paint(pixels, { x: 40, y: 300, width: 120, height: 32 }, 0xd46835)
  change(pixels)
  return { png: encode({ ...pixels, channels: 4, depth: 8 }), fingerprint, elements: [BUTTON] }
}

let workers: PictureWorkers
beforeEach(() => {
  workers = createPictureWorkers()
})
afterEach(() => workers.dispose())

describe('comparing pictures in a worker', () => {
  it.each([
    ['the same file', drawn(), []],
    ['another colour', drawn((pixels) => paint(pixels, { x: 40, y: 300, width: 120, height: 32 }, 0xdc6834)), []],
    ['something gone', drawn((pixels) => paint(pixels, { x: 40, y: 300, width: 120, height: 32 }, 0xffffff)), []],
    ['other text', drawn((pixels) => scribble(pixels, { x: 40, y: 80, width: 30, height: 12 }, 99)), []],
    ['a mask', drawn((pixels) => paint(pixels, { x: 8, y: 8, width: 9, height: 9 }, 0)), [{ x: 0, y: 0, width: 40, height: 40 }]],
    ['another environment', drawn((pixels) => paint(pixels, { x: 8, y: 8, width: 9, height: 9 }, 0), { ...HERE, renderer: 'other' }), []],
  ])('says the same as where it is asked: %s', async (_, after, masks) => {
    expect(await workers.compare(drawn(), after, { masks })).toEqual(comparePictures(drawn(), after, { masks }))
  })

  it('leaves the pictures with whoever asks', async () => {
    const [before, after] = [drawn(), drawn((pixels) => paint(pixels, { x: 8, y: 8, width: 9, height: 9 }, 0))]
    const lengths = [before.png.byteLength, after.png.byteLength]
    await workers.compare(before, after, { masks: [] })
    expect([before.png.byteLength, after.png.byteLength]).toEqual(lengths)
  })

  it('refuses what is no picture, and what is too large, with the same words', async () => {
    const bad = { ...drawn(), png: new Uint8Array([1, 2, 3]) }
    await expect(workers.compare(bad, drawn(), { masks: [] })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'The baseline is not a PNG file.',
    })
    const large = { ...drawn(), png: new Uint8Array(64 * 1024 * 1024 + 1) }
    await expect(workers.compare(drawn(), large, { masks: [] })).rejects.toThrow('The new picture is larger than 64 MiB.')
  })

  it('ends when it is cancelled or takes too long, and goes on with the next', async () => {
    const other = drawn((pixels) => paint(pixels, { x: 8, y: 8, width: 9, height: 9 }, 0))
    const cancel = new AbortController()
    const cancelled = expect(workers.compare(drawn(), other, { masks: [] }, cancel.signal)).rejects.toMatchObject({ code: 'CANCELLED' })
    cancel.abort()
    await cancelled
    await expect(workers.compare(drawn(), other, { masks: [] })).resolves.toMatchObject({ verdict: 'changed' })
    const hasty = createPictureWorkers({ limitMs: 0 })
    await expect(hasty.compare(drawn(), other, { masks: [] })).rejects.toThrow('could not be compared in reasonable time')
    await hasty.dispose()
    await expect(hasty.compare(drawn(), other, { masks: [] })).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})
