import type { Catalog } from './t.ts'

/** Sentences of the core are short; what is longer than this (characters) is no sentence of its own. */
const LONGEST = 2_000
/** So many that were asked for are remembered: a list says the same again and again. */
const REMEMBERED = 500

interface Template {
  readonly pattern: RegExp
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
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const templates = Object.entries(catalog)
    .filter(([english]) => /\{\d+\}/.test(english))
    // The one that says the most itself is the one that is meant; one that begins with a value could swallow what stands before another.
    .sort(([one], [other]) => Number(one.startsWith('{')) - Number(other.startsWith('{')) || wordsOf(other) - wordsOf(one))
    .map(([english, translation]) => templateOf(english, translation))
  const known = new Map<string, string>()

  function translated(text: string): string | null {
    const whole = catalog[text]
    if (whole !== undefined) return whole
    for (const { pattern, numbers, names, translation } of templates) {
      const found = pattern.exec(text)
      if (found === null) continue
      const values = new Map(numbers.map((number, index) => [number, found[index + 1] ?? '']))
      return translation.replaceAll(/\{(\d+)\}/g, (_place, number: string) => {
        const value = values.get(number) ?? ''
        return (names.has(number) ? null : (enumerated(value) ?? translated(value))) ?? apart(value)
      })
    }
    return null
  }

  /** A list of parts, each of which has a translation. */
  function enumerated(value: string): string | null {
    const parts = value.split(/, and | and |, /).map(translated)
    return parts.length > 1 && parts.every((part) => part !== null) ? list.format(parts) : null
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
  const numbers: string[] = []
  const names = new Set([...english.matchAll(/"\{(\d+)\}"/g)].map(([, number = '']) => number))
  const pattern = english
    .split(/(\{\d+\})/)
    .map((part) => {
      const number = /^\{(\d+)\}$/.exec(part)?.[1]
      if (number === undefined) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      numbers.push(number)
      return '(.+?)'
    })
    .join('')
  return { pattern: new RegExp(`^${pattern}$`, 'su'), numbers, names, translation }
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
