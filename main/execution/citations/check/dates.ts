import { lexicon } from './lexicon.ts'
import type { Statement, Token } from './read-statement.ts'

/** A date or part of one. `from` and `to` are places of tokens, both inclusive. */
export interface DateFact {
  readonly year?: number
  readonly month?: number
  readonly day?: number
  readonly weekday?: number
  readonly season?: number
  readonly quarter?: number
  readonly half?: number
  readonly from: number
  readonly to: number
}

const ORDER = ['first', 'second', 'third', 'fourth', 'ersten', 'zweiten', 'dritten', 'vierten', 'erste', 'zweite', 'dritte', 'vierte']
/** Words that are months and much else: they count beside a day or a year, or with a capital inside a sentence. */
const AMBIGUOUS = new Set(['may', 'march', 'mar', 'sept', 'dec', 'mai', 'jun', 'jan'])

/** Days and months of French and Spanish, which have no capital and are no other words. */
const LOWER_CASE =
  /^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre|lunes|martes|miércoles|jueves|viernes|sábado|domingo|enero|febrero|abril|mayo|junio|julio|septiembre|octubre|noviembre|diciembre)$/

/** All dates of a text, in one pass. */
export function datesOf({ tokens }: Statement): DateFact[] {
  const found: DateFact[] = []
  for (let at = 0; at < tokens.length; ) {
    const date = dateAt(tokens, at)
    if (date !== null) found.push(date)
    at = date === null ? at + 1 : date.to + 1
  }
  return found
}

function dateAt(tokens: readonly Token[], at: number): DateFact | null {
  const token = tokens[at]
  if (token === undefined) return null
  const words = lexicon()
  if (token.kind === 'figure') {
    const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(token.text)
    if (iso !== null) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]), from: at, to: at }
    const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/.exec(token.text)
    if (dotted !== null) return { year: century(Number(dotted[3])), month: Number(dotted[2]), day: Number(dotted[1]), from: at, to: at }
    return dayFirst(tokens, at)
  }
  if (token.kind !== 'word') return null
  const month = monthOf(token)
  if (month !== undefined) return monthFirst(tokens, at, month, token)
  const weekday = token.capital || LOWER_CASE.test(token.lower) ? words.weekdayOf(token.lower) : undefined
  if (weekday !== undefined) return { weekday, from: at, to: at }
  if (token.lower === 'q' && tokens[at + 1]?.kind === 'figure') return { quarter: Number(tokens[at + 1]?.text), from: at, to: at + 1 }
  const rank = ORDER.indexOf(token.lower)
  if (rank >= 0) {
    const hyphen = tokens[at + 1]?.text === '-' ? 1 : 0
    const unit = tokens[at + 1 + hyphen]?.lower
    if (unit === 'quarter' || unit === 'quartal' || unit === 'quartals') return { quarter: (rank % 4) + 1, from: at, to: at + 1 + hyphen }
    if (unit === 'half' || unit === 'halbjahr') return { half: (rank % 4) + 1, from: at, to: at + 1 + hyphen }
  }
  const season = words.seasonOf(token.lower)
  const movesDown = token.lower === 'fall' && !/^(?:this|next|last|the|in|by|until)$/.test(tokens[at - 1]?.lower ?? '')
  return season !== undefined && !movesDown ? { season, from: at, to: at } : null
}

/** `12 March 2027`, `12th of March`, `7. September`. */
function dayFirst(tokens: readonly Token[], at: number): DateFact | null {
  const day = Number(tokens[at]?.text)
  if (!Number.isInteger(day) || day < 1 || day > 31) return null
  let next = at + 1
  while (next < at + 3 && /^(?:st|nd|rd|th|of|\.)$/.test(tokens[next]?.lower ?? '')) next += 1
  const token = tokens[next]
  const month = token === undefined || token.kind !== 'word' ? undefined : lexicon().monthOf(token.lower)
  if (month === undefined || !(token?.capital === true || LOWER_CASE.test(token?.lower ?? ''))) return null
  const behind = tokens[next + 1]?.text === ',' || tokens[next + 1]?.text === '.' ? next + 2 : next + 1
  const year = yearOf(tokens[behind])
  return year === undefined ? { month, day, from: at, to: next } : { month, day, year, from: at, to: behind }
}

/** `March 12, 2027`, `March 2027`, `March`. */
function monthFirst(tokens: readonly Token[], at: number, month: number, token: Token): DateFact | null {
  const next = tokens[at + 1]
  const year = yearOf(next)
  if (year !== undefined) return { month, year, from: at, to: at + 1 }
  const day = next?.kind === 'figure' ? Number(next.text) : Number.NaN
  if (Number.isInteger(day) && day >= 1 && day <= 31) {
    const suffix = /^(?:st|nd|rd|th)$/.test(tokens[at + 2]?.lower ?? '') ? 1 : 0
    const behind = at + 2 + suffix + (tokens[at + 2 + suffix]?.text === ',' ? 1 : 0)
    const then = yearOf(tokens[behind])
    return then === undefined ? { month, day, from: at, to: at + 1 + suffix } : { month, day, year: then, from: at, to: behind }
  }
  return token.initial && AMBIGUOUS.has(token.lower) ? null : { month, from: at, to: at }
}

function monthOf(token: Token): number | undefined {
  return (token.capital || LOWER_CASE.test(token.lower)) && token.lower.length > 2 ? lexicon().monthOf(token.lower) : undefined
}

function yearOf(token: Token | undefined): number | undefined {
  return token?.kind === 'figure' && /^(?:1[0-9]|20)\d{2}$/.test(token.text) ? Number(token.text) : undefined
}

function century(year: number): number {
  return year > 99 ? year : year + (year < 70 ? 2000 : 1900)
}

const PARTS = ['year', 'month', 'day', 'weekday', 'season', 'quarter', 'half'] as const

/** Whether a date has every part of another. */
export function isPartOf(wanted: DateFact, date: DateFact): boolean {
  return PARTS.every((part) => wanted[part] === undefined || wanted[part] === date[part])
}

/** Whether a date of the claim stands in the passage: each part of it, and its day with its month. */
export function dateWithin(claim: DateFact, passage: readonly DateFact[], loose: ReadonlySet<number>): boolean {
  if (passage.some((date) => isPartOf(claim, date))) return true
  // `10 to 14 May` gives the first day no month; `in May … of 2027` parts year and month.
  const monthHeld = claim.month === undefined || passage.some(({ month }) => month === claim.month)
  const dayHeld =
    claim.day === undefined ||
    passage.some(({ month, day }) => day === claim.day && (month === claim.month || claim.month === undefined)) ||
    (loose.has(claim.day) && !passage.some(({ month, day }) => month === claim.month && day !== undefined && passage.length === 1))
  const yearHeld = claim.year === undefined || loose.has(claim.year) || passage.some(({ year }) => year === claim.year)
  const restHeld = (['weekday', 'season', 'quarter', 'half'] as const).every((part) => {
    return claim[part] === undefined || passage.some((date) => date[part] === claim[part])
  })
  return monthHeld && dayHeld && yearHeld && restHeld
}
