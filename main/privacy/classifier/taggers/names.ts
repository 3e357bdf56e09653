import type { Finding } from '#contracts/privacy.ts'
import type { LetterRuns } from '../letter-runs.ts'
import { createUnitReader } from '../units.ts'
import { CANDIDATE, type Candidates, createCandidates, findCandidates, isScored } from './candidates.ts'
import { createDecoder, STRETCH } from './decoder.ts'
import { FEATURES, writeFeatures } from './features.ts'
import { KINDS, STREET_LINE, scoreSpan, trimSpan } from './found-spans.ts'
import { isBegin, kindOf } from './linear-chain.ts'
import { createRepeatedNames } from './repeated-names.ts'
import type { TaggerModel } from './tagger-model.ts'
import { CONTEXT, clearBlock, closeBlock, createBlock, readTokens, shiftBlock } from './tokens.ts'

/** A tagger that looks at nothing but the text; who has its units (see `units.ts`) and runs of letters hands them in. */
export type NameTagger = (view: { readonly text: string; readonly units?: Uint16Array; readonly runs?: LetterRuns }) => readonly Finding[]

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
export function createNameTagger({ vocabulary, weights }: TaggerModel): NameTagger {
  const readUnits = createUnitReader()
  const block = createBlock()
  const candidates = createCandidates(block)
  const decoder = createDecoder(weights)
  const { features, labels } = decoder
  const repeated = createRepeatedNames()

  function noteWords(first: number, end: number): void {
    for (let index = first; index < end; index += 1) if (candidates.grade[index] === CANDIDATE) repeated.noteWord(block, index)
  }

  function tagStretch(units: Uint16Array, first: number, end: number, findings: Finding[]): void {
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
      const { type, recognizer } = KINDS[kind] ?? KINDS[0]
      const score = scoreSpan(block, begin, stop, kind, chance, vocabulary)
      findings.push({ type, start: block.start[begin] ?? 0, end: block.end[stop - 1] ?? 0, score, recognizer })
      repeated.noteName(block, begin, stop, kind, chance)
    }
  }

  return ({ text, units = readUnits(text), runs }) => {
    const findings: Finding[] = []
    clearBlock(block)
    repeated.clear()
    let at = 0
    while (at < text.length) {
      const known = block.count
      at = readTokens(units, text.length, at, block, vocabulary, runs)
      const last = at >= text.length
      if (last) closeBlock(block)
      findCandidates(block, vocabulary, known, candidates)
      const to = last ? block.count : borderOf(candidates, block.count)
      eachStretch(candidates, CONTEXT, to, (first, end) => tagStretch(units, first, end, findings))
      if (!last) shiftBlock(block, to)
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
