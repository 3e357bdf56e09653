import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { COLUMNS, type DifficultyModel, PRIORS } from './model.ts'
import { TRAITS } from './traits.ts'
import type { Trees } from './trees.ts'

const MAGIC = 0x44574754
const HEADER = 12

/** What the numbers belong to; a file with other shapes was made for another version. */
const HeadSchema = z.object({
  columns: z.literal(COLUMNS),
  traits: z.literal(TRAITS.join('|')),
  topics: z.array(z.string()).min(1),
  width: z.int().positive().multipleOf(8),
  rows: z.int().positive(),
  seenBytes: z.int().positive(),
  trees: z.object({ gain: z.array(z.unknown()), wordProblem: z.array(z.unknown()), goodEnough: z.array(z.unknown()) }),
  numbers: z.object({
    tableScale: z.number(),
    betterConstant: z.number(),
    betterSlope: z.number(),
    spread: z.number(),
    usualNovelty: z.number(),
  }),
})
const TreesHeadSchema = z.object({ depth: z.int().min(1).max(8), base: z.number(), count: z.int().nonnegative() })
type TreesHead = z.infer<typeof TreesHeadSchema>

const headOf = ({ depth, base, leaves }: Trees): TreesHead => ({ depth, base, count: leaves.length >>> depth })

/**
 * Packs a model: magic, CRC-32 of all that follows it, length of the head (32 bits each, little-endian), the head as JSON,
 * the numbers as 32-bit floats, and the table and the columns of the trees as bytes.
 */
export function packDifficultyModel(model: DifficultyModel): Uint8Array {
  const head = JSON.stringify({
    columns: COLUMNS,
    traits: TRAITS.join('|'),
    topics: model.topics,
    width: model.width,
    rows: model.table.length / model.width,
    seenBytes: model.seen.length,
    trees: { gain: model.gain.map(headOf), wordProblem: model.wordProblem.map(headOf), goodEnough: model.goodEnough.map(headOf) },
    numbers: {
      tableScale: model.tableScale,
      betterConstant: model.betterConstant,
      betterSlope: model.betterSlope,
      spread: model.spread,
      usualNovelty: model.usualNovelty,
    },
  })
  const headBytes = new TextEncoder().encode(head)
  const trees = [...model.gain, ...model.wordProblem, ...model.goodEnough]
  const floats = [
    model.traitMean,
    model.traitScale,
    model.output,
    model.priors,
    model.wordProblemLevel,
    ...trees.flatMap(({ thresholds, leaves }) => [thresholds, leaves]),
  ]
  const bytes = [model.table, model.seen, ...trees.map(({ columns }) => columns)]
  const floatCount = floats.reduce((sum, { length }) => sum + length, 0)
  const packed = new Uint8Array(HEADER + headBytes.length + floatCount * 4 + bytes.reduce((sum, { length }) => sum + length, 0))
  const view = new DataView(packed.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(8, headBytes.length, true)
  packed.set(headBytes, HEADER)
  let at = HEADER + headBytes.length
  for (const section of floats)
    for (const value of section) {
      view.setFloat32(at, value, true)
      at += 4
    }
  for (const section of bytes) {
    packed.set(new Uint8Array(section.buffer, section.byteOffset, section.length), at)
    at += section.length
  }
  view.setUint32(4, crc32(packed.subarray(8)), true)
  return packed
}

/** Throws an Error that says what is wrong with the file. */
export function unpackDifficultyModel(packed: Uint8Array): DifficultyModel {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  if (packed.length < HEADER || view.getUint32(0, true) !== MAGIC) throw new Error('model.bin holds no difficulty model.')
  if (view.getUint32(4, true) !== crc32(packed.subarray(8))) throw new Error('model.bin is damaged: its checksum is wrong.')
  const headLength = view.getUint32(8, true)
  const head = HeadSchema.safeParse(JSON.parse(new TextDecoder().decode(packed.subarray(HEADER, HEADER + headLength))))
  const otherVersion = (): Error => new Error('model.bin was made for another version of the estimator. Train it anew.')
  if (!head.success) throw otherVersion()
  const { topics, width, rows, seenBytes, numbers } = head.data
  const heads = (list: readonly unknown[]): TreesHead[] => list.map((one) => TreesHeadSchema.parse(one))
  const groups = [heads(head.data.trees.gain), heads(head.data.trees.wordProblem), heads(head.data.trees.goodEnough)] as const
  let at = HEADER + headLength
  const floats = (count: number): Float32Array => {
    if (at + count * 4 > packed.length) throw otherVersion()
    const values = Float32Array.from({ length: count }, (_, index) => view.getFloat32(at + index * 4, true))
    at += count * 4
    return values
  }
  const bytes = (count: number): Uint8Array => {
    if (at + count > packed.length) throw otherVersion()
    // A copy of its own: a Buffer’s slice would share, and its `buffer` be the whole file.
    const values = Uint8Array.from(packed.subarray(at, at + count))
    at += count
    return values
  }
  const traitMean = floats(TRAITS.length)
  const traitScale = floats(TRAITS.length)
  const output = floats(topics.length * (width + TRAITS.length + 1))
  const priors = floats(topics.length * PRIORS)
  const wordProblemLevel = floats(topics.length)
  const numbersOf = groups.map((group) =>
    group.map(({ depth, count }) => ({ thresholds: floats(count * ((1 << depth) - 1)), leaves: floats(count << depth) })),
  )
  const table = new Int8Array(bytes(rows * width).buffer)
  const seen = bytes(seenBytes)
  const trees = groups.map((group, g) =>
    group.map(({ depth, base, count }, index): Trees => {
      const values = numbersOf[g]?.[index]
      if (values === undefined) throw otherVersion()
      return { depth, base, columns: bytes(count * ((1 << depth) - 1)), ...values }
    }),
  )
  const [gain = [], wordProblem = [], goodEnough = []] = trees
  if (at !== packed.length || (rows & (rows - 1)) !== 0 || (seenBytes & (seenBytes - 1)) !== 0) throw otherVersion()
  return { topics, width, table, seen, traitMean, traitScale, output, priors, wordProblemLevel, gain, wordProblem, goodEnough, ...numbers }
}
