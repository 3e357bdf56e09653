/** A difference with its sign; nothing measurable has none. */
export function signed(value: number, format: (size: number) => string): string {
  if (value === 0) return format(0)
  return `${value < 0 ? '−' : '+'}${format(Math.abs(value))}`
}

/** A logarithmic axis over these values with a little room at both ends, and its marks at 1, 10, 100 …; values have to be above zero. */
export function logAxis(values: readonly number[]): { readonly low: number; readonly high: number; readonly marks: readonly number[] } {
  const least = Math.min(...values)
  const most = Math.max(...values)
  const low = 10 ** (Math.log10(least) - 0.15)
  const high = 10 ** (Math.log10(most) + 0.15)
  const marks: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const step of [1, 3]) {
      const mark = step * 10 ** power
      if (mark >= low && mark <= high) marks.push(mark)
    }
  }
  return { low, high, marks }
}

/** The place of a value on such an axis, 0 at its beginning and 1 at its end. */
export function logPlace(value: number, { low, high }: { readonly low: number; readonly high: number }): number {
  return (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
}
