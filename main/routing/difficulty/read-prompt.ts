import { ASCII_LOWER, DIGIT, isIdeograph, kindOf, LETTER, lowerOf } from './characters.ts'
import { stripInstructions } from './strip-instructions.ts'
import { COUNTED, MAY_COUNT, PLACE_OF, TRAIT_OF_WORD, TRAITS, type Trait } from './traits.ts'
import { mix, PRIME, SEED, spread } from './word-hash.ts'

/**
 * What is read of a prompt, in UTF-16 code units: so much of its beginning, and of its end. An instruction stands at one of the two;
 * a text pasted between them tells less about the task, and time must not grow with it.
 */
export const READ_START = 3_000
export const READ_END = 1_000

/** Hashed words, pairs of words, beginnings and endings of words; and counts of what the text is made of. */
export interface Reading {
  /** The first `count` are hashes, unsigned 32-bit. */
  readonly hashes: Uint32Array
  readonly count: number
  /** As counted in the part that was read; `TRAITS` names them. */
  readonly traits: Float32Array
  /** Where words begin whose first three letters `mark` told to note: position × 256 + mark. Only of the first `READ_START` units. */
  readonly noted: Uint32Array
  /** The part that was read. */
  readonly text: string
}

/** Marks of beginnings of words: by the code of the first three letters, as `beginning` gives it; 0 where nothing is to be noted. */
export type Beginnings = Uint8Array
export const BEGINNINGS = 32_768

/** Five bits a letter, a to z; 31 for any other. */
export function beginning(first: number, second: number, third: number): number {
  return (letterCode(first) << 10) | (letterCode(second) << 5) | letterCode(third)
}

function letterCode(code: number): number {
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x61 : 31
}

/** A run of more letters is no word of a language: it is read in pieces. */
const LONGEST_WORD = 64

const log = (count: number): number => Math.log1p(count)

/** Where a reading is written; to be used again once that reading is done with. */
export type ReadingRoom = Pick<Reading, 'hashes' | 'traits' | 'noted'>

export function createReadingRoom(): ReadingRoom {
  // An ideograph gives two hashes, and no text gives more to a character.
  return {
    hashes: new Uint32Array(2 * (READ_START + READ_END) + 8),
    traits: new Float32Array(TRAITS.length),
    noted: new Uint32Array(READ_START / 2),
  }
}

/** Reads the beginning and the end of a prompt in one pass over its characters. Total: any string gives a reading. */
export function readPrompt(prompt: string, beginnings: Beginnings, room: ReadingRoom = createReadingRoom()): Reading {
  const whole = prompt.length <= READ_START + READ_END ? prompt : `${prompt.slice(0, READ_START)}\n${prompt.slice(-READ_END)}`
  const text = stripInstructions(whole)
  const { length } = text
  const { hashes, traits, noted } = room
  traits.fill(0)
  let count = 0
  let notes = 0
  let words = 0
  let letters = 0
  let sentences = 0
  let questions = 0
  let lastSign = 0
  let options = 0
  let optionsFrom = -1
  let numbers = 0
  let numberSum = 0
  let digits = 0
  let largest = 0
  let decimals = 0
  let percent = 0
  let money = 0
  let mathSigns = 0
  let backslashes = 0
  let brackets = 0
  let braces = 0
  let indented = 0
  let names = 0
  let wide = 0
  let lines = 1
  let quotes = 0
  let blanks = 0
  let ideographs = 0
  let longWords = 0
  let colons = 0
  let commas = 0
  let previous = 0x5bd1e995
  let lineStart = true
  let at = 0
  while (at < length) {
    const code = text.charCodeAt(at)
    const kind = kindOf(code)
    if (kind === LETTER) {
      const from = at
      let hash = SEED
      let stem = 0
      let letter = code
      if (isIdeograph(code)) {
        hash = mix(hash, code)
        at += 1
        ideographs += 1
      } else {
        const limit = Math.min(length, at + LONGEST_WORD)
        while (true) {
          const lower = letter < 0x80 ? (ASCII_LOWER[letter] ?? 0) : kindOf(letter) === LETTER && !isIdeograph(letter) ? lowerOf(letter) : 0
          if (lower === 0) break
          hash = Math.imul(hash ^ lower, PRIME)
          at += 1
          if (at - from === 5) stem = hash
          if (at >= limit) break
          letter = text.charCodeAt(at)
        }
      }
      const size = at - from
      const word = spread(hash)
      words += 1
      letters += size
      hashes[count++] = word
      hashes[count++] = spread(mix(previous, word))
      if (size > 6) {
        hashes[count++] = spread(mix(stem, 0x101))
        let ending = 0x9e3779b9
        for (let near = at - 3; near < at; near += 1) ending = mix(ending, lowerOf(text.charCodeAt(near)))
        hashes[count++] = spread(ending)
        if (size > 9) longWords += 1
      }
      previous = word
      if (size > 2 && from < READ_START) {
        const mark = beginnings[beginning(code, text.charCodeAt(from + 1), text.charCodeAt(from + 2))] ?? 0
        if (mark !== 0) noted[notes++] = from * 256 + mark
      }
      if (code >= 0x41 && code <= 0x5a && size > 1 && lastSign === 0 && !lineStart) names += 1
      if (size < 12) {
        const trait = MAY_COUNT[word & 4_095] === 1 ? TRAIT_OF_WORD.get(word) : undefined
        if (trait !== undefined) traits[trait] = (traits[trait] ?? 0) + 1
      }
      // `A.`, `A)`, `(A)` or `A:` at the start of a line: a choice to pick from.
      if (size === 1 && lineStart && code >= 0x41 && code <= 0x4a) {
        const next = at < length ? text.charCodeAt(at) : 0
        if (next === 0x2e || next === 0x29 || next === 0x3a) {
          if (optionsFrom < 0) optionsFrom = from
          options += 1
        }
      }
      lastSign = 0
      lineStart = false
      continue
    }
    if (kind === DIGIT) {
      const from = at
      let value = 0
      let next = code
      do {
        value = Math.min(1e9, value * 10 + next - 0x30)
        at += 1
        if (at >= length) break
        next = text.charCodeAt(at)
      } while (kindOf(next) === DIGIT)
      const size = at - from
      digits += size
      numbers += 1
      numberSum |= 1 << (value % 31)
      if (value > largest) largest = value
      const word = spread(mix(SEED, 0x30 + Math.min(size, 5)))
      hashes[count++] = word
      hashes[count++] = spread(mix(previous, word))
      previous = word
      lastSign = 0
      lineStart = false
      continue
    }
    at += 1
    if (code === 0x0a) {
      lines += 1
      lineStart = true
      if (at < length && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) indented += 1
      continue
    }
    if (code <= 0x20) continue
    if (code === 0x28 && lineStart) continue
    lineStart = false
    if (code >= 0x80) wide += 1
    switch (code) {
      case 0x3f:
        questions += 1
        sentences += 1
        break
      case 0x2e:
        if (numbers > 0 && at < length && at > 1 && kindOf(text.charCodeAt(at)) === DIGIT && kindOf(text.charCodeAt(at - 2)) === DIGIT)
          decimals += 1
        else sentences += 1
        break
      case 0x21:
        sentences += 1
        break
      case 0x25:
        percent += 1
        break
      case 0x24:
        money += 1
        break
      case 0x5c:
        backslashes += 1
        break
      case 0x28:
      case 0x5b:
        brackets += 1
        break
      case 0x7b:
        braces += 1
        break
      case 0x22:
      case 0x27:
        quotes += 1
        break
      case 0x5f:
        blanks += 1
        break
      case 0x3a:
        colons += 1
        break
      case 0x2c:
        commas += 1
        break
      case 0x2b:
      case 0x2a:
      case 0x2f:
      case 0x3c:
      case 0x3d:
      case 0x3e:
      case 0x5e:
      case 0x7c:
        mathSigns += 1
        break
      default:
    }
    if (code !== 0x2c && code !== 0x27 && code !== 0x2d) lastSign = code
    if (code !== 0x28 && code !== 0x29 && code !== 0x2c && code !== 0x27 && code !== 0x22) {
      const sign = spread(mix(SEED, code))
      hashes[count++] = spread(mix(previous, sign))
      previous = sign
    }
  }
  let different = 0
  for (let bit = 0; bit < 31; bit += 1) different += (numberSum >>> bit) & 1
  const perThousand = 1_000 / Math.max(50, length)
  const put = (name: Trait, value: number): void => {
    traits[PLACE_OF[name]] = value
  }
  for (const trait of COUNTED) traits[trait] = log(traits[trait] ?? 0)
  put('length', log(prompt.length - whole.length + length))
  put('words', log(words))
  put('sentences', log(sentences))
  put('questions', log(questions))
  put('ends asking', lastSign === 0x3f ? 1 : 0)
  put('options', options)
  put('option length', options > 0 ? log((length - optionsFrom) / options) : 0)
  put('stem length', log(options > 0 ? optionsFrom : length))
  put('numbers', log(numbers))
  put('different numbers', different)
  put('digits', digits * perThousand)
  put('largest number', Math.log10(1 + largest))
  put('decimals', log(decimals))
  put('percent', log(percent))
  put('money', log(money))
  put('math signs', log(mathSigns))
  put('backslashes', log(backslashes))
  put('brackets', log(brackets))
  put('braces', log(braces))
  put('indented lines', log(indented))
  put('names', log(names))
  put('lower-case start', length > 0 && text.charCodeAt(0) >= 0x61 && text.charCodeAt(0) <= 0x7a ? 1 : 0)
  put('beyond ASCII', wide * perThousand)
  put('lines', log(lines))
  put('word length', letters / Math.max(1, words))
  put('quotes', log(quotes))
  put('blanks', log(blanks))
  put('words a sentence', log(words / Math.max(1, sentences)))
  put('ideographs', log(ideographs))
  put('long words', longWords / Math.max(1, words))
  put('colons', log(colons))
  put('commas', log(commas))
  return { hashes, count, traits, noted: noted.subarray(0, notes), text }
}
