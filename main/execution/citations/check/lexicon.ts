import kinds from '../../../../resources/citations/kinds.json' with { type: 'json' }
import numbers from '../../../../resources/citations/numbers.json' with { type: 'json' }
import synonyms from '../../../../resources/citations/synonyms.json' with { type: 'json' }
import wordnet from '../../../../resources/citations/wordnet.json' with { type: 'json' }
import words from '../../../../resources/citations/words.json' with { type: 'json' }
import { stem } from '../../extractive/tokens.ts'
import { type Degree, degreesOf, inDegree } from './degrees.ts'

/** A unit of measure: what it measures, and how much of the base unit it is. */
export interface Unit {
  readonly dimension: string
  readonly factor: number
}

/** What the verifier knows of words. All words are lower case; stems are as `stemOf` gives them. */
export interface Lexicon {
  /** The form under which a word is compared: `rose`, `rises` and `risen` are `rise`. */
  stemOf(word: string): string
  /** Numbers of the groups of words with one meaning that a stem is in. */
  groupsOf(stem: string): readonly number[]
  /** Stems of wider words: `vehicle` for `car`. */
  widerOf(stem: string): readonly string[]
  /** Whether a word is in the lists at all. */
  isKnown(word: string): boolean
  oppositesOf(stem: string): ReadonlySet<string>
  /** Numbers of the lists that a stem is in whose words exclude each other: colours, organs, materials. */
  kindsOf(stem: string): readonly number[]
  /** Whether two words tell one thing from its two sides: `buy` and `sell`, `before` and `after`. */
  areConverse(left: string, right: string): boolean
  /** Words that carry little: auxiliaries, verbs of reporting, general nouns. */
  isLight(word: string): boolean
  isNegation(word: string): boolean
  /** Articles, pronouns and prepositions of other languages than English, which say nothing of a topic. */
  isFunctionWord(word: string): boolean
  /** Words that lose their vowel before another: `l'`, `d'`, `qu'`. */
  isElided(word: string): boolean
  /** Whether the base form of an English word is nearly always a verb. */
  isMostlyVerb(stem: string): boolean
  /** Verbs that deny what follows them, such as `fail to`. */
  isReversal(word: string): boolean
  /** Whether an English word is nearly always a noun. */
  isMostlyNoun(word: string): boolean
  /** Words under which much can be told: `person`, `reason`, `version`. */
  isGeneral(stem: string): boolean
  /** An irregular form of a verb, or of a noun. */
  isPast(word: string): boolean
  quantifierOf(word: string): string | undefined
  unitOf(word: string): Unit | undefined
  monthOf(word: string): number | undefined
  weekdayOf(word: string): number | undefined
  seasonOf(word: string): number | undefined
  boundOf(word: string): 'over' | 'under' | 'about' | undefined
  readonly cardinals: ReadonlyMap<string, number>
  readonly ordinals: ReadonlyMap<string, number>
  readonly scales: ReadonlyMap<string, number>
  readonly multiples: ReadonlyMap<string, number>
  readonly fractions: ReadonlyMap<string, number>
}

/** Words whose degree is remembered. */
const MAX_REMEMBERED = 5_000
const NO_PLURALS = new Set('news less lens does gas this was has its'.split(' '))
const MIN_ADVERB = 6
const OTHER_ADVERBS = new Set(
  'likely hardly nearly lately barely mostly shortly namely fairly highly largely merely scarcely purely justly yearly monthly weekly hourly quarterly nightly'.split(
    ' ',
  ),
)
const NO_GROUPS: readonly number[] = []
const NO_STEMS: readonly string[] = []
const NO_WORDS: ReadonlySet<string> = new Set()

function createLexicon(): Lexicon {
  const irregular = new Map<string, string>()
  for (const line of words.irregular) {
    const [base = '', ...forms] = line.split(' ')
    for (const form of forms) if (!irregular.has(form)) irregular.set(form, stem(base))
  }
  const listed = new Set([...words.groups, ...words.opposites, ...synonyms.german, ...synonyms.french].flatMap((line) => line.split(' ')))
  const known = new Set([
    ...listed,
    ...synonyms.english.flatMap((line) => line.split(' ')),
    ...wordnet.groups.split(/[| ]/),
    ...wordnet.verbs.split(' '),
  ])
  const english = (word: string): string => irregular.get(word) ?? baseOfShort(word, known) ?? stem(adjectiveOf(word, known) ?? word)
  const stemOf = (word: string): string =>
    irregular.get(word) ?? infinitiveOf(word, listed) ?? baseOfShort(word, known) ?? stem(adjectiveOf(word, known) ?? word)

  const groups = new Map<string, number[]>()
  const membersByHead = new Map<string, string[]>()
  let next = 0
  const addGroup = (members: readonly string[]): void => {
    for (const member of members) {
      const list = groups.get(member)
      if (list === undefined) groups.set(member, [next])
      else list.push(next)
    }
    next += 1
  }
  for (const line of words.groups) {
    const members = line.split(' ').map(stemOf)
    addGroup(members)
    membersByHead.set(members[0] ?? '', members)
  }
  for (const line of [...synonyms.german, ...synonyms.french]) addGroup(line.split(' ').map(stemOf))
  // English words alone: the German forms need not be tried.
  for (const line of synonyms.english) addGroup(line.split(' ').map(english))
  for (const line of wordnet.groups.split('|')) addGroup(line.split(' ').map(english))
  for (const line of wordnet.families.split('|')) addGroup(line.split(' ').map(english))

  const wider = new Map<string, string[]>()
  for (const line of wordnet.wider.split('|')) {
    const [word = '', ...others] = line.split(' ').map(english)
    wider.set(word, [...(wider.get(word) ?? []), ...others])
  }

  const opposites = new Map<string, Set<string>>()
  const oppose = (left: string, right: string): void => {
    if (left === right) return
    const known = opposites.get(left)
    if (known === undefined) opposites.set(left, new Set([right]))
    else known.add(right)
  }
  for (const line of [...words.opposites, ...wordnet.opposites.split('|')]) {
    const [left = '', right = ''] = line.split(' ').map(stemOf)
    // What holds of the first word of a group holds of all: `climb` is the opposite of `drop` because `rise` is that of `fall`.
    for (const one of membersByHead.get(left) ?? [left]) {
      for (const other of membersByHead.get(right) ?? [right]) {
        oppose(one, other)
        oppose(other, one)
      }
    }
  }

  const converses = new Set<string>()
  for (const line of words.converses) {
    const [left = '', right = ''] = line.split(' ').map(stemOf)
    for (const one of membersByHead.get(left) ?? [left])
      for (const other of membersByHead.get(right) ?? [right]) converses.add(`${one} ${other}`).add(`${other} ${one}`)
  }

  const kindsByStem = new Map<string, number[]>()
  for (const [index, line] of kinds.kinds.entries()) {
    for (const word of line.split(' ').map(stemOf)) kindsByStem.set(word, [...(kindsByStem.get(word) ?? []), index])
  }

  /** The adjective that a word is a degree of: one that has an opposite, so that no `officer` is taken for one. */
  const scalarOf = (word: string): Degree | undefined => degreesOf(word).find(({ base }) => opposites.has(base))
  const groupsOfDegree = (word: string): readonly number[] => {
    const found = scalarOf(word)
    return found === undefined ? NO_GROUPS : (groups.get(found.base) ?? NO_GROUPS).map((group) => group + found.degree * next)
  }
  const oppositesInDegree = (word: string): ReadonlySet<string> => {
    const found = scalarOf(word)
    if (found === undefined) return NO_WORDS
    return new Set([...(opposites.get(found.base) ?? NO_WORDS)].flatMap((base) => inDegree(base, found.degree)))
  }

  const degreeGroups = new Map<string, readonly number[]>()
  const degreeOpposites = new Map<string, ReadonlySet<string>>()
  const light = setOf(words.light)
  const functionWords = setOf(words.function)
  const elided = setOf(words.elided)
  const nouns = new Set(wordnet.nouns.split(' '))
  const general = new Set(words.general.split(' ').map(stemOf))
  const verbs = new Set(wordnet.verbs.split(' ').map(english))
  const negations = setOf(words.negations)
  const reversals = setOf(words.reversals)
  const quantifiers = new Map(Object.entries(words.quantifiers).flatMap(([kind, line]) => line.split(' ').map((word) => [word, kind])))
  const units = new Map(
    Object.entries(numbers.units).flatMap(([dimension, factors]) =>
      Object.entries(factors).map(([name, factor]): [string, Unit] => [name, { dimension, factor }]),
    ),
  )
  const bounds = new Map<string, 'over' | 'under' | 'about'>()
  for (const kind of ['over', 'under', 'about'] as const) for (const word of numbers[kind].split(' ')) bounds.set(word, kind)
  const months = ranks(numbers.months)
  const weekdays = ranks(numbers.weekdays)
  const seasons = ranks(numbers.seasons)
  return {
    stemOf,
    groupsOf: (word) => groups.get(word) ?? remembered(degreeGroups, word, groupsOfDegree),
    widerOf: (word) => wider.get(word) ?? NO_STEMS,
    isKnown: (word) => groups.has(stemOf(word)) || opposites.has(stemOf(word)),
    oppositesOf: (word) => opposites.get(word) ?? remembered(degreeOpposites, word, oppositesInDegree),
    kindsOf: (word) => kindsByStem.get(word) ?? NO_GROUPS,
    areConverse: (left, right) => converses.has(`${left} ${right}`),
    isLight: (word) => light.has(word),
    isNegation: (word) => negations.has(word) || /n['’]t$/.test(word),
    isFunctionWord: (word) => functionWords.has(word),
    isElided: (word) => elided.has(word),
    isMostlyVerb: (word) => verbs.has(word),
    isMostlyNoun: (word) => nouns.has(word) || (word.endsWith('s') && nouns.has(word.slice(0, -1))),
    isGeneral: (word) => general.has(word),
    isReversal: (word) => reversals.has(word),
    isPast: (word) => irregular.has(word),
    quantifierOf: (word) => quantifiers.get(word),
    unitOf: (word) => units.get(word),
    monthOf: (word) => months.get(word),
    weekdayOf: (word) => weekdays.get(word),
    seasonOf: (word) => seasons.get(word),
    boundOf: (word) => bounds.get(word),
    cardinals: new Map(Object.entries(numbers.words)),
    ordinals: new Map(Object.entries(numbers.ordinals)),
    scales: new Map(Object.entries(numbers.scales)),
    multiples: new Map(Object.entries(numbers.multiples)),
    fractions: new Map(Object.entries(numbers.fractions)),
  }
}

/** The German or French infinitive of a regular form, where the lists have it: `verkürzt`, `verkürzte`, `gekauft`, `adoptée`. */
function infinitiveOf(word: string, listed: ReadonlySet<string>): string | undefined {
  const french = /^(.{3,}?)(?:ée?s?|eront|era)$/.exec(word)?.[1]
  if (french !== undefined && listed.has(`${french}er`)) return `${french}er`
  if (!/(?:t|te|ten)$/.test(word) || listed.has(word)) return undefined
  const infinitive = `${word.replace(/(?:ten|te|t)$/, '')}en`
  const short = word.replace(/(?:ten|te|t)$/, 'n')
  return [infinitive, infinitive.replace(/^ge/, ''), short].find((form) => listed.has(form))
}

/** The adjective of an adverb: `slowly` is `slow`, but `hardly` is not `hard`. */
function adjectiveOf(word: string, known: ReadonlySet<string>): string | undefined {
  if (word.length < MIN_ADVERB || !word.endsWith('ly') || OTHER_ADVERBS.has(word)) return undefined
  const base = word.slice(0, -2)
  return [base, base.replace(/i$/, 'y'), `${base}le`].find((form) => known.has(form))
}

/** The base of a form that is too short for the stemmer: `gets`, `ruled`, `voting`. */
function baseOfShort(word: string, known: ReadonlySet<string>): string | undefined {
  if (word.length === 4 && /^[a-z]+[^sui]s$/.test(word) && !NO_PLURALS.has(word)) {
    const base = word.slice(0, -1)
    return known.has(base) ? base : undefined
  }
  const ending = /^[a-z]{2,4}(?:ed|ing)$/.test(word) ? /(?:ed|ing)$/.exec(word)?.[0] : undefined
  if (ending === undefined || word.length > ending.length + 3) return undefined
  const base = word.slice(0, -ending.length)
  return [`${base}e`, base].find((form) => known.has(form))
}

/** The answer for a word, worked out once. Words without an ending of a degree are not kept. */
function remembered<V>(known: Map<string, V>, word: string, work: (word: string) => V): V {
  const held = known.get(word)
  if (held !== undefined) return held
  const made = work(word)
  if (/(?:er|est)$/.test(word) && known.size < MAX_REMEMBERED) known.set(word, made)
  return made
}

function setOf(line: string): Set<string> {
  return new Set(line.split(' '))
}

function ranks(lines: readonly string[]): Map<string, number> {
  return new Map(lines.flatMap((line, index) => line.split(' ').map((word): [string, number] => [word, index + 1])))
}

/** Built from the files in `resources/citations` at first use (some milliseconds): a start of the app does not pay for it. */
export const lexicon = ((): (() => Lexicon) => {
  let built: Lexicon | null = null
  return () => {
    built ??= createLexicon()
    return built
  }
})()
