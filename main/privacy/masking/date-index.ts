import type { VaultEntry } from '../../storage/types.ts'
import { DATE_LENGTH, type Day, dateAt, firstDate, type WrittenDate } from './date-text.ts'

export interface DateMatch {
  readonly end: number
  readonly entry: VaultEntry
  /** What to put there; null when it fits more than one date. */
  readonly original: string | null
}

export interface DateIndex {
  /** The date that begins at `at`, if it is one of the surrogates in any way of writing. */
  at(text: string, at: number): DateMatch | null
  /** 0 without dates. */
  readonly reach: number
}

interface Known {
  readonly entry: VaultEntry
  readonly original: WrittenDate
}

export function createDateIndex(entries: readonly VaultEntry[]): DateIndex {
  const byDay = new Map<string, Known[]>()
  const byMonthDay = new Map<string, Known[]>()
  for (const entry of entries) {
    if (!entry.type.includes('DATE')) continue
    const surrogate = firstDate(entry.surrogate)
    const original = firstDate(entry.original)
    if (surrogate === null || original === null) continue
    const known = { entry, original }
    if (surrogate.year !== null) push(byDay, keyOf(surrogate.year, surrogate.month, surrogate.day), known)
    push(byMonthDay, keyOf(0, surrogate.month, surrogate.day), known)
  }

  function find(year: number | null, month: number, day: number): readonly Known[] {
    const exact = year === null ? undefined : byDay.get(keyOf(year, month, day))
    const loose = byMonthDay.get(keyOf(0, month, day)) ?? []
    // A surrogate without a year does not say which one it means.
    return exact ?? (year === null ? loose : loose.filter(({ original }) => original.year === null))
  }

  function at(text: string, start: number): DateMatch | null {
    if (byMonthDay.size === 0 || /[\p{L}\p{N}]$|\p{N}[.,:\-/]$/u.test(text.slice(Math.max(0, start - 2), start))) return null
    const found = dateAt(text, start)
    if (found === null || /^(?:[\p{L}\p{N}]|[-/:]\p{N})/u.test(text.slice(found.end, found.end + 2))) return null
    const ways: readonly WrittenDate[] = found.ambiguous ? [found, exchanged(found)] : [found]
    const known = ways.flatMap((way) => find(way.year, way.month, way.day).map((one) => ({ ...one, way })))
    const [first] = known
    if (first === undefined) return null
    const originals = new Set(known.map(({ original }) => keyOf(original.year ?? 0, original.month, original.day)))
    return { end: found.end, entry: first.entry, original: originals.size > 1 ? null : rewritten(first, first.way) }
  }

  return { at, reach: byMonthDay.size === 0 ? 0 : DATE_LENGTH }
}

/** The original date as the answer writes its dates; as the user wrote it where that could be read in two ways. */
function rewritten({ entry, original }: Known, way: WrittenDate): string {
  if (original.ambiguous || (original.year === null && way.year !== null)) return entry.original
  const date: Day = { year: original.year ?? 2020, month: original.month, day: original.day }
  return way.write(date)
}

/** The same date with day and month in each other's place. */
function exchanged(date: WrittenDate): WrittenDate {
  return { ...date, day: date.month, month: date.day, write: (other) => date.write({ ...other, day: other.month, month: other.day }) }
}

function keyOf(year: number, month: number, day: number): string {
  return `${year}-${month}-${day}`
}

function push(map: Map<string, Known[]>, key: string, known: Known): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [known])
  else if (!list.some(({ entry }) => entry.original === known.entry.original)) list.push(known)
}
