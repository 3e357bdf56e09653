import type { VaultEntry } from '../../storage/types.ts'
import { createUnitTable, foldWord, OTHER, type UnitTable } from './folded.ts'
import type { NameBook } from './name-book.ts'
import { createNeedleIndex, type NeedleIndex } from './needle-index.ts'
import { originalRule } from './original-rule.ts'
import { NAME_WORD } from './person-name.ts'
import { KIND_WORDS, PARTICLES, TITLES } from './surrogate-data.ts'
import { ENDING_LENGTH, SURROGATE_LENGTH } from './surrogate-forms.ts'

/** What a new surrogate must keep clear of: the text, the originals and the surrogates that exist. */
export interface SurrogateSpace {
  /** `original`: what the candidate is to stand for. */
  isFree(type: string, candidate: string, original: string, book: NameBook): boolean
  /** Whether no vault entry has this surrogate yet. */
  isNew(surrogate: string): boolean
  /** `[person 1]`, with the first number that nothing uses. */
  placeholder(type: string): string
  /** Must be told of each new entry. */
  add(entry: VaultEntry): void
}

/** Types whose surrogates are made of invented words. */
const WORDED: ReadonlySet<string> = new Set(['PERSON', 'LOCATION', 'POSTAL_ADDRESS', 'STREET_ADDRESS', 'ORGANIZATION'])
const ADDRESSES: ReadonlySet<string> = new Set(['POSTAL_ADDRESS', 'STREET_ADDRESS', 'LOCATION'])
const GRAM = 5
/** Letters of a name from which it is told also within another word. */
const TELLING_LETTERS = 5
/** Of the 32-bit FNV-1a hash. */
const FNV_START = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** Time is linear in the text, the values and what is known; a candidate is then judged in time that depends on its own length. */
export function createSurrogateSpace(text: string, values: readonly string[], known: readonly VaultEntry[]): SurrogateSpace {
  const lower = text.toLowerCase()
  const taken = new Set<string>()
  const takenCodes = new Set<string>()
  const takenWords = new Set<string>()
  const numbers = new Map<string, number>()
  const add = ({ surrogate }: VaultEntry): void => {
    taken.add(surrogate.toLowerCase())
    takenCodes.add(codeOf(surrogate))
    for (const word of wordsOf(surrogate)) takenWords.add(word)
  }
  for (const entry of known) add(entry)
  // Built when the first candidate asks: many texts need none.
  let inText: TextIndex | null = null
  let inNumbers: ReadonlySet<string> | null = null
  let originals: NeedleIndex | null = null
  const textIndex = (): TextIndex => {
    inText ??= createTextIndex(lower)
    return inText
  }

  function holdsOriginal(candidate: string): boolean {
    originals ??= createNeedleIndex([...known.flatMap(valuesIn), ...values].flatMap(originalNeedle))
    const spaced = ` ${candidate.replace(/[^\p{L}\p{N}]+/gu, ' ')} `
    let held = false
    originals.search(candidate, (needle) => {
      if (needle.length >= 4 || spaced.includes(` ${needle} `)) held = true
    })
    return held
  }

  function isFree(type: string, candidate: string, original: string, book: NameBook): boolean {
    const value = candidate.toLowerCase()
    if (value.trim() !== value || value === '' || value.length > SURROGATE_LENGTH || taken.has(value)) return false
    // A number of years is in every text; whether it can be told apart is seen when the result is checked.
    if (type === 'AGE') {
      inNumbers ??= new Set(lower.match(/\d+/g) ?? [])
      return !inNumbers.has(/\d+/.exec(value)?.[0] ?? '')
    }
    if (textIndex().holds(value) || holdsOriginal(value)) return false
    if (WORDED.has(type)) {
      // What it has in common with the original says what kind of thing it is: a suite, a ministry.
      const own = type === 'PERSON' ? null : new Set(wordsOf(original))
      const words = wordsOf(value).filter((word) => (own === null ? !book.isSurrogate(word) : !own.has(word) && !book.isSurrogate(word)))
      if (words.some((word) => textIndex().hasWord(foldWord(word)))) return false
      return ADDRESSES.has(type) && words.length > 1
        ? words.some((word) => !takenWords.has(word))
        : words.every((word) => !takenWords.has(word))
    }
    const code = codeOf(value)
    return (
      code.length < 6 ||
      type === 'EMAIL_ADDRESS' ||
      type === 'USERNAME' ||
      (!takenCodes.has(code) && !textIndex().holdsDigits(code.replace(/\D/g, '')))
    )
  }

  let numbered: ReadonlySet<string> | null = null
  function placeholder(type: string): string {
    const named = (type.split('/', 1)[0] ?? '')
      .toLowerCase()
      .replace(/[^a-z]+/g, ' ')
      .trim()
    numbered ??= new Set(
      [...lower.replace(/[\s*_]+/g, ' ').matchAll(/([a-z]+) (\d{1,7})/g)].map(([, word, number]) => `${word} ${Number(number)}`),
    )
    const bases = [named, 'item', 'value', 'entry'].filter((base) => base !== '')
    const base = bases.find((word) => !holdsOriginal(word)) ?? 'item'
    const lastWord = base.split(' ').at(-1) ?? base
    for (let number = numbers.get(base) ?? 1; ; number += 1) {
      const candidate = `[${base} ${number}]`
      numbers.set(base, number)
      if (!taken.has(candidate) && !numbered.has(`${lastWord} ${number}`)) return candidate
    }
  }

  return { isFree, isNew: (surrogate) => !taken.has(surrogate.toLowerCase()), placeholder, add }
}

/** An original, and of a person's name each word that tells it: `Pfeifenberger` is no stand-in for `Berger`. */
export function valuesIn({ type, original }: Pick<VaultEntry, 'type' | 'original'>): string[] {
  if (type !== 'PERSON') return [original]
  return [original, ...(original.match(NAME_WORD) ?? []).filter((word) => word.length >= TELLING_LETTERS)]
}

interface TextIndex {
  /** Exact. */
  holds(value: string): boolean
  /** Digits in a row when everything else is left out. */
  holdsDigits(digits: string): boolean
  /** Whether a word of the text, without diacritics, is this one or begins with it and goes on for no more than an ending. May err on the side of yes. */
  hasWord(word: string): boolean
}

function createTextIndex(lower: string): TextIndex {
  const words = createSieve(lower.length)
  const units = createUnitTable()
  for (let at = 0; at < lower.length; at += 1) {
    if (units.kindOf(lower.charCodeAt(at)) === OTHER) continue
    let end = at + 1
    while (end < lower.length && units.kindOf(lower.charCodeAt(end)) !== OTHER) end += 1
    words.addBeginnings(lower, at, end, Math.max(1, end - at - ENDING_LENGTH), units)
    at = end
  }
  const grams = gramsOf(lower)
  const digits = lower.replace(/\D+/g, '')
  const digitGrams = gramsOf(digits)
  return {
    holds: (value) => grams(value) && lower.includes(value),
    holdsDigits: (value) => value.length >= 6 && digitGrams(value) && digits.includes(value),
    hasWord: (word) => words.has(word),
  }
}

/** Tells of nearly every text that is not in `text` that it is not, without a search (the idea of a Bloom filter, over pieces of 5 units). */
function gramsOf(text: string): (value: string) => boolean {
  const sieve = createSieve(text.length)
  for (let at = 0; at + GRAM <= text.length; at += 1) sieve.addAt(text, at, GRAM)
  return (value) => {
    for (let at = 0; at + GRAM <= value.length; at += 1) if (!sieve.hasAt(value, at, GRAM)) return false
    return true
  }
}

interface Sieve {
  has(word: string): boolean
  /** The beginnings of a word, folded, from `shortest` units on. */
  addBeginnings(text: string, start: number, end: number, shortest: number, units: UnitTable): void
  addAt(text: string, at: number, length: number): void
  hasAt(text: string, at: number, length: number): boolean
}

/** A set that may say yes to what it never had, and never no to what it had. `expected` is about how many it will hold. */
function createSieve(expected: number): Sieve {
  const bits = new Uint8Array(1 << Math.min(22, Math.max(12, 35 - Math.clz32(Math.max(1, expected)))))
  const slot = (text: string, at: number, length: number): number => {
    let hash = FNV_START
    for (let i = at; i < at + length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME)
    return (hash ^ (hash >>> 15)) & (bits.length - 1)
  }
  return {
    has: (word) => bits[slot(word, 0, word.length)] === 1,
    addBeginnings(text, start, end, shortest, units) {
      let hash = FNV_START
      for (let at = start; at < end; at += 1) {
        hash = Math.imul(hash ^ units.foldOf(text.charCodeAt(at)), FNV_PRIME)
        if (at - start + 1 >= shortest) bits[(hash ^ (hash >>> 15)) & (bits.length - 1)] = 1
      }
    },
    addAt: (text, at, length) => {
      bits[slot(text, at, length)] = 1
    },
    hasAt: (text, at, length) => bits[slot(text, at, length)] === 1,
  }
}

function originalNeedle(original: string): string[] {
  const value = original.trim().toLowerCase()
  return originalRule(original) === 'never' || TITLES.has(value.replace(/\.$/, '')) ? [] : [value]
}

/** Letters and digits of a number, by which it is found again. */
function codeOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function wordsOf(text: string): string[] {
  if (text.includes('@')) return []
  const words = text.toLowerCase().match(NAME_WORD) ?? []
  return words.filter((word) => word.length > 1 && !KIND_WORDS.has(word) && !TITLES.has(word) && !PARTICLES.has(word))
}
