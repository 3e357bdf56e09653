import type { VaultEntry } from '../../storage/types.ts'
import { originalRule } from './original-rule.ts'
import { NAME_WORD, namePartsOf } from './person-name.ts'
import { KIND_WORDS, PARTICLES, TITLES } from './surrogate-data.ts'

/** What a new surrogate must keep clear of: the text, the originals and the surrogates that exist. */
export interface SurrogateSpace {
  readonly taken: ReadonlySet<string>
  isFree(type: string, candidate: string, entries: readonly VaultEntry[]): boolean
  /** `[person 1]`, with the first number that nothing uses. */
  placeholder(type: string): string
  /** Must be told of each new entry. */
  add(entry: VaultEntry): void
}

/** Types whose surrogates are made of invented words. */
const WORDED: ReadonlySet<string> = new Set(['PERSON', 'LOCATION', 'POSTAL_ADDRESS', 'STREET_ADDRESS', 'ORGANIZATION', 'EMAIL_ADDRESS'])

export function createSurrogateSpace(text: string, values: readonly string[], known: readonly VaultEntry[]): SurrogateSpace {
  const lower = text.toLowerCase()
  const loose = lower.replace(/[\s*_]+/g, ' ')
  const digits = lower.replace(/\D/g, '')
  const taken = new Set<string>()
  const takenWords = new Set<string>()
  const originals = new Set<string>()
  const numbers = new Map<string, number>()
  const addOriginal = (original: string): void => {
    const value = original.trim().toLowerCase()
    if (originalRule(original) !== 'never' && !TITLES.has(value.replace(/\.$/, ''))) originals.add(value)
  }
  const add = ({ original, surrogate }: VaultEntry): void => {
    taken.add(surrogate.toLowerCase())
    for (const word of wordsOf(surrogate)) takenWords.add(word)
    addOriginal(original)
  }
  for (const value of values) addOriginal(value)
  for (const entry of known) add(entry)

  function holdsOriginal(candidate: string): boolean {
    const spaced = ` ${candidate.replace(/[^\p{L}\p{N}]+/gu, ' ')} `
    for (const original of originals) {
      if (original.length < 4 ? spaced.includes(` ${original} `) : candidate.includes(original)) return true
    }
    return false
  }

  function isFree(type: string, candidate: string, entries: readonly VaultEntry[]): boolean {
    const value = candidate.toLowerCase()
    if (value.trim() === '' || taken.has(value) || lower.includes(value) || holdsOriginal(value)) return false
    if (WORDED.has(type)) {
      const agreed = type === 'PERSON' ? new Set(entries.flatMap(namePartsOf).map(({ surrogate }) => surrogate.toLowerCase())) : null
      const distinctive = type === 'EMAIL_ADDRESS' ? [value.slice(0, value.indexOf('@'))] : wordsOf(value)
      return distinctive.every((word) => agreed?.has(word) === true || (!takenWords.has(word) && !lower.includes(word)))
    }
    const number = value.replace(/\D/g, '')
    if (number.length >= 6 && digits.includes(number)) return false
    for (const other of taken) if (isPartOf(value, other) || isPartOf(other, value)) return false
    return true
  }

  function placeholder(type: string): string {
    const named = (type.split('/', 1)[0] ?? '')
      .toLowerCase()
      .replace(/[^a-z]+/g, ' ')
      .trim()
    const bases = [named, 'item', 'value', 'entry'].filter((base) => base !== '')
    const base = bases.find((word) => !holdsOriginal(word)) ?? 'item'
    for (let number = numbers.get(base) ?? 1; ; number += 1) {
      const candidate = `[${base} ${number}]`
      numbers.set(base, number)
      if (!taken.has(candidate) && !loose.includes(`${base} ${number}`)) return candidate
    }
  }

  return { taken, isFree, placeholder, add }
}

function wordsOf(text: string): string[] {
  const lower = text.toLowerCase()
  const words = text.includes('@') ? [lower.slice(0, lower.indexOf('@'))] : (lower.match(NAME_WORD) ?? [])
  return words.filter((word) => word.length > 1 && !KIND_WORDS.has(word) && !TITLES.has(word) && !PARTICLES.has(word))
}

/** At word level: `Aldous` is part of `Karen Aldous`, not of `Aldousby`. */
function isPartOf(part: string, whole: string): boolean {
  return ` ${whole.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `.includes(` ${part.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `)
}
