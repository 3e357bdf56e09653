import { type LetterRuns, RUN_PRIME, RUN_SEED } from '../letter-runs.ts'
import { inOneGo, type Steps } from '../steps.ts'
import type { RequestCues } from './request-model.ts'

/** Tells for each occurrence of a cue where it stands and which feature it counts for. */
export interface CueIndex {
  readonly features: readonly string[]
  /** How many cues there are; one of two features counts twice. */
  readonly cues: number
  /**
   * Calls back in ascending order of position. `cue` numbers the cue, `feature` its place in `features`. Who has the runs of letters of the
   * text hands them in.
   */
  scan(lower: string, onCue: (start: number, end: number, cue: number, feature: number) => void, runs?: LetterRuns): void
}

const BLANK = 32
const FIRST_LETTER = 97
const LETTERS = 26
const ANY = -1
/** Letters of the tree's alphabet: Basic Latin and Latin-1. Cues in other scripts are found by their first letter. */
const ALPHABET = 256

/** Bit of a unit's class that says that it is part of a word; below it stands its letter in the tree. */
const WORD = 256

/**
 * A tree over the letters of all cues, walked once from the beginning of each word: a cue of Latin letters counts only as whole words.
 * Scripts that are written without blanks have no word beginnings, so their cues are compared wherever their first letter stands.
 */
export function createCueIndex(cues: RequestCues): CueIndex {
  return inOneGo(cueIndexInSteps(cues))
}

/** The same for whoever has something else to do in between. */
export function* cueIndexInSteps(cues: RequestCues): Steps<CueIndex> {
  const features = [...cues.keys()]
  const entries = features.flatMap((name, feature) => [...new Set(cues.get(name) ?? [])].map((text) => ({ text, feature })))
  const lengths = Int32Array.from(entries, ({ text }) => text.length)
  const featureOf = Int32Array.from(entries, ({ feature }) => feature)
  const latin = entries.map(({ text }) => LATIN.test(text))
  const elsewhere = new Map<number, number[]>()
  for (const [id, { text }] of entries.entries()) {
    if (latin[id] === true) continue
    const first = text.charCodeAt(0)
    const ids = elsewhere.get(first)
    if (ids === undefined) elsewhere.set(first, [id])
    else ids.push(id)
  }
  yield
  const classes = classesOf(entries.filter((_, id) => latin[id] === true).map(({ text }) => text))
  const tree = treeOf(
    entries.map(({ text }) => text),
    latin,
    classes,
  )
  yield

  const { only, child, rows, outputs } = tree
  const { of, count: width } = classes
  const roots = rootsOf(entries.map(({ text }) => text))
  const openings = openingsOf(entries.filter((_, id) => latin[id] === true).map(({ text }) => text))
  const sieve = sieveOf(openings)
  const opened = openedBy(openings, (word) => nodeOf(word, 0, word.length))
  yield
  const behindBlank = lettersBehindBlank()
  yield

  /** By node, a bit for each small letter with which a cue can go on behind a blank; all bits where something else is possible there, or a cue ends. */
  function lettersBehindBlank(): Int32Array {
    const letters = new Int32Array(outputs.length)
    for (let node = 1; node < outputs.length; node += 1) {
      const ended = outputs[node]
      const blank = follow(node, (of[BLANK] ?? 0) & (WORD - 1))
      let bits = ended === null || ended === undefined ? 0 : ANY
      if (blank !== 0) {
        const endedBehind = outputs[blank]
        if (endedBehind !== null && endedBehind !== undefined) bits = ANY
        for (let letter = 0; letter < LETTERS; letter += 1) {
          const unit = (of[FIRST_LETTER + letter] ?? 0) & (WORD - 1)
          if (unit !== 0 && follow(blank, unit) !== 0) bits |= 1 << letter
        }
      }
      letters[node] = bits
    }
    return letters
  }

  /** Whether no cue can go on from a node that is reached at a place: a blank stands there, and then a letter that none goes on with. */
  function endsAtBlank(lower: string, node: number, at: number): boolean {
    if (lower.charCodeAt(at) !== BLANK) return false
    const letter = lower.charCodeAt(at + 1) - FIRST_LETTER
    return letter >= 0 && letter < LETTERS && (((behindBlank[node] ?? ANY) >>> letter) & 1) === 0
  }

  function follow(node: number, letter: number): number {
    const single = only[node] ?? 0
    if (single === letter) return letter === 0 ? 0 : (child[node] ?? 0)
    return single === BRANCHING ? (rows[(child[node] ?? 0) * width + letter] ?? 0) : 0
  }

  /**
   * Tells of the cues that begin at a place, of whose letters those up to `end` lead to `from`. `isSure`: whether that was found letter by
   * letter, and not by a hash; else it is made sure of where a cue ends, for most words begin none that goes on so far.
   */
  function walk(lower: string, at: number, end: number, from: number, isSure: boolean, onCue: OnCue): void {
    const { length } = lower
    let node = from
    let sure = isSure
    let unit = end > at ? (of[lower.charCodeAt(end - 1)] ?? 0) : 0
    for (let behind = end; ; behind += 1) {
      const isWord = (unit & WORD) !== 0
      unit = behind < length ? (of[lower.charCodeAt(behind)] ?? 0) : 0
      const ended = outputs[node]
      if (ended !== null && ended !== undefined && !(isWord && (unit & WORD) !== 0)) {
        sure ||= nodeOf(lower, at, end) === from
        if (!sure) return
        for (const id of ended) onCue(at, behind, id, featureOf[id] ?? 0)
      }
      const letter = unit & (WORD - 1)
      node = letter === 0 ? 0 : follow(node, letter)
      if (node === 0) return
    }
  }

  function nodeOf(lower: string, start: number, end: number): number {
    let node = 0
    for (let at = start; at < end; at += 1) {
      const letter = (of[lower.charCodeAt(at)] ?? 0) & (WORD - 1)
      node = letter === 0 ? 0 : follow(node, letter)
      if (node === 0) return 0
    }
    return node
  }

  return {
    features,
    cues: entries.length,
    scan(lower, onCue, runs) {
      const { length } = lower
      const runCount = runs?.count ?? 0
      let inWord = false
      let at = 0
      for (let run = 0; ; run += 1) {
        const start = run < runCount ? (runs?.starts[run] ?? 0) : length
        for (; at < start; at += 1) {
          const code = lower.charCodeAt(at)
          const first = of[code] ?? 0
          const begins = !inWord
          inWord = (first & WORD) !== 0
          if (roots[code] === 0) continue
          if (code >= ALPHABET) {
            for (const id of elsewhere.get(code) ?? []) {
              if (lower.startsWith(entries[id]?.text ?? '\0', at)) onCue(at, at + (lengths[id] ?? 0), id, featureOf[id] ?? 0)
            }
            continue
          }
          // A cue begins with a word, or with a mark of its own (`(a)`, a line break).
          const letter = first & (WORD - 1)
          if (letter === 0 || !(begins || !inWord)) continue
          const node = follow(0, letter)
          if (node !== 0) walk(lower, at, at + 1, node, true, onCue)
        }
        if (runs === undefined || run >= runCount) return
        const end = runs.ends[run] ?? 0
        if (!inWord) {
          const hash = runs.hashes[run] ?? 0
          const bit = hash >>> (32 - SIEVE_BITS)
          // A letter that is of ASCII only in lower case (the sign of kelvin) is of no run.
          const goesOn = runs.hasForeign && ((of[lower.charCodeAt(end)] ?? 0) & WORD) !== 0
          if (goesOn || (((sieve[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0) {
            const known = goesOn ? SHARED : nodeByHash(opened, hash)
            const node = known === SHARED ? nodeOf(lower, start, end) : known
            if (node !== 0 && !endsAtBlank(lower, node, end)) walk(lower, start, end, node, known === SHARED, onCue)
          }
        }
        inWord = true
        at = end
      }
    },
  }
}

type OnCue = Parameters<CueIndex['scan']>[1]

/** By unit, 1 where a cue begins with it: most of what stands between words begins none. */
function rootsOf(texts: readonly string[]): Uint8Array {
  const roots = new Uint8Array(0x1_0000)
  for (const text of texts) roots[text.charCodeAt(0)] = 1
  return roots
}

/** Bits of a hash that choose its bit of the sieve. */
const SIEVE_BITS = 15

/** A bit for each value of a hash's upper bits that an opening has: most words of a text begin no cue. */
function sieveOf(openings: ReadonlyMap<string, number>): Int32Array {
  const sieve = new Int32Array(1 << (SIEVE_BITS - 5))
  for (const hash of openings.values()) {
    const bit = hash >>> (32 - SIEVE_BITS)
    sieve[bit >>> 5] = (sieve[bit >>> 5] ?? 0) | (1 << (bit & 31))
  }
  return sieve
}

/** The letters at the beginnings of cues, as the runs of a text are, with their hashes. */
function openingsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const openings = new Map<string, number>()
  for (const text of texts) {
    const opening = /^[a-z]*/.exec(text)?.[0] ?? ''
    let hash = RUN_SEED
    for (const letter of opening) hash = Math.imul(hash ^ letter.charCodeAt(0), RUN_PRIME)
    openings.set(opening, hash)
  }
  return openings
}

/** Nodes by the hash of the letters that lead there, each beside its hash; open addressing, 0 for none. */
interface Opened {
  readonly slots: Int32Array
  readonly mask: number
}

/** In place of a node: several openings have this hash. */
const SHARED = -1

function openedBy(openings: ReadonlyMap<string, number>, nodeOf: (opening: string) => number): Opened {
  let size = 64
  while (size < openings.size * 2) size *= 2
  const opened = { slots: new Int32Array(size * 2), mask: size - 1 }
  const { slots } = opened
  for (const [opening, hash] of openings) {
    const node = nodeOf(opening)
    if (node === 0) continue
    const slot = slotOf(opened, hash)
    slots[slot] = hash
    slots[slot + 1] = slots[slot + 1] === 0 ? node : SHARED
  }
  return opened
}

function nodeByHash(opened: Opened, hash: number): number {
  return opened.slots[slotOf(opened, hash) + 1] ?? 0
}

/** Where a hash stands, or would. */
function slotOf({ slots, mask }: Opened, hash: number): number {
  let slot = (hash ^ (hash >>> 15)) & mask
  while (slots[slot * 2 + 1] !== 0 && slots[slot * 2] !== hash) slot = (slot + 1) & mask
  return slot * 2
}

const LATIN = /^[\0-\u00FF]+$/

/** The units that occur in cues, numbered from 1 (0 is any other), with WORD where they are part of words. */
interface Classes {
  readonly of: Uint16Array
  readonly count: number
}

/** Of small letters of Latin, Greek and Cyrillic and digits words are made; ideographs and the like are words by themselves. */
function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 223 && code < 0x530 && code !== 247)
}

function classesOf(texts: readonly string[]): Classes {
  const of = new Uint16Array(0x1_0000)
  let count = 1
  for (const text of texts) {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (of[code] !== 0) continue
      of[code] = count
      count += 1
    }
  }
  for (let code = 0; code < 0x530; code += 1) if (isWordCode(code)) of[code] = (of[code] ?? 0) | WORD
  return { of, count }
}

/** `only` of a node with several letters behind it. */
const BRANCHING = 0xffff

/**
 * Nodes by number, 0 is the root. Most have one letter behind them: it is in `only`, and `child` is where it leads, mostly the next node.
 * Of the others `child` is the number of a row of `rows`. Small enough to stay near the processor.
 */
interface Tree {
  readonly only: Uint16Array
  readonly child: Int32Array
  readonly rows: Uint16Array | Int32Array
  /** Cues that end in a node; several features may share a cue. */
  readonly outputs: readonly (readonly number[] | null)[]
}

function treeOf(texts: readonly string[], belongs: readonly boolean[], { of, count: width }: Classes): Tree {
  const most = texts.reduce((sum, text, id) => sum + (belongs[id] === true ? text.length : 0), 1)
  const only = new Uint16Array(most)
  const child = new Int32Array(most)
  let rows = new Int32Array(width * 64)
  let branching = 0
  const outputs: (number[] | null)[] = [null]
  for (const [id, text] of texts.entries()) {
    if (belongs[id] !== true) continue
    let node = 0
    for (let at = 0; at < text.length; at += 1) {
      const letter = (of[text.charCodeAt(at)] ?? 0) & (WORD - 1)
      const single = only[node] ?? 0
      let next = single === letter ? (child[node] ?? 0) : single === BRANCHING ? (rows[(child[node] ?? 0) * width + letter] ?? 0) : 0
      if (next === 0) {
        next = outputs.length
        outputs.push(null)
        if (single === 0) {
          only[node] = letter
          child[node] = next
        } else {
          if (single !== BRANCHING) {
            if ((branching + 1) * width > rows.length) {
              const wider = new Int32Array(rows.length * 2)
              wider.set(rows)
              rows = wider
            }
            rows[branching * width + single] = child[node] ?? 0
            only[node] = BRANCHING
            child[node] = branching
            branching += 1
          }
          rows[(child[node] ?? 0) * width + letter] = next
        }
      }
      node = next
    }
    const ended = outputs[node]
    if (ended === null || ended === undefined) outputs[node] = [id]
    else ended.push(id)
  }
  const used = rows.subarray(0, branching * width)
  return { only, child, rows: outputs.length <= 0x10000 ? Uint16Array.from(used) : used.slice(), outputs }
}
