import type { VaultEntry } from '../../storage/types.ts'
import { formsOf } from './surrogate-forms.ts'

/** What stands where a stand-in of a masked value could not be turned back. */
export const NOT_RESTORED = '[not restored]'

/** One letter, or two digits, begin too much else. */
const LEAST_LETTERS = 2
/** In another case it may be any word. */
const LEAST_LETTERS_RECASED = 3
const LEAST_DIGITS = 3
const WORD = /[\p{L}\p{N}]/u

/** The stand-in that a text which broke off ends in the middle of: where it begins in the text, and the whole of it. */
export interface CutStandIn {
  readonly start: number
  readonly surrogate: string
}

/**
 * Looks for it from `from` on, the longest first; null where the text ends with a whole one, or with something else. Half a stand-in would
 * read like a name that somebody wrote, and what it stood for cannot be told from it.
 */
export function cutStandIn(text: string, from: number, entries: readonly VaultEntry[]): CutStandIn | null {
  const forms = formsOf(entries).filter(({ original }) => original !== null)
  for (let start = from; start < text.length; start += 1) {
    if (WORD.test(text.charAt(start - 1)) || /\s/.test(text.charAt(start))) continue
    const rest = text.slice(start)
    const lower = rest.toLowerCase()
    if (forms.some(({ text: form }) => form.toLowerCase() === lower)) return null
    const found = forms.find(({ text: form }) => beginsWith(form, rest))
    if (found !== undefined) return { start, surrogate: found.surrogate }
  }
  return null
}

function beginsWith(form: string, rest: string): boolean {
  const trimmed = rest.replace(/\s+/g, ' ')
  const letters = trimmed.match(/[\p{L}\p{N}[]/gu)?.length ?? 0
  const isShorter = form.length > trimmed.length
  if (isShorter && letters >= LEAST_LETTERS && (form.startsWith(trimmed) || form.toUpperCase().startsWith(trimmed))) return true
  if (isShorter && letters >= LEAST_LETTERS_RECASED && form.toLowerCase().startsWith(trimmed.toLowerCase())) return true
  // A number comes back grouped otherwise.
  if (!/^[\d\s()+./-]+$/.test(rest)) return false
  const digits = rest.replace(/\D/g, '')
  const ofForm = form.replace(/\D/g, '')
  return digits.length >= LEAST_DIGITS && ofForm.length > digits.length && ofForm.startsWith(digits)
}
