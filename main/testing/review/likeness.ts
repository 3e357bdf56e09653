import type { Region, VisualDiff } from '#contracts/visual-diff.ts'

/**
 * What makes two changes the same one on different screens: equal for pictures whose regions changed in the same way, in the same words and size, wherever
 * they lie. Null for one that nothing can be said of: it is decided on by itself.
 */
export function likenessOf(diff: VisualDiff | null): string | null {
  if (diff === null) return null
  return JSON.stringify([diff.verdict, diff.environment, diff.regions.map(regionLikeness).sort()])
}

function regionLikeness({ box, kind, moved, words }: Region): string {
  // Where no element has a name the words say the place.
  return JSON.stringify([kind, moved, box.width, box.height, words.replace(/ at \d+, \d+/, '')])
}
