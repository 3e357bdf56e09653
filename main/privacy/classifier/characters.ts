/** What kind of character a UTF-16 code unit is, as bits. Units of surrogate pairs are of no kind. */
export const KIND = { letter: 1, capital: 2, digit: 4, mark: 8, known: 16 } as const

const LETTER = /\p{L}/u
const CAPITAL = /\p{Lu}/u
const DIGIT = /\p{N}/u
const MARK = /\p{M}/u

/** Filled as units are met: most texts know a few hundred of them. */
const kinds = new Uint8Array(0x10000)

function learn(code: number): number {
  const character = String.fromCharCode(code)
  const kind =
    KIND.known |
    (LETTER.test(character) ? KIND.letter : 0) |
    (CAPITAL.test(character) ? KIND.capital : 0) |
    (DIGIT.test(character) ? KIND.digit : 0) |
    (MARK.test(character) ? KIND.mark : 0)
  kinds[code] = kind
  return kind
}

for (let code = 0; code < 0x250; code += 1) learn(code)

/** Bits of KIND. */
export function kindOf(code: number): number {
  const kind = kinds[code] ?? 0
  return kind === 0 ? learn(code) : kind
}

/** Each unit in lower case, where that is one unit too, else as it is. */
export const LOWER: Uint16Array = lowerTable()

function lowerTable(): Uint16Array {
  const table = new Uint16Array(0x10000)
  // By blocks: most have nothing that changes, and one call tells.
  for (let block = 0; block < 0x10000; block += 0x100) {
    const units = Array.from({ length: 0x100 }, (_, index) => block + index)
    table.set(units, block)
    const letters = String.fromCharCode(...units)
    if (letters.toLowerCase() === letters) continue
    for (const code of units) {
      const lower = String.fromCharCode(code).toLowerCase()
      if (lower.length === 1) table[code] = lower.charCodeAt(0)
    }
  }
  return table
}

/** The unit in lower case, where that is one unit too. */
export function folded(code: number): number {
  return LOWER[code] ?? code
}

const PLAIN = /^[\0-\x7f]*$/

/** Whether all characters of a text are of ASCII: most of what hides values is not. */
export function isAscii(text: string): boolean {
  return PLAIN.test(text)
}

/** By unit, 1 for what `\s` is. */
const SPACES = new Uint8Array(0x10000).fill(1, 9, 14).fill(1, 0x2000, 0x200b)
for (const code of [0x20, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]) SPACES[code] = 1

/** As `\s`. */
export function isSpace(code: number): boolean {
  return SPACES[code] === 1
}
