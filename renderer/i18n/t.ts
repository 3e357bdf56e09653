import { IntlMessageFormat } from 'intl-messageformat'
import type { ReactNode } from 'react'
import { setApart } from './isolate-values.ts'

/** English message → translation. */
export type Catalog = Readonly<Record<string, string>>

export type MessageValues = Readonly<Record<string, string | number | boolean | Date>>
export type RichValues = Readonly<Record<string, ReactNode | ((parts: ReactNode[]) => ReactNode)>>

// Set once by `speak`, before anything draws (see README); never changed while the window lives.
let locale = 'en'
let catalog: Catalog = {}
let isRightToLeft = false
const formats = new Map<string, IntlMessageFormat>()

/** Sets the language of everything said from now on, and whether it is written from right to left. */
export function speak(spoken: string, messages: Catalog, fromRightToLeft = false): void {
  isRightToLeft = fromRightToLeft
  locale = spoken
  catalog = messages
  formats.clear()
}

/** The locale for `Intl`, for what is formatted outside a message. */
export function formattingLocale(): string {
  return locale
}

/**
 * An English ICU message in the person's language, with its values filled in. A message without a translation is said in English.
 * `message` must be a literal: it is how translations are found and checked.
 */
export function t(message: string, values?: MessageValues): string {
  const text = catalog[message] ?? message
  // Most messages are plain words, and need no parser.
  if (values === undefined && !/[{'<]/.test(text)) return text
  return String(formatOf(text).format(values === undefined ? undefined : { ...values }))
}

/** As `t`, with elements: `rich('Press <k>Enter</k>', { k: (text) => <kbd>{text}</kbd> })`. */
export function rich(message: string, values: RichValues): ReactNode {
  return formatOf(catalog[message] ?? message).format<ReactNode>({ ...values })
}

function formatOf(text: string): IntlMessageFormat {
  const known = formats.get(text)
  if (known) return known
  const made = new IntlMessageFormat(text, locale)
  formats.set(text, made)
  return made
}

/** A number with its unit or sign, as `271 MiB`: among words that are written from right to left it keeps its own order. */
export function measure(text: string): string {
  // Marks of direction, which `Intl` puts into amounts of money, would turn it around again.
  return isRightToLeft ? setApart(text.replaceAll(/[\u200e\u200f\u061c]/g, '')) : text
}

/** Marks text that is the same in every language: an example, a name. */
export function verbatim(text: string): string {
  return text
}
