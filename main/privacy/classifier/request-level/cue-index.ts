import type { RequestCues } from './request-model.ts'

/** Tells for each occurrence of a cue where it stands and which feature it counts for. */
export interface CueIndex {
  readonly features: readonly string[]
  /** How many cues there are; one of two features counts twice. */
  readonly cues: number
  /** Calls back in ascending order of position. `cue` numbers the cue, `feature` its place in `features`. */
  scan(lower: string, onCue: (start: number, end: number, cue: number, feature: number) => void): void
}

/** Letters of the tree's alphabet: Basic Latin and Latin-1. Cues in other scripts are found by their first letter. */
const ALPHABET = 256

/** Bit of a unit's class that says that it is part of a word; below it stands its letter in the tree. */
const WORD = 256

/**
 * A tree over the letters of all cues, walked once from the beginning of each word: a cue of Latin letters counts only as whole words.
 * Scripts that are written without blanks have no word beginnings, so their cues are compared wherever their first letter stands.
 */
export function createCueIndex(cues: RequestCues): CueIndex {
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
  const classes = classesOf(entries.filter((_, id) => latin[id] === true).map(({ text }) => text))
  const tree = treeOf(
    entries.map(({ text }) => text),
    latin,
    classes,
  )

  return {
    features,
    cues: entries.length,
    scan(lower, onCue) {
      const { only, child, rows, outputs } = tree
      const { of, count: width } = classes
      const { length } = lower
      let inWord = false
      for (let at = 0; at < length; at += 1) {
        const code = lower.charCodeAt(at)
        const begins = !inWord
        const first = of[code] ?? 0
        inWord = (first & WORD) !== 0
        if (code >= ALPHABET) {
          for (const id of elsewhere.get(code) ?? []) {
            if (lower.startsWith(entries[id]?.text ?? '\0', at)) onCue(at, at + (lengths[id] ?? 0), id, featureOf[id] ?? 0)
          }
          continue
        }
        // A cue begins with a word, or with a mark of its own (`(a)`, a line break).
        if (!begins && inWord) continue
        let node = 0
        let unit = first
        for (let end = at; ; ) {
          const letter = unit & (WORD - 1)
          const single = only[node] ?? 0
          if (letter === 0) break
          if (single === letter) node = child[node] ?? 0
          else if (single === BRANCHING) node = rows[(child[node] ?? 0) * width + letter] ?? 0
          else break
          if (node === 0) break
          end += 1
          const isWord = (unit & WORD) !== 0
          unit = end < length ? (of[lower.charCodeAt(end)] ?? 0) : 0
          const ended = outputs[node]
          if (ended !== null && ended !== undefined && !(isWord && (unit & WORD) !== 0))
            for (const id of ended) onCue(at, end, id, featureOf[id] ?? 0)
        }
      }
    },
  }
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
