import type { Anchor, Recognizer } from '../types.ts'

/** One kind of state-issued number. */
interface StateId {
  readonly type: string
  /** Needed when a type has several rows. */
  readonly name?: string
  readonly pattern: RegExp
  readonly check?: (value: string) => boolean
  /** Lower-case words of which one must stand near a loose format. A word of five letters or more also begins longer ones. */
  readonly near?: readonly string[]
  readonly score?: number
  readonly literals?: readonly string[]
  /** Where no digit has a place of its own in the pattern. */
  readonly anchor?: Anchor
}

const WINDOW = 60
const AFTER = 30
/** Scripts that put no blanks between words: a word has no edges to look for. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
/** The longest number is 32 characters with its separators. */
const REACH = WINDOW + AFTER + 40

/** Words that speak of any such number: enough beside one whose check digits hold. */
export const ANY_ID = [
  'id',
  'id-nr',
  'id no',
  'identity',
  'identification',
  'national',
  'citizen',
  'taxpayer',
  'tax id',
  'personal number',
  'personal code',
  'personal id',
  'passport',
] as const

export function stateId({ type, name, pattern, check, near, score = 0.85, literals, anchor }: StateId): Recognizer {
  return {
    name: name ?? type.toLowerCase().replace(/_/g, '-'),
    type,
    score,
    pattern,
    ...(check === undefined ? {} : { check }),
    ...(literals === undefined ? {} : { literals }),
    ...(anchor === undefined ? {} : { anchor }),
    ...(near === undefined
      ? {}
      : {
          context: { words: wordsOf(near), window: WINDOW, after: AFTER, required: true, boost: 0.1 },
          literals: near.map(longestPart),
          reach: REACH,
        }),
  }
}

/** Any of the words, from its beginning; short ones only as whole words (`sin` is not in `since`). Blanks stand for any joint. */
function wordsOf(near: readonly string[]): RegExp {
  const [unspaced, spaced] = [near.filter((word) => UNSPACED.test(word)), near.filter((word) => !UNSPACED.test(word))]
  const forms = spaced.map((word) => {
    const form = word.replace(/[.*+?^$()[\]{}|\\/]/g, String.raw`\$&`).replace(/ /g, String.raw`[\s_.-]{0,2}`)
    return word.length < 5 ? String.raw`${form}(?![\p{L}\d])` : form
  })
  const edged = forms.length === 0 ? [] : [String.raw`(?<![\p{L}\d])(?:${forms.join('|')})`]
  return new RegExp([...edged, ...unspaced].join('|'), 'iu')
}

function longestPart(word: string): string {
  return word.split(' ').reduce((longest, part) => (part.length > longest.length ? part : longest), '')
}

export function digitsOf(value: string): string {
  return value.replace(/\D/g, '')
}
