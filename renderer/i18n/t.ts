import { IntlMessageFormat } from 'intl-messageformat'
import type { ReactNode } from 'react'

/** English message → translation. */
export type Catalog = Readonly<Record<string, string>>

export type MessageValues = Readonly<Record<string, string | number | boolean | Date>>
export type RichValues = Readonly<Record<string, ReactNode | ((parts: ReactNode[]) => ReactNode)>>

// Set once by `speak`, before anything draws (see README); never changed while the window lives.
let locale = 'en'
let catalog: Catalog = {}
const formats = new Map<string, IntlMessageFormat>()

/** Sets the language of everything said from now on. */
export function speak(spoken: string, messages: Catalog): void {
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

/** Marks text that is the same in every language: an example, a name. */
export function verbatim(text: string): string {
  return text
}
