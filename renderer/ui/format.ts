const KIB = 1024

/** Bytes for a person, in binary units: `812 B`, `1.4 KiB`, `20 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`
  if (bytes < KIB * KIB) return `${trim(bytes / KIB)} KiB`
  if (bytes < KIB ** 3) return `${trim(bytes / KIB ** 2)} MiB`
  return `${trim(bytes / KIB ** 3)} GiB`
}

/** MiB for a person: `512 MiB`, `7.8 GiB`. */
export function formatMb(mb: number): string {
  return formatBytes(Math.round(mb) * KIB * KIB)
}

/** A duration in ms for a person: `85 ms`, `1.2 s`, `3 min 20 s`. */
export function formatMs(ms: number): string {
  if (ms < 1) return '<1 ms'
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${trim(ms / 1000)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
}

/** US dollars: `$0`, `$0.0042`, `$1.20`. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0'
  return usd < 0.01 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`
}

export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** Date and time of ms since the epoch, in the person's own format. */
export function formatDateTime(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
}

/** The time of day, with the day when it is not today's. */
export function formatWhen(at: number, now: number): string {
  const date = new Date(at)
  if (date.toDateString() === new Date(now).toDateString()) return date.toLocaleTimeString(undefined, { timeStyle: 'medium' })
  return date.toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' })
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`
}

function trim(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toFixed(1)))
}
