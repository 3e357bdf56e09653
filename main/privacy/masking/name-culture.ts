import { foldWord } from './folded.ts'
import { DATA, TITLES, wordsOf } from './surrogate-data.ts'

export type Gender = 'female' | 'male'

interface CultureData {
  readonly female?: string
  readonly male?: string
  readonly surnames: string
  readonly knownFemale?: string
  readonly knownMale?: string
  readonly knownSurnames?: string
}

/** What a name says about whom it names; null where it does not. */
export interface NameReading {
  readonly culture: string
  readonly gender: Gender | null
}

const CULTURES: Readonly<Record<string, CultureData>> = DATA.cultures
const FEMALE_TITLES: ReadonlySet<string> = new Set(wordsOf(DATA.femaleTitles))
const MALE_TITLES: ReadonlySet<string> = new Set(wordsOf(DATA.maleTitles))
const FEMALE_WORDS: ReadonlySet<string> = new Set(wordsOf(DATA.femaleWords))
const MALE_WORDS: ReadonlySet<string> = new Set(wordsOf(DATA.maleWords))

interface Given {
  readonly cultures: Set<string>
  readonly genders: Set<Gender>
}

const GIVEN = new Map<string, Given>()
const FAMILY = new Map<string, Set<string>>()
for (const [culture, data] of Object.entries(CULTURES)) {
  for (const [gender, line] of [
    ['female', `${data.female ?? ''} ${data.knownFemale ?? ''}`],
    ['male', `${data.male ?? ''} ${data.knownMale ?? ''}`],
  ] as const) {
    for (const name of wordsOf(line)) {
      const given = GIVEN.get(foldWord(name)) ?? { cultures: new Set(), genders: new Set() }
      given.cultures.add(culture)
      given.genders.add(gender)
      GIVEN.set(foldWord(name), given)
    }
  }
  for (const name of wordsOf(`${data.surnames} ${data.knownSurnames ?? ''}`)) {
    const key = foldWord(name)
    FAMILY.set(key, (FAMILY.get(key) ?? new Set()).add(culture))
  }
}
/** Longest first: `-opoulos` says more than `-os`. */
const SURNAME_ENDINGS = Object.entries(DATA.surnameEndings)
  .flatMap(([culture, line]) => wordsOf(line).map((ending) => ({ culture, ending: foldWord(ending) })))
  .sort((a, b) => b.ending.length - a.ending.length)
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Cyrillic}/u, 'cyrillic'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'japanesescript'],
  [/\p{Script=Hangul}/u, 'koreanscript'],
  [/\p{Script=Arabic}/u, 'arabicscript'],
]
/** Cultures whose women's given names end in -a as a rule. */
const FEMALE_A: ReadonlySet<string> = new Set([
  'russian',
  'cyrillic',
  'polish',
  'czech',
  'southslavic',
  'spanish',
  'italian',
  'portuguese',
  'romanian',
  'greek',
])

export function isGivenName(word: string): boolean {
  return givenOf(word) !== undefined
}

export function isSurname(word: string): boolean {
  return FAMILY.has(foldWord(word))
}

/** `Jean-Pierre` is as French and as male as Jean. */
function givenOf(word: string): Given | undefined {
  const folded = foldWord(word)
  return GIVEN.get(folded) ?? GIVEN.get(folded.split('-', 1)[0] ?? '')
}

export function isFemaleTitle(word: string): boolean {
  return FEMALE_TITLES.has(word.toLowerCase())
}

/** The lists to take another name from; empty where a culture has none. */
export function namesOf(culture: string, kind: 'female' | 'male' | 'surnames'): readonly string[] {
  return wordsOf(CULTURES[culture]?.[kind])
}

/**
 * Culture by the surname, the given name and their endings; gender by a title (in the name, or right before it), the given name, a
 * pronoun that follows, in this order. `given` and `family` are the parts that may be either; `before` and `after` the text around.
 */
export function readName(
  given: readonly string[],
  family: string | null,
  titles: readonly string[],
  before: string,
  after: string,
): NameReading {
  const votes = new Map<string, number>()
  const vote = (cultures: Iterable<string>, weight: number): void => {
    for (const culture of cultures) votes.set(culture, (votes.get(culture) ?? 0) + weight)
  }
  const whole = [...given, family ?? ''].join('')
  for (const [script, culture] of SCRIPTS)
    if (script.test(whole)) return { culture, gender: genderOf(given, titles, culture, before, after) }
  if (/\p{Script=Han}/u.test(whole)) {
    const japanese = [...FAMILY.keys()].some(
      (name) => name.length > 1 && whole.startsWith(name) && FAMILY.get(name)?.has('japanesescript') === true,
    )
    return { culture: japanese ? 'japanesescript' : 'chinesescript', gender: null }
  }
  if (family !== null) {
    const folded = foldWord(family)
    vote(FAMILY.get(folded) ?? [], 3)
    const ending = SURNAME_ENDINGS.find((one) => folded.length > one.ending.length + 2 && folded.endsWith(one.ending))
    if (ending !== undefined) vote([ending.culture], 2)
  }
  for (const name of given) vote(givenOf(name)?.cultures ?? [], 2)
  const [best] = [...votes].sort(([, a], [, b]) => b - a)
  const culture = best?.[0] ?? 'english'
  return { culture, gender: genderOf(given, titles, culture, before, after) }
}

function genderOf(given: readonly string[], titles: readonly string[], culture: string, before: string, after: string): Gender | null {
  const title = titles.length > 0 ? titles : (/(\p{L}[\p{L}-]*)\.?\s{1,3}$/u.exec(before)?.slice(1) ?? [])
  for (const word of title) {
    const lower = word.toLowerCase()
    if (FEMALE_TITLES.has(lower) && TITLES.has(lower)) return 'female'
    if (MALE_TITLES.has(lower) && TITLES.has(lower)) return 'male'
  }
  const genders = new Set(given.flatMap((name) => [...(givenOf(name)?.genders ?? [])]))
  if (genders.size === 1) return genders.has('female') ? 'female' : 'male'
  for (const [word] of `${after.slice(0, 120)}`.matchAll(/\p{L}+/gu)) {
    const lower = word.toLowerCase()
    if (FEMALE_WORDS.has(lower) !== MALE_WORDS.has(lower)) return FEMALE_WORDS.has(lower) ? 'female' : 'male'
  }
  const [first = ''] = given
  return genders.size === 0 && FEMALE_A.has(culture) && first.length > 3 ? (/[aа]$/.test(foldWord(first)) ? 'female' : 'male') : null
}
