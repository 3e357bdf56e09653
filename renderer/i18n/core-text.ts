import type { Catalog } from './t.ts'

/** Sentences of the core are short; what is longer than this (characters) is no sentence of its own. */
const LONGEST = 2_000
/** So many that were asked for are remembered: a list says the same again and again. */
const REMEMBERED = 500

/** Parts within parts beyond this are no sentence of the core, and stay as they are. */
const DEEPEST = 4

/** A number as the core writes it: commas between thousands, a point before decimals. */
const NUMBER = /^(?<sign>[-$]{0,2})(?<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?<decimals>\d{1,6}))?(?<unit> ?[A-Za-z%]{0,4}(?:\/s)?)$/

interface Template {
  /** What stands before, between and after the values. */
  readonly literals: readonly string[]
  /** Of the values, in the order in which they stand. */
  readonly numbers: readonly string[]
  /** Values between quotation marks are names, whatever words they are made of. */
  readonly names: ReadonlySet<string>
  readonly translation: string
}

/** Sentences of the core, which speaks English, in another language. */
export interface CoreText {
  /** A sentence, or several after one another, in the language; what has no translation stays as it is. */
  of(text: string): string
}

/**
 * `catalog`: English → translation; values stand as `{1}`, `{2}` in both. A value may be a part, or a list of
 * parts, that the catalog has itself. `locale` is for `Intl`. `apart` sets every other value
 * apart, for languages that are written from right to left.
 */
export function createCoreText(catalog: Catalog, locale: string, apart: (value: string) => string = (value) => value): CoreText {
  // Not the object itself: `constructor` is no sentence of the core.
  const wholes = new Map(Object.entries(catalog))
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const templates = Object.entries(catalog)
    .filter(([english]) => /\{\d+\}/.test(english))
    // The one that says the most itself is the one that is meant; one that begins with a value could swallow what stands before another.
    .sort(([one], [other]) => Number(one.startsWith('{')) - Number(other.startsWith('{')) || wordsOf(other) - wordsOf(one))
    .map(([english, translation]) => templateOf(english, translation))
  const known = new Map<string, string>()

  function translated(text: string, depth = 0): string | null {
    const whole = wholes.get(text)
    if (whole !== undefined) return whole
    if (depth === DEEPEST) return null
    for (const template of templates) {
      const found = valuesIn(text, template)
      if (found === null) continue
      const { numbers, names, translation } = template
      const values = new Map(numbers.map((number, index) => [number, found[index] ?? '']))
      return translation.replaceAll(/\{(\d+)\}/g, (_place, number: string) => {
        const value = values.get(number) ?? ''
        if (names.has(number)) return apart(value)
        return enumerated(value, depth + 1) ?? translated(value, depth + 1) ?? apart(counted(value))
      })
    }
    return null
  }

  /** A number, with or without a unit behind it or a dollar sign before it, as the language writes it; anything else as it is. */
  function counted(value: string): string {
    const { sign = '', whole = '', decimals = '', unit = '' } = NUMBER.exec(value)?.groups ?? {}
    // Without groups or decimals it may be a port or a year; it is written the same everywhere.
    if (!whole.includes(',') && decimals === '') return value
    const number = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals.length, maximumFractionDigits: decimals.length })
    return `${sign}${number.format(Number(`${whole.replaceAll(',', '')}.${decimals}`))}${unit}`
  }

  /** A list of parts, each of which has a translation. */
  function enumerated(value: string, depth: number): string | null {
    const parts = value.split(/, and | and |, /)
    if (parts.length === 1) return null
    const said = parts.map((part) => translated(part, depth))
    return said.every((part) => part !== null) ? list.format(said) : null
  }

  function sentences(text: string): string {
    return text
      .split(/(?<=[.?!])\s+(?=[\p{Lu}\p{N}"])/u)
      .map((sentence) => translated(sentence) ?? sentence)
      .join(' ')
  }

  return {
    of(text) {
      if (text === '' || text.length > LONGEST) return text
      const before = known.get(text)
      if (before !== undefined) return before
      const now = translated(text) ?? sentences(text)
      if (known.size >= REMEMBERED) known.clear()
      known.set(text, now)
      return now
    },
  }
}

function templateOf(english: string, translation: string): Template {
  return {
    literals: english.split(/\{\d+\}/),
    numbers: [...english.matchAll(/\{(\d+)\}/g)].map(([, number = '']) => number),
    names: new Set([...english.matchAll(/"\{(\d+)\}"/g)].map(([, number = '']) => number)),
    translation,
  }
}

/**
 * What stands where a template has values, each of a character at least and as short as it can be; null where the text is another one. In time
 * that grows with the length of the text alone: the first place of each literal leaves the most for the next.
 */
function valuesIn(text: string, { literals }: Template): string[] | null {
  const [first = '', ...rest] = literals
  const last = rest.pop() ?? ''
  if (!text.startsWith(first) || !text.endsWith(last)) return null
  const values: string[] = []
  let at = first.length
  for (const literal of rest) {
    const next = text.indexOf(literal, at + 1)
    if (next === -1) return null
    values.push(text.slice(at, next))
    at = next + literal.length
  }
  const end = text.length - last.length
  if (end <= at) return null
  return [...values, text.slice(at, end)]
}

function wordsOf(english: string): number {
  return english.replaceAll(/\{\d+\}/g, '').length
}

// Set once by `hearCore`, before anything draws (see README); never changed while the window lives.
let spoken: CoreText | null = null

/** What the core says is said in this language from now on; null leaves it in English. */
export function hearCore(text: CoreText | null): void {
  spoken = text
}

/** What the core says (the message of an error, the note of a job, why a route was taken) in the language of the window. */
export function fromCore(text: string): string {
  return spoken === null ? text : spoken.of(text)
}
