import type { VaultEntry } from '../../storage/types.ts'
import { invent } from './invent.ts'
import { inLetterCase, letterCaseOf } from './letter-case.ts'
import { createNameBook } from './name-book.ts'
import type { Segment } from './segments.ts'
import { isPlaceholder } from './surrogate-forms.ts'
import { createSurrogateSpace, valuesIn } from './surrogate-space.ts'
import { isGlued } from './word-boundary.ts'

const ATTEMPTS = 24
/** What is looked at to each side of a value, in UTF-16 units. */
const SURROUNDINGS = 160
/** People first, full names before parts of them, then those that may be named after people. */
const ORDER: Readonly<Record<string, number>> = { ORGANIZATION: 1, EMAIL_ADDRESS: 2, USERNAME: 2 }

/** What to write for each segment, and the entries that are new with it. */
export function chooseSurrogates(
  text: string,
  segments: readonly Segment[],
  known: readonly VaultEntry[],
  vaultId: string,
): { surrogates: Map<Segment, string>; added: VaultEntry[] } {
  const values = segments.flatMap(({ type, start, end }) => valuesIn({ type, original: text.slice(start, end) }))
  const space = createSurrogateSpace(text, values, known)
  const book = createNameBook(known)
  const byOriginal = new Map<string, VaultEntry[]>()
  const byLowerCase = new Map<string, VaultEntry[]>()
  const added: VaultEntry[] = []
  const index = (entry: VaultEntry): void => {
    for (const [map, key] of [
      [byOriginal, entry.original],
      [byLowerCase, entry.original.toLowerCase()],
    ] as const) {
      const list = map.get(key)
      if (list === undefined) map.set(key, [entry])
      else list.push(entry)
    }
  }
  for (const entry of known) index(entry)

  const create = (type: string, original: string, surrogate: string): string => {
    const entry = { type, original, surrogate }
    index(entry)
    added.push(entry)
    space.add(entry)
    book.add(entry)
    return surrogate
  }

  function surrogateOf(value: string, { type, plain, start, end }: Segment): string {
    const same = byOriginal.get(value) ?? []
    const hidden = same.find(({ surrogate }) => isPlaceholder(surrogate))
    if (plain || isGlued(text, start, end)) return hidden?.surrogate ?? create(type, value, space.placeholder(type))
    const exact = same.find(({ surrogate }) => !isPlaceholder(surrogate)) ?? hidden
    if (exact !== undefined) return exact.surrogate
    for (const entry of byLowerCase.get(value.toLowerCase()) ?? []) {
      if (isPlaceholder(entry.surrogate)) continue
      const letterCase = letterCaseOf(value, entry.original)
      const variant = letterCase === null ? entry.surrogate : inLetterCase(entry.surrogate, letterCase)
      if (variant !== entry.surrogate) return create(entry.type, value, variant)
    }
    const inventing = {
      vaultId,
      book,
      surroundings: { before: text.slice(Math.max(0, start - SURROUNDINGS), start), after: text.slice(end, end + SURROUNDINGS) },
    }
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const candidate = invent(type, value, attempt, inventing)
      if (candidate === null) break
      if (space.isFree(type, candidate, value, book)) return create(type, value, candidate)
    }
    return create(type, value, space.placeholder(type))
  }

  const rank = ({ type, start, end }: Segment): number =>
    type === 'PERSON' ? -text.slice(start, end).trim().split(/\s+/).length : (ORDER[type] ?? 0)
  const ranked = segments.map((segment) => ({ segment, rank: rank(segment) }))
  ranked.sort((a, b) => a.rank - b.rank || a.segment.start - b.segment.start)
  const surrogates = new Map<Segment, string>()
  for (const { segment } of ranked) surrogates.set(segment, surrogateOf(text.slice(segment.start, segment.end), segment))
  return { surrogates, added }
}
