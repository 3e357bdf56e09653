import { wordHash } from './word-hash.ts'

/** Names of the traits, in the order of their places. Most are log(1 + count), so that no length makes them large. */
export const TRAITS = [
  'length',
  'words',
  'sentences',
  'questions',
  'ends asking',
  'options',
  'option length',
  'stem length',
  'numbers',
  'different numbers',
  'digits',
  'largest number',
  'decimals',
  'percent',
  'money',
  'quantity words',
  'comparisons',
  'parts',
  'each',
  'joins',
  'durations',
  'pronouns',
  'math signs',
  'backslashes',
  'brackets',
  'braces',
  'code words',
  'indented lines',
  'names',
  'lower-case start',
  'beyond ASCII',
  'lines',
  'word length',
  'quotes',
  'blanks',
  'negations',
  'statements',
  'words a sentence',
  'ideographs',
  'long words',
  'colons',
  'commas',
] as const

export type Trait = (typeof TRAITS)[number]
/** Where a trait stands among them. */
export const PLACE_OF = Object.fromEntries(TRAITS.map((name, index) => [name, index])) as Readonly<Record<Trait, number>>

/** Words that tell a kind of task by how often they stand there. */
const WORD_KINDS: readonly (readonly [Trait, string])[] = [
  [
    'quantity words',
    'total altogether combined together remaining left rest many much cost costs price paid pays pay sold sells buys bought earns spends originally initially only',
  ],
  ['comparisons', 'more less fewer than times twice double triple older younger longer shorter'],
  ['parts', 'half third quarter fifth fraction percent percentage average ratio discount tax interest'],
  ['each', 'each every per'],
  ['joins', 'and if then after before when while but'],
  ['durations', 'day days week weeks month months year years hour hours minute minutes'],
  ['pronouns', 'he she they his her their him them'],
  ['negations', 'not except never least false incorrect cannot without neither nor none unlikely'],
  ['code words', 'def function return class import int str list array const var public void assert print self code python'],
  ['statements', 'statement i ii iii iv premise conclusion hypothesis'],
]
/** By hash: the trait that a word counts for. */
export const TRAIT_OF_WORD: ReadonlyMap<number, number> = new Map(
  WORD_KINDS.flatMap(([trait, words]) => words.split(' ').map((word) => [wordHash(word), PLACE_OF[trait]] as const)),
)
/** One bit of each word's hash tells most others apart before the map is asked. */
export const MAY_COUNT = new Uint8Array(4_096)
for (const hash of TRAIT_OF_WORD.keys()) MAY_COUNT[hash & 4_095] = 1
/** Traits that are counts of words. */
export const COUNTED = WORD_KINDS.map(([trait]) => PLACE_OF[trait])
