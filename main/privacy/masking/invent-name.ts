import { foldWord } from './folded.ts'
import { inLetterCase, letterCaseOf } from './letter-case.ts'
import type { NameBook } from './name-book.ts'
import { type Gender, isGivenName, isSurname, namesOf, readName } from './name-culture.ts'
import { isNamePart, NAME_WORD } from './person-name.ts'
import type { Seeded } from './seeded.ts'
import { DATA, TITLES, wordsOf } from './surrogate-data.ts'

/** How often a name is drawn from the lists before syllables make one. */
const DRAWS = 12
const UNISEX = wordsOf(DATA.unisexNames)

/** The text around a value, for what it says about it. */
export interface Surroundings {
  readonly before: string
  readonly after: string
}

/**
 * Another name, word for word, of the same culture and gender where they can be told: titles, particles and punctuation stay, a word
 * that is masked already keeps its surrogate, an initial follows the name it stands for. null for what is no name in letters.
 */
export function inventName(value: string, random: Seeded, book: NameBook, { before, after }: Surroundings): string | null {
  const words = value.match(NAME_WORD) ?? []
  const parts = words.filter(isNamePart)
  if (parts.length === 0 || parts.length > 6 || /\p{N}/u.test(value)) return null
  const titles = words.filter((word) => TITLES.has(word.toLowerCase()))
  const familyFirst = /^\s*[^\s,]+\s*,/.test(value)
  // `Mrs Ellison`, `M. Ellison`: one part is a surname only in company, or where it is no given name.
  const alone = parts.length === 1
  const aloneIsFamily =
    words.length > 1 || (/(\p{L}+)\.?\s{1,3}$/u.exec(before)?.slice(1) ?? []).some((word) => TITLES.has(word.toLowerCase()))
  const familyAt = familyFirst ? 0 : alone ? (aloneIsFamily ? 0 : -1) : parts.length - 1
  // Of three and more names those in the middle are surnames too, unless they are known as given names: `María García López`.
  const isFamily = (index: number): boolean =>
    index === familyAt ||
    (familyAt > 1 && index > 0 && index < familyAt && !isGivenName(parts[index] ?? '') && isSurname(parts[index] ?? ''))
  const reading = readName(
    parts.filter((_part, index) => !isFamily(index)),
    parts[familyAt] ?? (isGivenName(parts[0] ?? '') ? null : (parts[0] ?? null)),
    titles,
    before,
    after,
  )
  const chosen = new Map<string, string>()
  const isTaken = (name: string): boolean => {
    const lower = name.toLowerCase()
    return (
      book.isUsed(lower) ||
      words.some((word) => word.toLowerCase() === lower) ||
      [...chosen.values()].some((other) => other.toLowerCase() === lower)
    )
  }
  let index = -1
  return value.replace(NAME_WORD, (word) => {
    if (!isNamePart(word)) return /^\p{Lu}$/u.test(word) ? initialFor(word, parts, book, random) : word
    index += 1
    const name =
      chosen.get(word.toLowerCase()) ??
      book.partFor(word) ??
      newName(isFamily(index) ? 'surnames' : (reading.gender ?? 'any'), reading.culture, word, isTaken, random)
    chosen.set(word.toLowerCase(), name)
    const base = word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()
    const letterCase = letterCaseOf(word, base)
    return letterCase === 'upper' || letterCase === 'lower' ? inLetterCase(name, letterCase) : name
  })
}

function newName(
  kind: 'surnames' | Gender | 'any',
  culture: string,
  word: string,
  isTaken: (name: string) => boolean,
  random: Seeded,
): string {
  const list = listFor(kind, culture)
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const name = inGenderOf(random.pick(list), word, kind, culture)
    if (name !== '' && !isTaken(name)) return name
  }
  return madeName(random, kind === 'female' ? 'a' : '')
}

function listFor(kind: 'surnames' | Gender | 'any', culture: string): readonly string[] {
  if (kind === 'any' && !culture.endsWith('script')) return UNISEX
  const list = kind === 'any' ? [] : namesOf(culture, kind)
  // East Asian names are one word in their own script: the surname stands for all of it.
  return list.length > 0 ? list : namesOf(culture, 'surnames')
}

/** Slavic surnames have a form for women. */
function inGenderOf(name: string, word: string, kind: string, culture: string): string {
  if (kind !== 'surnames') return name
  const folded = foldWord(word)
  if (culture === 'russian' && /(?:ov|ev|in)a$/.test(folded) && /(?:ov|ev|in)$/.test(name)) return `${name}a`
  if (culture === 'cyrillic' && /(?:ов|ев|ин)а$/.test(folded) && /(?:ов|ев|ин)$/.test(name)) return `${name}а`
  if (culture === 'czech' && /ova$/.test(folded)) return `${name.replace(/e(?=k$)/, '')}ová`
  return name
}

/** A word that is no name, of syllables that are easy to read in most languages. */
export function madeName(random: Seeded, ending = ''): string {
  const made = Array.from({ length: 4 }, () => random.pick(DATA.syllables)).join('') + ending
  return made.slice(0, 1).toUpperCase() + made.slice(1)
}

/** `M.` beside Ellison becomes `K.` when Margaret Ellison is Karen Aldous. */
function initialFor(letter: string, parts: readonly string[], book: NameBook, random: Seeded): string {
  const lower = new Set(parts.map((part) => part.toLowerCase()))
  for (const part of lower) {
    for (const pairs of book.namesWith(part)) {
      const stands = pairs.find(({ original }) => original.startsWith(letter) && !lower.has(original.toLowerCase()))
      if (stands !== undefined) return stands.surrogate.slice(0, 1)
    }
  }
  const letters = [...'ABCDEFGHJKLMNOPRSTVW'].filter((other) => other !== letter)
  return letters[random.below(letters.length)] ?? 'K'
}
