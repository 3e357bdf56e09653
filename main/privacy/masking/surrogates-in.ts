import type { VaultEntry } from '../../storage/types.ts'
import { createSurrogateMatcher } from './surrogate-matcher.ts'

/** A surrogate in a masked text: half-open `[start, end)` in UTF-16 code units, with what stood there. */
export interface FoundSurrogate {
  readonly start: number
  readonly end: number
  readonly type: string
  readonly original: string
}

/** The surrogates of a vault in a whole text, in order, in every form that masking writes. Those that cannot be told are left out. */
export function surrogatesIn(text: string, entries: readonly VaultEntry[]): FoundSurrogate[] {
  const matcher = createSurrogateMatcher(entries)
  const types = new Map(entries.map(({ surrogate, type }) => [surrogate, type]))
  const found: FoundSurrogate[] = []
  let from = 0
  while (from < text.length) {
    const next = matcher.next(text, from, true)
    if (next === null || !('match' in next)) break
    const { start, end, original, surrogate } = next.match
    if (original !== null) found.push({ start, end, original, type: types.get(surrogate) ?? 'TEXT' })
    from = end
  }
  return found
}
