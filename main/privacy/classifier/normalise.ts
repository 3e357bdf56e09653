/** Text with what hides values undone, and the way back to the original. All offsets are UTF-16 code units. */
export interface NormalisedText {
  readonly text: string
  /** The span of the original that a span of `text` stands for. */
  toOriginal(start: number, end: number): { start: number; end: number }
}

// Ranges of code points as text: some of them join with their neighbours, which a literal class would hide from a reader.
const INVISIBLE_RANGES = String.raw`\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u2064\u206A-\u206F\uFE00-\uFE0F\uFEFF`
const SPACE_RANGES = String.raw`\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000`
const DASH_RANGES = String.raw`\u2010-\u2015\u2212\uFE58\uFE63`
const FOLDED_RANGES = String.raw`\u2018-\u201F\uFF01-\uFF5E\u0370-\u03FF\u0400-\u04FF\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\u2460-\u24FF`

/** Characters that a plain text does without. If none occurs, the text is taken as it is. */
const UNUSUAL = new RegExp(String.raw`[${INVISIBLE_RANGES}${SPACE_RANGES}${DASH_RANGES}${FOLDED_RANGES}]|\uD835[\uDC00-\uDFFF]`)
const INVISIBLE = new RegExp(`[${INVISIBLE_RANGES}]`)
const SPACE = new RegExp(`[${SPACE_RANGES}]`)
const DASH = new RegExp(`[${DASH_RANGES}]`)
const SINGLE_QUOTE = /[\u2018-\u201B]/
const DOUBLE_QUOTE = /[\u201C-\u201F]/

/**
 * Letters of other scripts that look like Latin ones (after Unicode TR 39, the pairs that matter for identifiers). They are folded
 * only inside a word that also has Latin letters or digits: honest Greek and Cyrillic words stay what they are.
 */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ...pairs('АВЕЅІЈКМНОРСТХҮЗаеорсухіјѕԁһӏВ', 'ABESIJKMHOPCTXY3aeopcyxijsdhlB'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανοικρυχ', 'ABEZHIKMNOPTYXavoikpux'),
])

function pairs(from: string, to: string): [string, string][] {
  const target = [...to]
  return [...from].map((letter, index) => [letter, target[index] ?? letter])
}

const identity = (start: number, end: number): { start: number; end: number } => ({ start, end })

/**
 * Undoes what hides a value from a pattern: invisible characters are dropped, full-width and mathematical letters and foreign digits
 * become ASCII, exotic spaces, dashes and quotes become plain ones, look-alike letters in mixed words become Latin.
 */
export function normalise(original: string): NormalisedText {
  if (!UNUSUAL.test(original)) return { text: original, toOriginal: identity }
  const starts = new Uint32Array(original.length)
  const ends = new Uint32Array(original.length)
  const units: string[] = []
  const push = (letter: string, start: number, width: number): void => {
    starts[units.length] = start
    ends[units.length] = start + width
    units.push(letter)
  }
  for (let index = 0; index < original.length; index += 1) {
    const letter = original.charAt(index)
    const code = original.charCodeAt(index)
    if (code < 0x80) push(letter, index, 1)
    else if (code === 0xd835 && index + 1 < original.length) {
      // Mathematical alphanumerics: bold, script, double-struck …
      const plain = original.slice(index, index + 2).normalize('NFKC')
      if (plain.length === 1) push(plain, index, 2)
      else
        for (const part of original.slice(index, index + 2))
          for (let unit = 0; unit < part.length; unit += 1) push(part.charAt(unit), index, 2)
      index += 1
    } else if (!INVISIBLE.test(letter)) push(plainForm(letter, code), index, 1)
  }
  foldLookalikes(units)
  return {
    text: units.join(''),
    toOriginal: (start, end) => ({
      start: starts[start] ?? original.length,
      end: end > start ? (ends[end - 1] ?? original.length) : (starts[start] ?? 0),
    }),
  }
}

function plainForm(letter: string, code: number): string {
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0)
  if (SPACE.test(letter)) return ' '
  if (DASH.test(letter)) return '-'
  if (SINGLE_QUOTE.test(letter)) return "'"
  if (DOUBLE_QUOTE.test(letter)) return '"'
  for (const zero of [0x0660, 0x06f0, 0x0966]) if (code >= zero && code <= zero + 9) return String(code - zero)
  if (code >= 0x2460 && code <= 0x24ff) {
    const plain = letter.normalize('NFKC')
    return plain.length === 1 ? plain : letter
  }
  return letter
}

/** Works in place, word by word. */
function foldLookalikes(units: string[]): void {
  const isWordPart = (letter: string): boolean => /[\p{L}\p{N}_]/u.test(letter)
  for (let start = 0; start < units.length; ) {
    if (!isWordPart(units[start] ?? '')) {
      start += 1
      continue
    }
    let end = start
    let latin = false
    let foreign = false
    while (end < units.length && isWordPart(units[end] ?? '')) {
      const letter = units[end] ?? ''
      if (/[A-Za-z0-9]/.test(letter)) latin = true
      else if (LOOKALIKES.has(letter)) foreign = true
      end += 1
    }
    if (latin && foreign)
      for (let index = start; index < end; index += 1) units[index] = LOOKALIKES.get(units[index] ?? '') ?? units[index] ?? ''
    start = end
  }
}
