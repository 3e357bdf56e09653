import { type Pixels, pngFile } from './png-file.ts'

/** What macOS calls each picture: by its pixels, and whether it stands for half as many points. */
const TYPES: ReadonlyMap<number, readonly string[]> = new Map([
  [16, ['icp4']],
  [32, ['icp5', 'ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
])

/** A macOS icon (`.icns`): a sequence of named PNG pictures. Throws on a size that the format has no name for. */
export function icnsFile(pictures: readonly Pixels[]): Buffer {
  const blocks = pictures.flatMap((picture) => {
    const types = TYPES.get(picture.size)
    if (types === undefined) throw new Error(`An .icns has no picture of ${picture.size} pixels.`)
    const png = pngFile(picture)
    return types.map((type) => block(type, png))
  })
  return block('icns', Buffer.concat(blocks))
}

function block(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 0, 'latin1')
  head.writeUInt32BE(data.length + 8, 4)
  return Buffer.concat([head, data])
}
