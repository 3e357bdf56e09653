/** Rising whole numbers as ranges: `17-60,62`. */
export function writeRanges(rising: readonly number[]): string {
  const ranges: string[] = []
  let from: number | null = null
  for (const [at, number] of rising.entries()) {
    from ??= number
    if (rising[at + 1] === number + 1) continue
    ranges.push(from === number ? `${number}` : `${from}-${number}`)
    from = null
  }
  return ranges.join(',')
}

/** The numbers that {@link writeRanges} wrote. */
export function readRanges(text: string): number[] {
  return text.split(',').flatMap((range) => {
    const [from = Number.NaN, to = from] = range.split('-').map(Number)
    return from <= to ? Array.from({ length: to - from + 1 }, (_, n) => from + n) : []
  })
}

/** Whether a number is in one of the ranges. */
export function isInRanges(text: string, number: number): boolean {
  return text.split(',').some((range) => {
    const [from = Number.NaN, to = from] = range.split('-').map(Number)
    return from <= number && number <= to
  })
}
