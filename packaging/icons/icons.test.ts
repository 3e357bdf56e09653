import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { icnsFile } from './icns-file.ts'
import { icoFile } from './ico-file.ts'
import { type Pixels, pngFile } from './png-file.ts'

const folder = join(import.meta.dirname, '../../resources/icons')
const read = (name: string) => readFileSync(join(folder, name))
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)]

/** The pixels of a picture that `pngFile` wrote. */
function pixelsOf(png: Buffer): Buffer {
  const [size = 0] = sizeOf(png)
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const rows = inflateSync(Buffer.concat(parts))
  const rgba = Buffer.alloc(size * size * 4)
  for (let at = 0; at < rgba.length; at += 1) {
    const above = at < size * 4 ? 0 : (rgba[at - size * 4] ?? 0)
    rgba[at] = (rows[at + Math.floor(at / (size * 4)) + 1] ?? 0) + above
  }
  return rgba
}

const pixelAt = (rgba: Buffer, size: number, x: number, y: number) => [...rgba.subarray((y * size + x) * 4, (y * size + x) * 4 + 4)]
const gradient = (size: number): Pixels => ({ size, rgba: Buffer.from(Array.from({ length: size * size * 4 }, (_, at) => (at * 7) % 256)) })

describe('the icons', () => {
  it('of Linux have the sizes of their names', () => {
    const sizes = [16, 24, 32, 48, 64, 128, 256, 512]
    expect(readdirSync(join(folder, 'png')).toSorted()).toEqual(sizes.map((size) => `${size}x${size}.png`).toSorted())
    for (const size of sizes) expect(sizeOf(read(`png/${size}x${size}.png`))).toEqual([size, size])
  })

  it('of the tray are 16 pixels, 32 on dense screens, and the template is black on nothing', () => {
    for (const name of ['tray', 'trayTemplate']) {
      expect(sizeOf(read(`tray/${name}.png`))).toEqual([16, 16])
      expect(sizeOf(read(`tray/${name}@2x.png`))).toEqual([32, 32])
    }
    const rgba = pixelsOf(read('tray/trayTemplate@2x.png'))
    const alphas = new Set<number>()
    for (let at = 0; at < rgba.length; at += 4) {
      expect([...rgba.subarray(at, at + 3)]).toEqual([0, 0, 0])
      alphas.add(rgba[at + 3] ?? 0)
    }
    expect(alphas.has(0) && alphas.has(255)).toBe(true)
  })

  it('of Windows are in one file, up to 256 pixels', () => {
    const ico = read('icon.ico')
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1])
    const entries = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => 6 + index * 16)
    expect(entries.map((at) => ico[at] || 256)).toEqual([16, 20, 24, 32, 40, 48, 64, 256])
    const last = entries.at(-1) ?? 0
    expect(sizeOf(ico.subarray(ico.readUInt32LE(last + 12)))).toEqual([256, 256])
    expect(ico.readUInt32LE(last + 12) + ico.readUInt32LE(last + 8)).toBe(ico.length)
  })

  it('of macOS are in one file, up to 1024 pixels, with a margin', () => {
    const icns = read('icon.icns')
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length])
    const found: [string, number][] = []
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      const png = icns.subarray(at + 8, at + icns.readUInt32BE(at + 4))
      found.push([icns.toString('latin1', at, at + 4), sizeOf(png)[0] ?? 0])
      if (found.at(-1)?.[0] === 'ic10') expect(pixelAt(pixelsOf(Buffer.from(png)), 1024, 90, 512)[3]).toBe(0)
    }
    expect(found).toEqual([
      ['icp4', 16],
      ['icp5', 32],
      ['ic11', 32],
      ['ic12', 64],
      ['ic07', 128],
      ['ic08', 256],
      ['ic13', 256],
      ['ic09', 512],
      ['ic14', 512],
      ['ic10', 1024],
    ])
  })
})

describe('a written picture', () => {
  it('as PNG keeps every pixel', () => {
    for (const size of [1, 2, 16, 31]) expect(pixelsOf(pngFile(gradient(size))).equals(gradient(size).rgba)).toBe(true)
  })

  it('as a bitmap in an .ico is upside down, blue first, with an empty mask', () => {
    const ico = icoFile([gradient(16)])
    const at = ico.readUInt32LE(6 + 12)
    expect([ico.readUInt32LE(at), ico.readInt32LE(at + 4), ico.readInt32LE(at + 8)]).toEqual([40, 16, 32])
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixelAt(gradient(16).rgba, 16, 0, 15)
    expect([...ico.subarray(at + 40, at + 44)]).toEqual([blue, green, red, alpha])
    expect(ico.subarray(at + 40 + 16 * 16 * 4).equals(Buffer.alloc(4 * 16))).toBe(true)
  })

  it('has a place in an .icns only at the sizes of the format', () => {
    expect(() => icnsFile([gradient(24)])).toThrow(/no picture of 24 pixels/)
  })
})
