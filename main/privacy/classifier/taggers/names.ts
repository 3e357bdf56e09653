import type { Finding } from '#contracts/privacy.ts'
import type { LetterRuns } from '../letter-runs.ts'
import type { Focus } from '../readings/focus.ts'
import { createUnitReader } from '../units.ts'
import { CANDIDATE, type Candidates, createCandidates, findCandidates, isScored } from './candidates.ts'
import { createDecoder, STRETCH } from './decoder.ts'
import { FEATURES, writeFeatures } from './features.ts'
import type { FieldNameCheck } from './field-names.ts'
import { KINDS, STREET_LINE, scoreSpan, trimSpan } from './found-spans.ts'
import { isBegin, kindOf } from './linear-chain.ts'
import { createRepeatedNames } from './repeated-names.ts'
import type { TaggerModel } from './tagger-model.ts'
import { CONTEXT, clearBlock, closeBlock, createBlock, readTokens, shiftBlock } from './tokens.ts'

/**
 * A tagger that looks at nothing but the text; who has its units (see `units.ts`) and runs of letters hands them in. With a focus, names
 * that cannot touch it may be left out.
 */
export type NameTagger = (view: {
  readonly text: string
  readonly units?: Uint16Array
  readonly runs?: LetterRuns
  readonly focus?: Focus | null
}) => readonly Finding[]

/** Bits of a hash that choose its bit among those of the words in focus. */
const SIEVE_BITS = 10

/** Calls back with every stretch of scored tokens between two indexes, at most `STRETCH` long. */
export function eachStretch({ grade }: Candidates, from: number, to: number, visit: (first: number, end: number) => void): void {
  let index = from
  while (index < to) {
    if (grade[index] === 0 || !isScored(grade, index)) {
      index += 1
      continue
    }
    const first = index
    while (index < to && index - first < STRETCH && isScored(grade, index)) index += 1
    visit(first, index)
  }
}

/**
 * Persons, places and organisations, by a trained model (see `training/tagger`). Linear in the text: one pass over its
 * characters into columns of tokens; only stretches around what may be a name are scored and decoded.
 */
export function createNameTagger({ vocabulary, weights }: TaggerModel, isFieldName: FieldNameCheck = () => false): NameTagger {
  const readUnits = createUnitReader()
  const block = createBlock()
  const candidates = createCandidates(block)
  const decoder = createDecoder(weights)
  const { features, labels } = decoder
  const repeated = createRepeatedNames()

  function noteWords(first: number, end: number): void {
    for (let index = first; index < end; index += 1) if (candidates.grade[index] === CANDIDATE) repeated.noteWord(block, index)
  }

  function tagStretch(text: string, units: Uint16Array, first: number, end: number, findings: Finding[]): void {
    const length = end - first
    for (let index = first; index < end; index += 1) writeFeatures(units, block, candidates, index, features, (index - first) * FEATURES)
    if (!decoder.decode(length)) {
      noteWords(first, end)
      return
    }
    let token = 0
    while (token < length) {
      const kind = kindOf(labels[token] ?? 0)
      const from = token
      let chance = 1
      do {
        if (kind !== 0) chance = Math.min(chance, decoder.chance(token, length))
        token += 1
      } while (token < length && kindOf(labels[token] ?? 0) === kind && !isBegin(labels[token] ?? 0))
      const [begin, stop] = kind === 0 ? [0, 0] : trimSpan(block, first + from, first + token, kind)
      if (begin === stop || kind === STREET_LINE) {
        noteWords(first + from, first + token)
        continue
      }
      const [start, close] = [block.start[begin] ?? 0, block.end[stop - 1] ?? 0]
      // Not noted as a word either: what another name makes of it elsewhere in the text, it is not here.
      if (isFieldName(text, start, close)) continue
      const { type, recognizer } = KINDS[kind] ?? KINDS[0]
      const score = scoreSpan(block, begin, stop, kind, chance, vocabulary)
      findings.push({ type, start, end: close, score, recognizer })
      repeated.noteName(block, begin, stop, kind, chance)
    }
  }

  /** The text block by block; `visit` is told up to where each is to be decided. */
  function eachBlock(units: Uint16Array, length: number, runs: LetterRuns | undefined, visit: (to: number) => void): void {
    clearBlock(block)
    let at = 0
    while (at < length) {
      const known = block.count
      at = readTokens(units, length, at, block, vocabulary, runs)
      const last = at >= length
      if (last) closeBlock(block)
      findCandidates(block, vocabulary, known, candidates)
      const to = last ? block.count : borderOf(candidates, block.count)
      visit(to)
      if (!last) shiftBlock(block, to)
    }
  }

  /** Words in focus that may be names: a bit for each value of some bits of a hash. What else is called so anywhere may make them ones. */
  const inFocus = new Int32Array(1 << (SIEVE_BITS - 5))

  function noteFocus(focus: Focus, to: number): void {
    for (let index = CONTEXT; index < to; index += 1) {
      if (candidates.grade[index] !== CANDIDATE || !focus.isNear(block.start[index] ?? 0, block.end[index] ?? 0)) continue
      const bit = (block.hash[index] ?? 0) >>> (32 - SIEVE_BITS)
      inFocus[bit >>> 5] = (inFocus[bit >>> 5] ?? 0) | (1 << (bit & 31))
    }
  }

  /** Whether what is found in a stretch may touch the focus, or tell what a word in it is. */
  function concerns(focus: Focus, first: number, end: number): boolean {
    if (focus.isNear(block.start[first] ?? 0, block.end[end - 1] ?? 0)) return true
    for (let index = first; index < end; index += 1) {
      const bit = (block.hash[index] ?? 0) >>> (32 - SIEVE_BITS)
      if ((((inFocus[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0) return true
    }
    return false
  }

  return ({ text, units = readUnits(text), runs, focus = null }) => {
    const findings: Finding[] = []
    repeated.clear()
    if (focus === null) {
      eachBlock(units, text.length, runs, (to) =>
        eachStretch(candidates, CONTEXT, to, (first, end) => tagStretch(text, units, first, end, findings)),
      )
    } else {
      inFocus.fill(0)
      const tag = (to: number): void =>
        eachStretch(candidates, CONTEXT, to, (first, end) => {
          if (concerns(focus, first, end)) tagStretch(text, units, first, end, findings)
        })
      let blocks = 0
      let only = 0
      eachBlock(units, text.length, runs, (to) => {
        blocks += 1
        only = to
        noteFocus(focus, to)
      })
      // Of several blocks the last alone is still at hand.
      if (blocks === 1) tag(only)
      else eachBlock(units, text.length, runs, tag)
    }
    repeated.find(findings)
    return findings
  }
}

/** Where a full block may be left: not inside a stretch, unless that fills half of it. */
function borderOf({ grade }: Candidates, count: number): number {
  const latest = count - CONTEXT
  for (let at = latest; at > count / 2; at -= 1) if (!isScored(grade, at)) return at
  return latest
}
