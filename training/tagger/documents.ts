import { readFileSync } from 'node:fs'
import type { Candidates } from '../../main/privacy/classifier/taggers/candidates.ts'
import { createCandidates, findCandidates } from '../../main/privacy/classifier/taggers/candidates.ts'
import { FEATURES, rowOf, writeFeatures } from '../../main/privacy/classifier/taggers/features.ts'
import { STREET } from '../../main/privacy/classifier/taggers/linear-chain.ts'
import { eachStretch } from '../../main/privacy/classifier/taggers/names.ts'
import { CONTEXT, clearBlock, closeBlock, createBlock, readTokens, type TokenBlock } from '../../main/privacy/classifier/taggers/tokens.ts'
import { ORDINARY, type Vocabulary } from '../../main/privacy/classifier/taggers/vocabulary.ts'
import { createUnitReader } from '../../main/privacy/classifier/units.ts'
import { createRandom } from './random.ts'

/** A text and what is in it: half-open spans in UTF-16 units. */
export interface Document {
  readonly text: string
  readonly spans: readonly (readonly [start: number, end: number, type: string])[]
  /** Rows of one group are trained on together or not at all. */
  readonly group: string
  /** How much its errors count. */
  readonly weight: number
  /** Share of the words of its names that the lists are not to know. */
  readonly hidden?: number
}

const HIDING_SEED = 99

/** A stretch of scored tokens with the rows of their features and their right labels. */
export interface Example {
  readonly rows: Int32Array
  readonly gold: Uint8Array
  readonly weight: number
}

const KIND: Readonly<Record<string, number>> = {
  PERSON: 1,
  LOCATION: 2,
  GPE: 2,
  ORGANIZATION: 3,
  GROUP: 3,
  STREET_ADDRESS: 4,
  ZIP_CODE: 4,
}

const STREET_KIND = 4

/** Reads labelled rows, one JSON object a line. */
export function readDocuments(file: string, weight: number): Document[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { text, spans, split_key: group } = JSON.parse(line) as { text: string; spans: [number, number, string][]; split_key: string }
      return { text, spans, group, weight }
    })
}

export interface Encoded {
  readonly examples: Example[]
  /** Gold tokens, and how many of them are scored at all. */
  readonly gold: number
  readonly reached: number
}

/** Turns texts into examples with the tagger's own code. Texts longer than a block are cut off there. */
export function encode(documents: readonly Document[], vocabulary: Vocabulary, shift: number): Encoded {
  const readUnits = createUnitReader()
  const block = createBlock()
  const candidates = createCandidates(block)
  const labels = new Uint8Array(block.start.length)
  const random = createRandom(HIDING_SEED)
  const examples: Example[] = []
  let gold = 0
  let reached = 0
  for (const document of documents) {
    const { text, weight } = document
    clearBlock(block)
    const units = readUnits(text)
    readTokens(units, text.length, 0, block, vocabulary)
    closeBlock(block)
    label(document, block, labels)
    hideNames(block, labels, document.hidden ?? 0, random)
    findCandidates(block, vocabulary, CONTEXT, candidates)
    for (let index = CONTEXT; index < block.count; index += 1) if ((labels[index] ?? 0) > 0) gold += 1
    eachStretch(candidates, CONTEXT, block.count, (first, end) => {
      examples.push(exampleOf(units, block, candidates, labels, first, end, weight))
      for (let index = first; index < end; index += 1) if ((labels[index] ?? 0) > 0) reached += 1
    })
  }
  keepFrequent(examples, shift)
  return { examples, gold, reached }
}

const LEAST = 2
/** Bits of the hashes by which features are counted. */
const COUNT_BITS = 24

/** Values become rows; what was seen once only becomes row 0, which is not learnt: it would but blur the rows that others share. */
function keepFrequent(examples: readonly Example[], shift: number): void {
  const counts = new Uint8Array(1 << COUNT_BITS)
  for (const { rows } of examples)
    for (let at = 0; at < rows.length; at += 1) {
      const cell = rowOf(at % FEATURES, rows[at] ?? 0, 32 - COUNT_BITS)
      counts[cell] = Math.min(LEAST, (counts[cell] ?? 0) + 1)
    }
  for (const { rows } of examples)
    for (let at = 0; at < rows.length; at += 1) {
      const often = (counts[rowOf(at % FEATURES, rows[at] ?? 0, 32 - COUNT_BITS)] ?? 0) >= LEAST
      rows[at] = often ? rowOf(at % FEATURES, rows[at] ?? 0, shift) : 0
    }
}

function exampleOf(
  units: Uint16Array,
  block: TokenBlock,
  candidates: Candidates,
  labels: Uint8Array,
  first: number,
  end: number,
  weight: number,
): Example {
  const rows = new Int32Array((end - first) * FEATURES)
  const gold = labels.slice(first, end)
  for (let index = first; index < end; index += 1) writeFeatures(units, block, candidates, index, rows, (index - first) * FEATURES)
  // A span whose first token is not scored begins with what is left of it.
  for (let index = 0; index < gold.length; index += 1) {
    const own = gold[index] ?? 0
    if (own === 0 || own === STREET || own % 2 === 1) continue
    const before = index === 0 ? 0 : (gold[index - 1] ?? 0)
    if (before !== own && before !== own - 1) gold[index] = own - 1
  }
  return { rows, gold, weight }
}

/** Of the names that are hidden, the share of those that are an ordinary word of some language. */
const ORDINARY_SHARE = 0.3

/** Lets some names be unknown to all lists, as those of other texts are: the names of generated ones come from the lists. */
function hideNames({ value, count }: TokenBlock, labels: Uint8Array, share: number, random: () => number): void {
  if (share === 0) return
  for (let index = CONTEXT; index < count; index += 1)
    if ((labels[index] ?? 0) > 0 && random() < share) value[index] = random() < ORDINARY_SHARE ? ORDINARY : 0
}

/** Labels of the tokens that lie in a span. */
function label({ spans }: Document, block: TokenBlock, labels: Uint8Array): void {
  labels.fill(0, 0, block.count)
  for (const [start, end, type] of spans) {
    const kind = KIND[type]
    if (kind === undefined) continue
    let begun = false
    for (let index = CONTEXT; index < block.count; index += 1) {
      const [from, to] = [block.start[index] ?? 0, block.end[index] ?? 0]
      if (from < start || to > end) continue
      labels[index] = kind === STREET_KIND ? STREET : begun ? kind * 2 : kind * 2 - 1
      begun = true
    }
  }
}
