import { formattingLocale, measure, t } from '../i18n/t.ts'

const KIB = 1024

// The language is set before this is loaded, and stays.
const whole = new Intl.NumberFormat(formattingLocale(), { maximumFractionDigits: 0, useGrouping: false })
const oneDigit = new Intl.NumberFormat(formattingLocale(), { maximumFractionDigits: 1, useGrouping: false })
const usd = currency(2)
const smallUsd = currency(4)
const noUsd = currency(0)

/** Bytes for a person, in binary units: `812 B`, `1.4 KiB`, `20 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < KIB) return measure(`${whole.format(bytes)} B`)
  if (bytes < KIB * KIB) return measure(`${short(bytes / KIB)} KiB`)
  if (bytes < KIB ** 3) return measure(`${short(bytes / KIB ** 2)} MiB`)
  return measure(`${short(bytes / KIB ** 3)} GiB`)
}

/** MiB for a person: `512 MiB`, `7.8 GiB`. */
export function formatMb(mb: number): string {
  return formatBytes(Math.round(mb) * KIB * KIB)
}

/** A duration in ms for a person: `85 ms`, `1.2 s`, `3 min 20 s`. */
export function formatMs(ms: number): string {
  if (ms < 1) return t('<1 ms')
  if (ms < 1000) return t('{count} ms', { count: whole.format(ms) })
  if (ms < 60_000) return t('{count} s', { count: short(ms / 1000) })
  return t('{minutes} min {seconds} s', {
    minutes: whole.format(Math.floor(ms / 60_000)),
    seconds: whole.format((ms % 60_000) / 1000),
  })
}

/** US dollars: `$0`, `$0.0042`, `$1.20`. */
export function formatUsd(amount: number): string {
  if (amount === 0) return measure(noUsd.format(0))
  return measure((amount < 0.01 ? smallUsd : usd).format(amount))
}

export function formatPercent(share: number): string {
  return measure(`${whole.format(share * 100)} %`)
}

/** Date and time of ms since the epoch, in the person's own format. */
export function formatDateTime(at: number): string {
  return new Date(at).toLocaleString(formattingLocale(), { dateStyle: 'medium', timeStyle: 'medium' })
}

/** The time of day, with the day when it is not today's. */
export function formatWhen(at: number, now: number): string {
  const date = new Date(at)
  if (date.toDateString() === new Date(now).toDateString()) return date.toLocaleTimeString(formattingLocale(), { timeStyle: 'medium' })
  return date.toLocaleString(formattingLocale(), { dateStyle: 'short', timeStyle: 'short' })
}

function short(value: number): string {
  return (value >= 100 ? whole : oneDigit).format(value)
}

function currency(digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(formattingLocale(), {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}
