import type { TextToMask } from '../../privacy/masking/index.ts'

/** Share of the characters, 0 to 1, that stand in paragraphs with a finding. Linear in the texts and findings. */
export function privateShare(texts: readonly TextToMask[]): number {
  let all = 0
  let held = 0
  for (const { text, findings } of texts) {
    all += text.length
    const spans = [...findings].sort((a, b) => a.start - b.start)
    let next = 0
    for (const { 0: paragraph, index } of text.matchAll(/[^\n](?:[^\n]|\n(?!\s*\n))*/g)) {
      const end = index + paragraph.length
      while (next < spans.length && (spans[next]?.end ?? 0) <= index) next += 1
      if ((spans[next]?.start ?? Number.POSITIVE_INFINITY) < end) held += paragraph.length
    }
  }
  return all === 0 ? 0 : held / all
}
