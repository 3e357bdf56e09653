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

/**
 * A tree over the letters of all cues, walked once from the beginning of each word: a cue of Latin letters counts only as whole words.
 * Scripts that are written without blanks have no word beginnings, so their cues are compared wherever their first letter stands.
 */
export function createCueIndex(cues: RequestCues): CueIndex {
  const features = [...cues.keys()]
  const entries = features.flatMap((name, feature) => [...new Set(cues.get(name) ?? [])].map((text) => ({ text, feature })))
  const latin = entries.map(({ text }) => /^[\0-\u00FF]+$/.test(text))
  const size = entries.reduce((sum, { text }, id) => sum + (latin[id] === true ? text.length : 0), 1)
  const classes = alphabetOf(entries.filter((_, id) => latin[id] === true).map(({ text }) => text))
  const width = classes.count
  const next = new Int32Array(size * width)
  /** Cues that end in a node; several features may share a cue. */
  const outputs: (number[] | undefined)[] = []
  const elsewhere = new Map<number, number[]>()
  let nodes = 1
  for (const [id, { text }] of entries.entries()) {
    if (latin[id] !== true) {
      const first = text.charCodeAt(0)
      elsewhere.set(first, [...(elsewhere.get(first) ?? []), id])
      continue
    }
    let node = 0
    for (let at = 0; at < text.length; at += 1) {
      const edge = node * width + (classes.of[text.charCodeAt(at)] ?? 0)
      if (next[edge] === 0) {
        next[edge] = nodes
        nodes += 1
      }
      node = next[edge] ?? 0
    }
    outputs[node] = [...(outputs[node] ?? []), id]
  }
  const of = classes.of

  return {
    features,
    cues: entries.length,
    scan(lower, onCue) {
      const report = (id: number, start: number): void => {
        const entry = entries[id]
        if (entry !== undefined) onCue(start, start + entry.text.length, id, entry.feature)
      }
      let inWord = false
      for (let at = 0; at < lower.length; at += 1) {
        const code = lower.charCodeAt(at)
        const begins = !inWord
        inWord = isWordCode(code)
        if (code >= ALPHABET) {
          const ids = elsewhere.get(code)
          if (ids !== undefined) for (const id of ids) if (lower.startsWith(entries[id]?.text ?? '\0', at)) report(id, at)
          continue
        }
        // A cue begins with a word, or with a mark of its own (`(a)`, a line break).
        if (!begins && inWord) continue
        let node = 0
        for (let end = at; end < lower.length; end += 1) {
          const letter = of[lower.charCodeAt(end)] ?? 0
          node = letter === 0 ? 0 : (next[node * width + letter] ?? 0)
          if (node === 0) break
          const ended = outputs[node]
          if (ended === undefined) continue
          if (isWordCode(lower.charCodeAt(end)) && end + 1 < lower.length && isWordCode(lower.charCodeAt(end + 1))) continue
          for (const id of ended) report(id, at)
        }
      }
    },
  }
}

/** Small letters of Latin, Greek and Cyrillic and digits; ideographs and the like are words by themselves. */
function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 223 && code < 0x530 && code !== 247)
}

/** The characters that occur in cues, numbered from 1; 0 is any other. */
function alphabetOf(texts: readonly string[]): { readonly of: Uint8Array; readonly count: number } {
  const of = new Uint8Array(0x1_0000)
  let count = 1
  for (const text of texts) {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (of[code] !== 0) continue
      of[code] = count
      count += 1
    }
  }
  return { of, count }
}
