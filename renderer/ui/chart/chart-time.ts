import { formattingLocale } from '../../i18n/t.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

// A formatter takes a hundred times as long to make as to use.
const formats = new Map<string, Intl.DateTimeFormat>()
function format(at: number, key: string, options: Intl.DateTimeFormatOptions): string {
  const known = formats.get(key)
  const made = known ?? new Intl.DateTimeFormat(formattingLocale(), options)
  if (known === undefined) formats.set(key, made)
  return made.format(at)
}

/** A mark of the time axis, as short as the distance between two marks allows. */
export function tickText(at: number, step: number): string {
  if (step >= DAY) return format(at, 'day', { day: 'numeric', month: 'short' })
  if (step >= MINUTE) return format(at, 'minute', { hour: 'numeric', minute: '2-digit' })
  return format(at, 'second', { hour: 'numeric', minute: '2-digit', second: '2-digit' })
}

/** A moment in words, as exact as a chart over `span` (ms) can tell it. */
export function momentText(at: number, span: number): string {
  if (span <= 15 * MINUTE) return format(at, 'second', { hour: 'numeric', minute: '2-digit', second: '2-digit' })
  if (span <= 2 * DAY) return format(at, 'moment', { weekday: 'short', hour: 'numeric', minute: '2-digit' })
  return format(at, 'day-moment', { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
}

/** A day, for bars of one day each. */
export function dayText(at: number): string {
  return format(at, 'whole-day', { weekday: 'short', day: 'numeric', month: 'short' })
}
