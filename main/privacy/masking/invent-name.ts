import type { VaultEntry } from '../../storage/types.ts'
import { inLetterCase, letterCaseOf } from './letter-case.ts'
import { isNamePart, NAME_WORD, namePartsOf } from './person-name.ts'
import type { Seeded } from './seeded.ts'
import { DATA, TITLES } from './surrogate-data.ts'

/** How often a name is drawn from the lists before syllables make one. */
const DRAWS = 12

/**
 * Another name, word for word: titles, particles and punctuation stay, a word that is masked already keeps its surrogate, an
 * initial follows the name it stands for. null for what is no name in letters.
 */
export function inventName(value: string, random: Seeded, known: readonly VaultEntry[]): string | null {
  const words = value.match(NAME_WORD) ?? []
  const parts = words.filter(isNamePart)
  if (parts.length === 0 || parts.length > 6 || /\p{N}/u.test(value)) return null
  const pairs = known.flatMap(namePartsOf)
  const before = new Map(pairs.map(({ original, surrogate }) => [original.toLowerCase(), surrogate]))
  const used = new Set(pairs.flatMap(({ surrogate, original }) => [surrogate.toLowerCase(), original.toLowerCase()]))
  for (const word of words) used.add(word.toLowerCase())
  const familyFirst = /^\s*[^\s,]+\s*,/.test(value)
  const titled = TITLES.has((words[0] ?? '').toLowerCase())
  let index = -1
  return value.replace(NAME_WORD, (word) => {
    if (!isNamePart(word)) return /^\p{Lu}$/u.test(word) ? initialFor(word, parts, known, random) : word
    index += 1
    const mapped = before.get(word.toLowerCase())
    const isFamily = familyFirst ? index === 0 : index === parts.length - 1 && (parts.length > 1 || titled || words.length > 1)
    const name = mapped ?? newName(isFamily ? DATA.surnames : DATA.givenNames, used, random)
    used.add(name.toLowerCase())
    before.set(word.toLowerCase(), name)
    const base = word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()
    const letterCase = letterCaseOf(word, base)
    return letterCase === 'upper' || letterCase === 'lower' ? inLetterCase(name, letterCase) : name
  })
}

function newName(list: readonly string[], used: ReadonlySet<string>, random: Seeded): string {
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const name = random.pick(list)
    if (!used.has(name.toLowerCase())) return name
  }
  const made = Array.from({ length: 4 }, () => random.pick(DATA.syllables)).join('')
  return made.slice(0, 1).toUpperCase() + made.slice(1)
}

/** `M.` beside Ellison becomes `K.` when Margaret Ellison is Karen Aldous. */
function initialFor(letter: string, parts: readonly string[], known: readonly VaultEntry[], random: Seeded): string {
  const lower = new Set(parts.map((part) => part.toLowerCase()))
  for (const entry of known) {
    const pairs = namePartsOf(entry)
    if (!pairs.some(({ original }) => lower.has(original.toLowerCase()))) continue
    const stands = pairs.find(({ original }) => original.startsWith(letter) && !lower.has(original.toLowerCase()))
    if (stands !== undefined) return stands.surrogate.slice(0, 1)
  }
  const letters = [...'ABCDEFGHJKLMNOPRSTVW'].filter((other) => other !== letter)
  return letters[random.below(letters.length)] ?? 'K'
}
