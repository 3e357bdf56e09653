/** A piece of a text; of a labelled kind, or null for what is around the names. */
export interface Segment {
  readonly text: string
  readonly type: string | null
}

/** What people do to their texts: most leave them as they are. */
export function addNoise(segments: readonly Segment[], random: () => number): readonly Segment[] {
  const chance = random()
  const each = (change: (text: string, type: string | null) => string): Segment[] =>
    segments.map(({ text, type }) => ({ text: change(text, type), type })).filter(({ text }) => text !== '')
  if (chance < 0.16) return each((text) => text.toLowerCase())
  if (chance < 0.19) return each((text) => text.toUpperCase())
  if (chance < 0.24) return each((text) => text.toLowerCase().replace(/[.,;!?"]/g, ''))
  if (chance < 0.28) return each((text, type) => (type === null ? text.replace(/[.,;!?"]/g, '') : text))
  if (chance < 0.38) return each((text, type) => (type === null ? misspell(text, random) : text))
  // The names alone in lower case, or in capitals.
  if (chance < 0.42) return each((text, type) => (type === null ? text : text.toLowerCase()))
  if (chance < 0.44) return each((text, type) => (type === null ? text : text.toUpperCase()))
  // As some corpora and speech recognisers write.
  if (chance < 0.47) return each((text, type) => (type === null ? text.replace(/([.,!?:;])(?=\s|$)/g, ' $1') : text))
  if (chance < 0.5)
    return each((text, type) => (type === null ? text.replace(/\b(The|A|My|In|On|We|It|He|She)\b/g, (word) => word.toLowerCase()) : text))
  return segments
}

/** Swaps, drops or doubles a letter in one word of eight. */
function misspell(text: string, random: () => number): string {
  return text.replace(/[a-z]{4,}/g, (word) => {
    if (random() > 0.125) return word
    const at = 1 + Math.floor(random() * (word.length - 2))
    const kind = random()
    if (kind < 0.4) return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
    if (kind < 0.7) return word.slice(0, at) + word.slice(at + 1)
    return word.slice(0, at) + word.charAt(at) + word.slice(at)
  })
}
