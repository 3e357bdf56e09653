import type { Around, Recognizer } from '../../types.ts'
import { entropy } from '../entropy.ts'
import { randomness } from './randomness.ts'
import { escapePattern, lengthsOf, literalsOf, type Part, parseTemplate, sourceOf } from './template.ts'

/** One credential format, as its maker documents it. Every row is one kind: `SECRET/<kind>`. */
export interface SecretFormat {
  /** Unique, kebab-case. */
  readonly kind: string
  /** The shapes that a value can have, in the language of `template.ts`. */
  readonly shapes: readonly string[]
  /** A shape that says nothing by itself (32 hex digits) counts only where one of these words (lower case) stands within `within` characters before it. */
  readonly near?: readonly string[]
  /** Characters between the word and the value, at most; 48 when not given. */
  readonly within?: number
  /** Least entropy of the value in bits per character. */
  readonly floor?: number
  /** Checksum or other structure. */
  readonly check?: (value: string) => boolean
  /** A checksum that proves the value, however little it looks like one. */
  readonly proof?: (value: string) => boolean
  /** Turns an invented value of the shape into one that passes `check` and `proof`. */
  readonly complete?: (value: string) => string
  /** Whether letters count in either case. */
  readonly anyCase?: boolean
  /** What may stand before a value; by default no letter, digit, `_` or `-`. */
  readonly glued?: boolean
}

const WITHIN = 48
/** From this length on a row of letters alone may be random; a shorter one is a word. */
const LONG = 16
/** Behind a line break that is written as an escape, behind a percent escape, or behind a terminal's colour, a value begins as well as behind a blank. */
const BEGINS = String.raw`(?:(?<![\w-])|(?<=\\[nrt])|(?<=%[0-9A-F]{2})|(?<=\[\d{1,3}m))`
const ENDS = String.raw`(?![\w-])`
const ENDS_BASE64 = String.raw`={0,2}(?![\w+/=-])`
const BEGINS_AZURE = String.raw`(?<![\w.~-])`
const ENDS_AZURE = String.raw`(?![\w~-])`

/** Scores: a shape with a text of its own is hardly ever anything else; one that needs its service's name is likely. */
const TELLING = 0.95
const NAMED = 0.85

export function partsOf({ shapes }: SecretFormat): readonly (readonly Part[])[] {
  return shapes.map(parseTemplate)
}

/** The recogniser of a format. Its literals are the fixed text of the shapes, or the words that must stand near. */
export function recognizerOf(format: SecretFormat): Recognizer {
  const { kind, near, within = WITHIN, floor = 0, check, proof, anyCase = false, glued = false } = format
  // The longest first: of two shapes that begin alike the shorter would leave the rest.
  const shapes = partsOf(format).toSorted((a, b) => lengthsOf(b).most - lengthsOf(a).most)
  const least = Math.min(...shapes.map((parts) => lengthsOf(parts).least))
  const values = shapes.map((parts) => begins(parts, glued) + sourceOf(parts) + ends(parts))
  const pattern = new RegExp(values.length === 1 ? values.join('') : `(?:${values.join('|')})`, anyCase ? 'gi' : 'g')
  return {
    name: kind,
    type: `SECRET/${kind}`,
    score: near === undefined ? TELLING : NAMED,
    pattern,
    literals: near ?? [...new Set(shapes.flatMap(literalsOf))],
    ...(near === undefined
      ? {}
      : {
          context: { words: wordsOf(near), window: within + Math.max(...near.map(({ length }) => length)), required: true, boost: 0 },
          ...(isToken(shapes) ? { anchor: `token:${least}` as const } : {}),
        }),
    check: (value, around) =>
      proof?.(value) === true ||
      (entropy(value) >= floor &&
        !isFilled(value) &&
        (check === undefined || check(value)) &&
        (near === undefined
          ? !isInsideBase64(around)
          : !isDigestNamed(around) && !isInPath(around) && (least >= LONG || /\d/.test(value)))),
  }
}

/** Whether values are made of the characters of a token only (see `Anchor`). */
function isToken(shapes: readonly (readonly Part[])[]): boolean {
  return shapes.every((parts) => parts.every((part) => 'alphabet' in part || part.texts.every((text) => /^[\w+/=.~-]*$/.test(text))))
}

/** Service names stand at the beginning of a word or a hump: `myEtsyToken`, `DD_API_KEY`, not `SetSysctl`. */
function wordsOf(near: readonly string[]): RegExp {
  const humps = near.filter((word) => /^[a-z]/.test(word)).map((word) => escapePattern(word.charAt(0).toUpperCase() + word.slice(1)))
  const anywhere = `(?<![A-Za-z])(?:${near.map(inAnyCase).join('|')})`
  return new RegExp(humps.length === 0 ? anywhere : `${anywhere}|(?<=[a-z])(?:${humps.join('|')})`)
}

/**
 * A word as a pattern for it in upper and lower case. Written out: in a process that had read tens of thousands of texts, a pattern with `(?i:…)`
 * was seen to miss what it finds at first.
 */
function inAnyCase(word: string): string {
  return escapePattern(word).replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`)
}

function begins([first]: readonly Part[], glued: boolean): string {
  if (first !== undefined && 'alphabet' in first && first.alphabet === 'azure') return BEGINS_AZURE
  return glued ? '' : BEGINS
}

function ends(parts: readonly Part[]): string {
  const last = parts.at(-1)
  const alphabet = last !== undefined && 'alphabet' in last ? last.alphabet : 'base62'
  return alphabet === 'base64' ? ENDS_BASE64 : alphabet === 'azure' ? ENDS_AZURE : ENDS
}

/** What documentation writes in the place of a key. */
export function isFilled(value: string): boolean {
  const repeated = /(\d{2,4})\1{3,}/.exec(value)?.[1] ?? ''
  return new Set(repeated).size > 1 || /x{6,}|\*{3,}|\.{4,}|0{16,}|(?:EXAMPLE[-_]?){2}|(?:your|insert|replace)[-_]/i.test(value)
}

const BASE64_RUN = 32

/** Whether a match is a stretch of a longer run of base64 (an image, a certificate), where any four letters turn up by chance. */
export function isInsideBase64({ text, start, end }: Around): boolean {
  let [from, to] = [start, end]
  while (from > 0 && start - from < 120 && /[A-Za-z0-9+/]/.test(text.charAt(from - 1))) from -= 1
  while (to < text.length && to - end < 120 && /[A-Za-z0-9+/=]/.test(text.charAt(to))) to += 1
  const outside = text.slice(from, start) + text.slice(end, to)
  // The segments of an address's path are words, and only the rest of an image is as random as the value.
  return (outside.length >= 8 && outside.includes('+')) || (outside.length >= BASE64_RUN && randomness(outside) > 0.8)
}

/** Beside a service's name a segment of an address is the thing that is asked for, not the key to it. */
function isInPath({ text, start }: Around): boolean {
  return text.charAt(start - 1) === '/'
}

/** Whether a value is introduced as a checksum: beside a service's name it is the one of a package. */
function isDigestNamed({ text, start }: Around): boolean {
  return /(?:sha-?\d{0,3}|md5|checksum|digest|integrity|commit|revision|etag|hash|blob)["'\x60]?\s{0,2}[:=@#-]?\s{0,2}["'\x60]?$/i.test(
    text.slice(Math.max(0, start - 24), start),
  )
}
