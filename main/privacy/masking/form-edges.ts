import type { Edge } from './surrogate-forms.ts'
import { WORD } from './word-boundary.ts'

/** Compiled once: sets of Unicode properties are costly to compile. None looks further than 64 units. */
const BEFORE: Readonly<Record<Edge, RegExp>> = {
  mail: /[\p{L}\p{N}.+@\-]$/v,
  number: /(?:[\p{L}\p{N}\p{M}]|\p{N}[.,:\-\/])$/v,
  digits: /(?:[\p{L}\p{N}]|\p{N}[.,])$/v,
  // Part of an e-mail address that was made up from a name is not the name.
  word: new RegExp(String.raw`(?:${WORD}|@[\p{L}\p{N}.\-]{0,40})$`, 'v'),
  any: /(?!)/v,
}
const AFTER: Readonly<Record<Edge, RegExp>> = {
  mail: new RegExp(`^(?:${WORD}|-|[.]${WORD})`, 'v'),
  number: new RegExp(String.raw`^(?:${WORD}|[.,:\-\/]\p{N}|\s?%)`, 'v'),
  digits: /^(?:[\p{L}\p{N}]|[.,]\p{N})/v,
  word: new RegExp(String.raw`^(?:${WORD}|[\p{L}\p{N}.+_\-]{0,60}@)`, 'v'),
  any: /(?!)/v,
}

/** Whether a form may stand at `[start, end)`: no word or number runs on over its edges. */
export function fitsBetween(text: string, start: number, end: number, left: Edge, right: Edge): boolean {
  return !BEFORE[left].test(text.slice(Math.max(0, start - 64), start)) && !AFTER[right].test(text.slice(end, end + 64))
}
