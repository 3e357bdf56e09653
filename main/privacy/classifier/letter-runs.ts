/** FNV-1a over small letters: the hash that the word lists, the vocabulary and the cues use. */
export const RUN_SEED = 0x811c9dc5 | 0
export const RUN_PRIME = 0x01000193

/**
 * Runs of ASCII letters of a text, in order: what most of a text is made of, found once for all who look up words. Only the first `count`
 * entries of an array mean anything, and only until the next text is read.
 */
export interface LetterRuns {
  count: number
  starts: Int32Array
  ends: Int32Array
  /** Of their letters in lower case. */
  hashes: Int32Array
  /** CAPITAL times the number of capitals, plus 1 where the first letter is one. */
  capitals: Int32Array
  /** Whether characters outside ASCII stand between them. */
  hasForeign: boolean
}

export const CAPITAL = 0x100
const SMALL = 0xff

/** Of an ASCII letter the small one, plus CAPITAL for a capital; 0 of everything else. */
const LETTERS = new Uint16Array(0x10000)
for (let code = 97; code <= 122; code += 1) {
  LETTERS[code] = code
  LETTERS[code - 32] = code + CAPITAL
}

/** Of a text whose letters nobody asks for. */
export const NO_RUNS: LetterRuns = {
  count: 0,
  starts: new Int32Array(),
  ends: new Int32Array(),
  hashes: new Int32Array(),
  capitals: new Int32Array(),
  hasForeign: false,
}

/** Gives a function that finds the runs in the units of a text, behind which a 0 must stand (see `units.ts`). */
export function createRunReader(): (units: Uint16Array, length: number) => LetterRuns {
  const runs: LetterRuns = {
    count: 0,
    starts: new Int32Array(1024),
    ends: new Int32Array(1024),
    hashes: new Int32Array(1024),
    capitals: new Int32Array(1024),
    hasForeign: false,
  }

  function grow(): void {
    for (const column of ['starts', 'ends', 'hashes', 'capitals'] as const) {
      const wider = new Int32Array(runs[column].length * 2)
      wider.set(runs[column])
      runs[column] = wider
    }
  }

  return (units, length) => {
    // A run takes up two units at least, with what parts it from the next.
    while (runs.starts.length * 2 < length + 2) grow()
    const { starts, ends, hashes, capitals } = runs
    let count = 0
    let between = 0
    let at = 0
    while (at < length) {
      const unit = units[at] ?? 0
      let letter = LETTERS[unit] ?? 0
      if (letter === 0) {
        between |= unit
        at += 1
        continue
      }
      starts[count] = at
      let large = letter >> 8
      let hash = RUN_SEED
      do {
        hash = Math.imul(hash ^ (letter & SMALL), RUN_PRIME)
        large += letter & CAPITAL
        at += 1
        letter = LETTERS[units[at] ?? 0] ?? 0
      } while (letter !== 0)
      ends[count] = at
      hashes[count] = hash
      capitals[count] = large
      count += 1
    }
    runs.count = count
    runs.hasForeign = between >= 0x80
    return runs
  }
}
