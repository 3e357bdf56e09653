import type { Token } from './read-statement.ts'

const HALF_A_DAY = 720
const NAMED: Readonly<Record<string, number>> = {
  noon: HALF_A_DAY,
  midday: HALF_A_DAY,
  midi: HALF_A_DAY,
  mittags: HALF_A_DAY,
  midnight: 0,
  mitternacht: 0,
  minuit: 0,
}

/** Minutes since midnight of a time of day that a word stands for, or undefined. */
export function namedTimeOf(word: string): number | undefined {
  return Object.hasOwn(NAMED, word) ? NAMED[word] : undefined
}

/**
 * The times of day that a figure may stand for, in minutes since midnight: `8.15 a.m.` is one, `8:15` two, `18.4` none.
 * `from` is the place of the figure, `to` that of the last token of its unit.
 */
export function clockTimesOf(tokens: readonly Token[], from: number, to: number): number[] {
  const parts = /^(\d{1,2})(?:([:.])(\d{2}))?$/.exec(tokens[from]?.text ?? '')
  if (parts === null) return []
  const [hour, minute] = [Number(parts[1]), Number(parts[3] ?? 0)]
  if (hour > 24 || minute > 59) return []
  const half = tokens
    .slice(from + 1, to + 2)
    .map(({ lower }) => /^([ap])m?$/.exec(lower)?.[1])
    .find((letter) => letter !== undefined)
  const [behind] = [tokens[from + 1]?.lower ?? '']
  if (half !== undefined && hour <= 12) return [((hour % 12) + (half === 'p' ? 12 : 0)) * 60 + minute]
  if (/^(?:uhr|h|heures?)$/.test(behind) && (parts[2] !== undefined || behind === 'uhr')) return [hour * 60 + minute]
  if (parts[2] !== ':') return []
  const isOpen = hour >= 1 && hour <= 12 && !/^0/.test(parts[1] ?? '')
  return isOpen ? [(hour % 12) * 60 + minute, (hour % 12) * 60 + minute + HALF_A_DAY] : [hour * 60 + minute]
}
