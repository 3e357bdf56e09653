import { formattingLocale, t } from '../i18n/t.ts'

const ENDED = /[.!?…؟]["”»)\u2069]*$/u

/** Parts one after another, each as a sentence: a full stop follows where none ends the part already. What is empty is left out. */
export function sentences(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part) => (ENDED.test(part) ? part : `${part}.`))
    .join(' ')
}

/** What is the case, and what belongs to it: `Runs here: nothing leaves this machine, ready in a moment.` What is a sentence stays one. */
export function headlineSentences(headline: string, parts: readonly string[]): string {
  const [first] = parts
  if (first === undefined || ENDED.test(first)) return sentences(headline, ...parts)
  const list = new Intl.ListFormat(formattingLocale(), { type: 'unit' })
  return sentences(t('{headline}: {parts}', { headline, parts: list.format(parts) }))
}
