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
  return lower
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(WHOLE, (letter) => WHOLE_LETTERS[letter] ?? letter)
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

/** Remembers what it was asked, since a property of Unicode is too slow to look up for every unit of a stream. */
export function createUnitTable(): UnitTable {
  const kinds = new Uint8Array(1 << 16)
  const folds = new Uint16Array(1 << 16)
  function kindOf(unit: number): number {
    const known = kinds[unit] ?? 0
    if (known !== 0) return known
    const letter = String.fromCharCode(unit)
    const kind = UNSPACED_LETTER.test(letter) ? UNSPACED : WORD_LETTER.test(letter) ? WORD_UNIT : OTHER
    kinds[unit] = kind
    return kind
  }
  function foldOf(unit: number): number {
    const known = folds[unit] ?? 0
    if (known !== 0) return known
    const fold = foldWord(String.fromCharCode(unit)).charCodeAt(0) || unit
    folds[unit] = fold
    return fold
  }
  return { kindOf, foldOf }
}
