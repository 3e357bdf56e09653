import type { Citation } from '#contracts/generation.ts'
import { claimsOf } from '../execution/index.ts'

/**
 * The citations that still hold after a person has edited a draft: those whose sentence is as it was and still has its marker. A sentence
 * that was changed may say something else than its source, so its citation goes.
 */
export function followCitations(before: string, citations: readonly Citation[], after: string): Citation[] {
  const known = new Set(claimsOf(before).flatMap(keysOf))
  const kept = new Set<string>()
  for (const claim of claimsOf(after)) for (const marker of claim.markers) if (known.has(keyOf(marker, claim.text))) kept.add(marker)
  return citations.filter(({ marker }) => kept.has(marker))
}

function keysOf(claim: { readonly text: string; readonly markers: readonly string[] }): string[] {
  return claim.markers.map((marker) => keyOf(marker, claim.text))
}

function keyOf(marker: string, text: string): string {
  return `${marker} ${text.replace(/\s+/g, ' ')}`
}
