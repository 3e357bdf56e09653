import { crc32 } from 'node:zlib'
import type { Steps } from '../steps.ts'
import type { WordLists } from '../types.ts'
import { type ChainWeights, LABEL_COUNT } from './linear-chain.ts'
import {
  addEntry,
  addFigure,
  addFirst,
  addFlags,
  COMMON,
  createVocabulary,
  FIRST_NAME,
  KNOWN,
  LARGE_PLACE,
  LAST_NAME,
  NATIONALITY,
  OCCUPATION,
  ORDINARY,
  ORGANIZATION_NAME,
  VERY_COMMON,
  type Vocabulary,
} from './vocabulary.ts'
import { checkWordTable, eachWord } from './word-table.ts'

/** Everything the tagger of names knows. */
export interface TaggerModel {
  readonly vocabulary: Vocabulary
  readonly weights: ChainWeights
}

const RANK_FLAGS = [VERY_COMMON | COMMON | KNOWN, COMMON | KNOWN, KNOWN, 0] as const

/** One table of all words: clusters and ranks, the packed gazetteer, the readable lists. Throws an Error when a file is damaged. */
export function* vocabularyInSteps(
  clusters: Uint8Array,
  gazetteer: Uint8Array,
  ordinary: Uint8Array,
  lists: WordLists,
  figures: ReadonlySet<string>,
): Steps<Vocabulary> {
  const readable = [lists.firstNames, lists.lastNames, lists.places, lists.organizations, lists.occupations, lists.nationalities]
  const count =
    checkWordTable(clusters, 'clusters.bin') + checkWordTable(gazetteer, 'gazetteer.bin') + checkWordTable(ordinary, 'ordinary-words.bin')
  const vocabulary = createVocabulary(count + readable.reduce((sum, { size }) => sum + size, 2 * figures.size))
  eachWord(clusters, (hash, value) => addFirst(vocabulary, hash, value >> 2, RANK_FLAGS[value & 3] ?? 0))
  yield
  eachWord(gazetteer, (hash, flags) => addFlags(vocabulary, hash, flags))
  yield
  eachWord(ordinary, (hash) => addFlags(vocabulary, hash, ORDINARY))
  yield
  const flags = [FIRST_NAME, LAST_NAME, LARGE_PLACE, ORGANIZATION_NAME, OCCUPATION, NATIONALITY]
  readable.forEach((list, index) => {
    for (const entry of list) addEntry(vocabulary, entry, flags[index] ?? 0)
  })
  for (const name of figures) addFigure(vocabulary, name)
  return vocabulary
}

const MAGIC = 0x43574754
const HEADER = 20

/** Packs weights: magic, CRC-32 of the rest, rows, labels, scale (32 bits each, little-endian), transitions, rows of signed bytes. */
export function packWeights({ rows, scale, transitions }: ChainWeights & { readonly rows: Int8Array }): Uint8Array {
  const packed = new Uint8Array(HEADER + transitions.length * 4 + rows.length)
  const view = new DataView(packed.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(8, rows.length / LABEL_COUNT, true)
  view.setUint32(12, LABEL_COUNT, true)
  view.setFloat32(16, scale, true)
  for (const [at, score] of transitions.entries()) view.setFloat32(HEADER + at * 4, score, true)
  packed.set(new Uint8Array(rows.buffer, rows.byteOffset, rows.length), HEADER + transitions.length * 4)
  view.setUint32(4, crc32(packed.subarray(8)), true)
  return packed
}

/** Throws an Error that says what is wrong with the file. */
export function unpackWeights(bytes: Uint8Array): ChainWeights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEADER || view.getUint32(0, true) !== MAGIC) throw new Error('weights.bin holds no weights.')
  if (view.getUint32(4, true) !== crc32(bytes.subarray(8))) throw new Error('weights.bin is damaged: its checksum is wrong.')
  const count = view.getUint32(8, true)
  const labels = view.getUint32(12, true)
  const from = HEADER + labels * labels * 4
  if (labels !== LABEL_COUNT || bytes.length !== from + count * labels || (count & (count - 1)) !== 0)
    throw new Error('weights.bin was made for another version of the tagger. Train it anew.')
  return {
    rows: new Int8Array(Uint8Array.from(bytes.subarray(from)).buffer),
    scale: view.getFloat32(16, true),
    shift: Math.clz32(count) + 1,
    transitions: Float32Array.from({ length: labels * labels }, (_, at) => view.getFloat32(HEADER + at * 4, true)),
  }
}
