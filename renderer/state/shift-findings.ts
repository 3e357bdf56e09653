import type { Finding } from '#contracts/privacy.ts'

/**
 * Moves findings along with an edit, so that highlights stay on their words until the next scan. The edit is taken to be
 * what lies between the longest common beginning and end; a finding that it touches is dropped.
 */
export function shiftFindings<F extends Finding>(before: string, after: string, findings: readonly F[]): F[] {
  if (findings.length === 0) return []
  const shortest = Math.min(before.length, after.length)
  let head = 0
  while (head < shortest && before[head] === after[head]) head++
  let tail = 0
  while (tail < shortest - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const editEnd = before.length - tail
  const shift = after.length - before.length
  return findings.flatMap((finding) => {
    if (finding.end <= head) return [finding]
    if (finding.start >= editEnd) return [{ ...finding, start: finding.start + shift, end: finding.end + shift }]
    return []
  })
}
