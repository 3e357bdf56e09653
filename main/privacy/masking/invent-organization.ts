import { madeName } from './invent-name.ts'
import { inLetterCase, letterCaseOf } from './letter-case.ts'
import type { NameBook } from './name-book.ts'
import type { Seeded } from './seeded.ts'
import { DATA, LEGAL_FORMS, ORGANIZATION_KINDS, valuesOf } from './surrogate-data.ts'

const NAMES = valuesOf(DATA.organizations)
const TOKEN = /[\p{L}\p{N}\p{M}]+(?:[.'’/-][\p{L}\p{N}\p{M}]+)*/gu

/** Another organisation of the same kind and legal form; its distinctive words are one invented name, or the surrogate of whose name it bears. */
export function inventOrganization(value: string, random: Seeded, attempt: number, book: NameBook): string | null {
  const name = (): string => (attempt >= 8 ? madeName(random) : random.pick(NAMES))
  let named = false
  let out = ''
  let from = 0
  for (const { 0: word, index } of value.matchAll(TOKEN)) {
    const gap = value.slice(from, index)
    from = index + word.length
    const lower = word.toLowerCase()
    if (LEGAL_FORMS.has(lower) || ORGANIZATION_KINDS.has(lower)) {
      out += gap + word
      continue
    }
    const known = book.partFor(word) ?? book.organizationFor(word)
    if (known !== undefined) {
      out += gap + known
      named = true
    } else if (!named) {
      out += gap + likeWord(word, name(), random)
      named = true
    } else if (/[&+/]/.test(gap)) out += gap + name()
  }
  if (from === 0) return null
  out += value.slice(from)
  return named ? out : `${name()} ${out}`
}

/** An acronym stays one; a name in capitals stays in capitals. */
function likeWord(word: string, name: string, random: Seeded): string {
  if (/^\p{Lu}{2,5}$/u.test(word)) return Array.from(word, () => 'BCDFGHJKLMNPQRSTVWXZ'.charAt(random.below(20))).join('')
  const letterCase = letterCaseOf(word, word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
  return letterCase === 'upper' || letterCase === 'lower' ? inLetterCase(name, letterCase) : name
}
