/** Letters that Unicode does not take apart into a base and a mark. */
const WHOLE_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}
const WHOLE = new RegExp(`[${Object.keys(WHOLE_LETTERS).join('')}]`, 'g')

/** One way of writing a word: lower case, without diacritics (`Łódź` and `LODZ` are `lodz`). */
export function foldWord(word: string): string {
  const lower = word.toLowerCase()
  if (!/[^ -~]/.test(lower)) return lower
  return (
    lower
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .replace(WHOLE, (letter) => WHOLE_LETTERS[letter] ?? letter)
      // Korean syllables were taken apart too.
      .normalize('NFC')
  )
}

/** What a UTF-16 unit is to somebody who looks for words. */
export const OTHER = 1
export const WORD_UNIT = 2
/** A letter of a script that is written without spaces: every place is a possible beginning of a word. */
export const UNSPACED = 3

export interface UnitTable {
  /** {@link OTHER}, {@link WORD_UNIT} or {@link UNSPACED}. Halves of a pair are OTHER: mostly they are emoji. */
  kindOf(unit: number): number
  /** The first unit of what {@link foldWord} makes of it. */
  foldOf(unit: number): number
}

const UNSPACED_LETTER =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const WORD_LETTER = /[\p{L}\p{N}\p{M}]/u

const PAGE = 256

/** Remembers what it was asked, a page of units at a time, since a property of Unicode is too slow to look up for every unit of a stream. */
export function createUnitTable(): UnitTable {
  const kinds: (Uint8Array | undefined)[] = []
  const folds: (Uint16Array | undefined)[] = []
  function kindsFrom(page: number): Uint8Array {
    const made = Uint8Array.from({ length: PAGE }, (_, at) => kind(page * PAGE + at))
    kinds[page] = made
    return made
  }
  function foldsFrom(page: number): Uint16Array {
    const made = Uint16Array.from({ length: PAGE }, (_, at) => fold(page * PAGE + at))
    folds[page] = made
    return made
  }
  return {
    kindOf: (unit) => (unit < 128 ? (ASCII_KINDS[unit] ?? OTHER) : ((kinds[unit >> 8] ?? kindsFrom(unit >> 8))[unit & 255] ?? OTHER)),
    foldOf: (unit) => (unit < 128 ? (ASCII_FOLDS[unit] ?? unit) : ((folds[unit >> 8] ?? foldsFrom(unit >> 8))[unit & 255] ?? unit)),
  }
}

/** {@link UnitTable.kindOf} for units below 128, for loops that ask it of every unit. */
export const ASCII_KINDS = Uint8Array.from({ length: 128 }, (_, unit) => kind(unit))
const ASCII_FOLDS = Uint8Array.from({ length: 128 }, (_, unit) => fold(unit))

function kind(unit: number): number {
  const letter = String.fromCharCode(unit)
  return UNSPACED_LETTER.test(letter) ? UNSPACED : WORD_LETTER.test(letter) ? WORD_UNIT : OTHER
}

function fold(unit: number): number {
  return foldWord(String.fromCharCode(unit)).charCodeAt(0) || unit
}
