import { foldWord } from './folded.ts'
import { inLetterCase, letterCaseOf } from './letter-case.ts'
import type { NameBook } from './name-book.ts'
import { type Seeded, seeded } from './seeded.ts'
import { DATA, valuesOf, wordsOf } from './surrogate-data.ts'

const PROVIDERS: ReadonlySet<string> = new Set(wordsOf(DATA.mailProviders))
const ORGANIZATIONS = valuesOf(DATA.organizations).filter((name) => /^[A-Za-z]+$/.test(name))
/** The names with which somebody's parts are joined. */
const JOINT = /([._+-]|\d+)/

/**
 * Another e-mail address. Its first half follows the surrogates of the person that it names; its domain is one that nobody can have
 * (RFC 2606): `example.com`, `.org` or `.net` for a public provider, else one name under `.example` for each domain.
 */
export function inventMail(value: string, vaultId: string, random: Seeded, book: NameBook): string | null {
  const [local = '', domain = '', ...more] = value.split('@')
  if (local === '' || domain === '' || more.length > 0) return null
  const labels = domain.toLowerCase().split('.')
  const name = labels.at(/^(?:co|com|org|net|gov|ac|edu)$/.test(labels.at(-2) ?? '') && labels.length > 2 ? -3 : -2) ?? ''
  const of = seeded(vaultId, 'domain', domain.toLowerCase())
  const newDomain = PROVIDERS.has(name)
    ? of.pick(DATA.mailDomains)
    : `${foldWord(book.organizationFor(name) ?? of.pick(ORGANIZATIONS)).replace(/[^a-z]/g, '')}.example`
  const person = handleOf(local, book, random)
  return `${person ?? `${random.pick(DATA.mailWords)}.${random.pick(DATA.mailWords)}${10 + random.below(90)}`}@${newDomain}`
}

/** Another user name: the surrogates of the person that it names, or words and digits of the same form. */
export function inventHandle(value: string, random: Seeded, book: NameBook): string | null {
  const [, sign = '', name = ''] = /^(@?)([\p{L}\p{N}._+-]{3,40})$/u.exec(value) ?? []
  if (name === '') return null
  const digits = /\d+$/.exec(name)?.[0].replace(/\d/g, () => String(1 + random.below(9))) ?? ''
  const joint = /[._-]/.exec(name)?.[0]
  const made =
    joint === undefined
      ? random.pick(DATA.mailWords) + random.pick(DATA.mailWords)
      : `${random.pick(DATA.mailWords)}${joint}${random.pick(DATA.mailWords)}`
  return sign + (handleOf(name, book, random) ?? made + digits)
}

/** null where no part is somebody's name. */
function handleOf(local: string, book: NameBook, random: Seeded): string | null {
  const pieces = local.split(JOINT)
  const named = pieces.map((piece) => (piece.length < 2 ? undefined : (book.partFor(piece) ?? book.handleFor(piece))))
  if (named.every((name) => name === undefined)) return null
  const people = pieces.flatMap((piece) => book.namesWith(piece))
  return pieces
    .map((piece, i) => {
      const name = named[i]
      if (name !== undefined)
        return inLetterCase(
          foldWord(name).replace(/[^\p{L}\p{N}]/gu, ''),
          letterCaseOf(piece, piece.toLowerCase()) === 'upper' ? 'upper' : 'lower',
        )
      if (/^\d+$/.test(piece)) return piece.replace(/\d/g, () => String(1 + random.below(9)))
      if (!/\p{L}/u.test(piece)) return piece
      const initial = piece.length > 1 ? undefined : people.flat().find(({ original }) => foldWord(original).startsWith(foldWord(piece)))
      return initial === undefined ? (piece.length > 1 ? random.pick(DATA.mailWords) : 'k') : foldWord(initial.surrogate).slice(0, 1)
    })
    .join('')
}
