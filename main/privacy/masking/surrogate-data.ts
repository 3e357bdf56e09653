import data from '../../../resources/surrogates.json' with { type: 'json' }
import { foldWord } from './folded.ts'

/** Invented names and the words that tell a name from a sentence. Lists are fixed: a changed order changes new surrogates only. */
export const DATA = data

/** Words of a list that is kept as one line. */
export function wordsOf(line: string | undefined): string[] {
  return (line ?? '').split(' ').filter((word) => word !== '')
}

/** Values of a list that is kept as one line and whose values may hold spaces. */
export function valuesOf(line: string | undefined): string[] {
  return (line ?? '').split(', ').filter((value) => value !== '')
}

export const TITLES: ReadonlySet<string> = new Set(data.titles)
export const PARTICLES: ReadonlySet<string> = new Set(data.particles)
/** Names and places that are ordinary words too; they are told apart by their capital. */
export const ORDINARY_WORDS: ReadonlySet<string> = new Set(data.ordinaryWords)
/** Words that stand before a name without being part of it. */
export const SENTENCE_WORDS: ReadonlySet<string> = new Set(data.sentenceWords)
/** Words of organisations that say what kind of one it is, and in what legal form: they stay. */
export const LEGAL_FORMS: ReadonlySet<string> = new Set(valuesOf(data.legalForms))
export const ORGANIZATION_KINDS: ReadonlySet<string> = new Set(valuesOf(data.kindWords))
/** Words of surrogates that say nothing by themselves. */
export const KIND_WORDS: ReadonlySet<string> = new Set([
  ...Object.values(data.places)
    .flatMap((place) => ('streetKinds' in place ? valuesOf(place.streetKinds) : []))
    .map((word) => word.toLowerCase()),
  ...valuesOf(data.organizationKinds).map((word) => word.toLowerCase()),
  ...LEGAL_FORMS,
  ...ORGANIZATION_KINDS,
])

/** Endings that languages put on a name, folded like the words that they are on. */
export const ENDINGS: ReadonlySet<string> = new Set([...wordsOf(data.endings.latin), ...wordsOf(data.endings.cyrillic)].map(foldWord))
