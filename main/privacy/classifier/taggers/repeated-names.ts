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

export function createRepeatedNames(): RepeatedNames {
  const kinds = new Map<number, number>()
  let words = new Int32Array(3 * 256)
  let count = 0
  return {
    clear() {
      // Most texts name nobody for certain, and clearing a map that is empty is not free.
      if (kinds.size > 0) kinds.clear()
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
        if (!kinds.has(hash[index] ?? 0)) kinds.set(hash[index] ?? 0, kind)
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
      if (kinds.size === 0) return
      for (let at = 0; at < count; at += 1) {
        const kind = kinds.get(words[at * 3] ?? 0)
        if (kind === undefined) continue
        const { type, recognizer } = KINDS[kind] ?? KINDS[0]
        findings.push({ type, start: words[at * 3 + 1] ?? 0, end: words[at * 3 + 2] ?? 0, score: SCORE, recognizer: `${recognizer}-again` })
      }
    },
  }
}
