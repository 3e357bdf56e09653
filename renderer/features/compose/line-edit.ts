/** Replaces `removed` lines from `from` on by `inserted`. */
export interface LineEdit {
  readonly from: number
  readonly removed: number
  readonly inserted: readonly string[]
}

/** The shortest run of lines whose replacement makes `after` of `before`. */
export function lineEditBetween(before: readonly string[], after: readonly string[]): LineEdit {
  const shortest = Math.min(before.length, after.length)
  let head = 0
  while (head < shortest && before[head] === after[head]) head++
  let tail = 0
  while (tail < shortest - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return { from: head, removed: before.length - tail - head, inserted: after.slice(head, after.length - tail) }
}

/** Offsets in the text at which its lines begin. */
export function lineStarts(lines: readonly string[]): number[] {
  let at = 0
  return lines.map((line) => {
    const start = at
    at += line.length + 1
    return start
  })
}

/** The last index whose value is at most `limit`, in an ascending list; 0 for none. */
export function lastAtMost(values: readonly number[], limit: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((values[middle] ?? 0) <= limit) low = middle
    else high = middle - 1
  }
  return low
}
