import type { Finding } from '#contracts/privacy.ts'
import { KINDS, ORGANIZATION, PERSON } from './found-spans.ts'
import { GLUED, SHAPE, type TokenBlock } from './tokens.ts'
import { COMMON, MONTH_OR_DAY, VERY_COMMON } from './vocabulary.ts'

/** As many words that may be names are kept of one text; each takes 12 bytes. */
const MOST = 50_000
/** Below this chance a name is no witness for its other occurrences. */
const SURE = 0.7
const SCORE = 0.5

/** What a text has called somebody once counts wherever else it stands: `Ingrid Solheim … then Solheim wrote`. */
export interface RepeatedNames {
  clear(): void
  /** Takes note of a name's words (token indexes, half-open). */
  noteName(block: TokenBlock, from: number, to: number, kind: number, chance: number): void
  /** Takes note of a word that might be a name and was not taken for one. */
  noteWord(block: TokenBlock, index: number): void
  /** Findings for the noted words that are part of a noted name. */
  find(findings: Finding[]): void
}

/** Kinds of names by hash of a word. Nothing is cleared between two texts: an entry says of which it is. */
interface KindTable {
  clear(): void
  readonly isEmpty: () => boolean
  /** Undefined where the word has none. */
  get(hash: number): number | undefined
  /** Keeps the kind that a word has had before. */
  add(hash: number, kind: number): void
}

function createKindTable(): KindTable {
  let mask = 255
  let hashes = new Int32Array(mask + 1)
  let kinds = new Uint8Array(mask + 1)
  let texts = new Float64Array(mask + 1)
  let text = 1
  let count = 0

  function slotOf(hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & mask
    while (texts[slot] === text && hashes[slot] !== hash) slot = (slot + 1) & mask
    return slot
  }

  function put(hash: number, kind: number): void {
    const slot = slotOf(hash)
    if (texts[slot] === text) return
    texts[slot] = text
    hashes[slot] = hash
    kinds[slot] = kind
    count += 1
  }

  function grow(): void {
    const [oldHashes, oldKinds, oldTexts] = [hashes, kinds, texts]
    mask = mask * 2 + 1
    hashes = new Int32Array(mask + 1)
    kinds = new Uint8Array(mask + 1)
    texts = new Float64Array(mask + 1)
    count = 0
    for (const [slot, hash] of oldHashes.entries()) if (oldTexts[slot] === text) put(hash, oldKinds[slot] ?? 0)
  }

  return {
    clear() {
      text += 1
      count = 0
    },
    isEmpty: () => count === 0,
    get(hash) {
      const slot = slotOf(hash)
      return texts[slot] === text ? kinds[slot] : undefined
    },
    add(hash, kind) {
      if (count * 2 > mask) grow()
      put(hash, kind)
    },
  }
}

export function createRepeatedNames(): RepeatedNames {
  const kinds = createKindTable()
  let words = new Int32Array(3 * 256)
  let count = 0
  return {
    clear() {
      kinds.clear()
      count = 0
    },
    noteName({ hash, value, shape, start, end }, from, to, kind, chance) {
      if (chance < SURE || kind > ORGANIZATION) return
      // Of a place or company only the whole name is one; each part of a person's is.
      if (kind !== PERSON && to - from > 1) return
      for (let index = from; index < to; index += 1) {
        const form = (shape[index] ?? 0) % GLUED
        if (form >= SHAPE.initial && form !== SHAPE.caseless) continue
        if ((end[index] ?? 0) - (start[index] ?? 0) < 3 || ((value[index] ?? 0) & (VERY_COMMON | COMMON | MONTH_OR_DAY)) !== 0) continue
        kinds.add(hash[index] ?? 0, kind)
      }
    },
    noteWord({ hash, start, end }, index) {
      if (count === MOST) return
      if (count * 3 === words.length) {
        const wider = new Int32Array(words.length * 2)
        wider.set(words)
        words = wider
      }
      words[count * 3] = hash[index] ?? 0
      words[count * 3 + 1] = start[index] ?? 0
      words[count * 3 + 2] = end[index] ?? 0
      count += 1
    },
    find(findings) {
      if (kinds.isEmpty()) return
      for (let at = 0; at < count; at += 1) {
        const kind = kinds.get(words[at * 3] ?? 0)
        if (kind === undefined) continue
        const { type, recognizer } = KINDS[kind] ?? KINDS[0]
        findings.push({ type, start: words[at * 3 + 1] ?? 0, end: words[at * 3 + 2] ?? 0, score: SCORE, recognizer: `${recognizer}-again` })
      }
    },
  }
}
