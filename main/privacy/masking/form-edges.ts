import { isPlaceholder, type WordForm } from './surrogate-forms.ts'
import { WORD } from './word-boundary.ts'

/** What has to lie to the left and to the right of a form. */
type Edge = 'mail' | 'number' | 'word' | 'any'

/** Compiled once: sets of Unicode properties are costly to compile. None looks further than 64 units. */
const BEFORE: Readonly<Record<Edge, RegExp>> = {
  mail: /[\p{L}\p{N}.+@\-]$/v,
  number: /(?:[\p{L}\p{N}\p{M}]|\p{N}[.,:\-\/])$/v,
  // Part of an e-mail address that was made up from a name is not the name.
  word: new RegExp(String.raw`(?:${WORD}|[\p{L}\p{N}]@[\p{L}\p{N}.\-]{0,40})$`, 'v'),
  any: /(?!)/v,
}
const AFTER: Readonly<Record<Edge, RegExp>> = {
  mail: new RegExp(`^(?:${WORD}|-${WORD}|[.]${WORD})`, 'v'),
  number: new RegExp(String.raw`^(?:${WORD}|[.,:\-\/]\p{N}|\s?%)`, 'v'),
  word: new RegExp(String.raw`^(?:${WORD}|[\p{L}\p{N}.+_\-]{0,60}@)`, 'v'),
  any: /(?!)/v,
}

/** Whether a form may stand at `[start, end)`: no word or number runs on over its edges. */
export function fitsBetween(text: string, start: number, end: number, form: WordForm): boolean {
  const left = edgeOf(form, /^\p{N}/u)
  const right = form.kind === 'trace' && form.entryType === 'EMAIL_ADDRESS' ? 'any' : edgeOf(form, /\p{N}$/u)
  return !BEFORE[left].test(text.slice(Math.max(0, start - 64), start)) && !AFTER[right].test(text.slice(end, end + 64))
}

function edgeOf({ text, entryType, surrogate }: WordForm, numeric: RegExp): Edge {
  if (entryType === 'EMAIL_ADDRESS') return 'mail'
  if (isPlaceholder(surrogate)) return 'any'
  return numeric.test(text) ? 'number' : 'word'
}
