import type { Citation } from '#contracts/generation.ts'
import { claimsOf } from '../execution/index.ts'

/**
 * The citations that still hold after a person has edited a draft: those whose sentence is as it was and still has its marker. A sentence
 * that was changed may say something else than its source, so its citation goes. So does one whose marker was also put behind another
 * sentence: a marker is shown as one wherever it stands, and would vouch for what nobody checked.
 */
export function followCitations(before: string, citations: readonly Citation[], after: string): Citation[] {
  const known = markersOf(before)
  const kept = new Set<string>()
  const lent = new Set<string>()
  for (const [sentence, markers] of markersOf(after)) {
    const earlier = known.get(sentence)
    for (const marker of markers) (earlier?.has(marker) ? kept : lent).add(marker)
  }
  return citations.filter(({ marker }) => kept.has(marker) && !lent.has(marker))
}

/** The markers that each sentence of a draft carries, wherever it stands. */
function markersOf(draft: string): Map<string, Set<string>> {
  const sentences = new Map<string, Set<string>>()
  for (const { text, markers } of claimsOf(draft)) {
    const sentence = text.replace(/\s+/g, ' ')
    const known = sentences.get(sentence) ?? new Set<string>()
    for (const marker of markers) known.add(marker)
    sentences.set(sentence, known)
  }
  return sentences
}
