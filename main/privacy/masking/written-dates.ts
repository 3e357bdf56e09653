import type { Day } from './date-text.ts'
import { DATA } from './surrogate-data.ts'

/** A date in the notations in which people write it: numbers in three orders, and with the name of the month in the languages that we know. */
export function writtenDates({ year, month, day }: Day): string[] {
  const two = (part: number): string => String(part).padStart(2, '0')
  const numbers = [
    ...[[two(day), two(month)] as const, [String(day), String(month)] as const].flatMap(([d, m]) =>
      ['.', '/', '-'].flatMap((sign) => [`${d}${sign}${m}${sign}${year}`, `${m}${sign}${d}${sign}${year}`]),
    ),
    `${year}-${two(month)}-${two(day)}`,
    `${year}/${two(month)}/${two(day)}`,
  ]
  const names = Object.values(DATA.months).map((list) => list[month - 1] ?? '')
  const named = [...new Set(names)]
    .filter((name) => name !== '')
    .flatMap((name) => [`${day} ${name} ${year}`, `${day}. ${name} ${year}`, `${name} ${day}, ${year}`, `${name} ${day} ${year}`])
  return [...numbers, ...named]
}
