import type { Finding } from '#contracts/privacy.ts'
import { labelOfFinding } from './label.ts'

const NAMES: ReadonlySet<string> = new Set(['PERSON', 'LOCATION', 'ORGANIZATION'])

/**
 * What is left of the findings of a text when what a person calls not private is taken out, and the names that are no more than a part of it:
 * of an address that may be told, so may its words. What is restricted stays.
 */
export function withoutDismissed(found: readonly Finding[], isDismissed: (finding: Finding) => boolean): Finding[] {
  const kept: Finding[] = []
  const dismissed: Finding[] = []
  for (const finding of found) (labelOfFinding(finding) !== 'restricted' && isDismissed(finding) ? dismissed : kept).push(finding)
  if (dismissed.length === 0) return kept
  dismissed.sort((a, b) => a.start - b.start)
  // How far those reach that begin no later.
  let reach = 0
  const ends = dismissed.map(({ end }) => {
    reach = Math.max(reach, end)
    return reach
  })
  return kept.filter(({ type, start, end }) => {
    if (!NAMES.has(type)) return true
    let [low, high] = [0, dismissed.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((dismissed[middle]?.start ?? 0) <= start) low = middle + 1
      else high = middle
    }
    return low === 0 || (ends[low - 1] ?? 0) < end
  })
}
