import { diffWords } from 'diff'

/** Beyond so many changed words a text counts as wholly changed; it bounds the time, which grows with the square of them. */
const MOST_CHANGES = 2_000

/** The share of two texts' words that is not in both, 0 to 1, by the shortest edit script (E. Myers, 1986). */
export function editedShare(before: string, after: string): number {
  const changes = diffWords(before, after, { maxEditLength: MOST_CHANGES })
  if (changes === undefined) return 1
  let changed = 0
  let all = 0
  for (const { value, added, removed } of changes) {
    const words = value.match(/\S+/g)?.length ?? 0
    all += added || removed ? words : 2 * words
    if (added || removed) changed += words
  }
  return all === 0 ? 0 : changed / all
}
