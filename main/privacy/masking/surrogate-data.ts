import data from '../../../resources/surrogates.json' with { type: 'json' }

/** Invented names and the words that tell a name from a sentence. Lists are fixed: a changed order changes new surrogates only. */
export const DATA = data

export const TITLES: ReadonlySet<string> = new Set(data.titles)
export const PARTICLES: ReadonlySet<string> = new Set(data.particles)
/** Names and places that are ordinary words too; they are told apart by their capital. */
export const ORDINARY_WORDS: ReadonlySet<string> = new Set(data.ordinaryWords)
/** Words that stand before a name without being part of it. */
export const SENTENCE_WORDS: ReadonlySet<string> = new Set(data.sentenceWords)
/** Words of surrogates that say nothing by themselves. */
export const KIND_WORDS: ReadonlySet<string> = new Set([...data.streetKinds, ...data.organizationKinds].map((word) => word.toLowerCase()))
