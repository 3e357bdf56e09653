import { formattingLocale } from '../../i18n/t.ts'

/** A difference with its sign; nothing measurable has none. */
export function signed(value: number, format: (size: number) => string): string {
  if (value === 0) return format(0)
  return `${value < 0 ? '−' : '+'}${format(Math.abs(value))}`
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Marks of an axis of times, ms: round in the units that people count in. */
const MARKS = [
  1,
  3,
  10,
  30,
  100,
  300,
  SECOND,
  3 * SECOND,
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  3 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  12 * HOUR,
]
/** More marks than these would be written over each other. */
const MOST_MARKS = 9

/** A logarithmic axis over these times (ms, above zero) with a little room at both ends, and its marks. */
export function logAxis(values: readonly number[]): { readonly low: number; readonly high: number; readonly marks: readonly number[] } {
  const low = 10 ** (Math.log10(Math.min(...values)) - 0.15)
  const high = 10 ** (Math.log10(Math.max(...values)) + 0.15)
  const within = MARKS.filter((mark) => mark >= low && mark <= high)
  const stride = Math.ceil(within.length / MOST_MARKS)
  return { low, high, marks: within.filter((_, index) => index % stride === 0) }
}

/** A mark of the axis as short as can be: `300 ms`, `3 min`. */
export function markText(ms: number): string {
  const [unit, size] =
    ms >= HOUR
      ? (['hour', HOUR] as const)
      : ms >= MINUTE
        ? (['minute', MINUTE] as const)
        : ms >= SECOND
          ? (['second', SECOND] as const)
          : (['millisecond', 1] as const)
  return (ms / size).toLocaleString(formattingLocale(), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 })
}

/** The place of a value on such an axis, 0 at its beginning and 1 at its end. */
export function logPlace(value: number, { low, high }: { readonly low: number; readonly high: number }): number {
  return (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
}

/**
 * The corners, as [across, up], of what lies within a factor of the diagonal of a plot that has such an axis on both sides: a band beside the
 * diagonal that ends where the plot ends, at the two corners of the plot that the diagonal joins.
 */
export function bandAround(
  { low, high }: { readonly low: number; readonly high: number },
  factor: number,
): readonly (readonly [number, number])[] {
  const over = Math.min(high, low * factor)
  const under = Math.max(low, high / factor)
  return [
    [low, low],
    [low, over],
    [under, high],
    [high, high],
    [high, under],
    [over, low],
  ]
}
