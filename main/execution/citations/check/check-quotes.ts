import type { Pair, Problem } from './types.ts'

const QUOTED = /["“„«]([^"“”„«»\n]{3,400})["”“»]/gu
/** Short quoted runs are titles and scare quotes; from here on it is somebody's words. */
const MIN_WORDS = 3

/** What the claim puts between quotation marks has to stand in the passage, whatever its case, marks and spaces; `…` leaves out. */
export function checkQuotes({ claim, passage }: Pair): Problem[] {
  const held = plain(passage.text)
  const problems: Problem[] = []
  for (const [, quoted = ''] of claim.text.matchAll(QUOTED)) {
    let from = 0
    for (const part of quoted.split(/\[?(?:…|\.\.\.)\]?/)) {
      const wanted = plain(part)
      if (wanted.split(' ').length < MIN_WORDS && part !== quoted) continue
      const at = wanted === '' ? from : held.indexOf(wanted, from)
      if (at !== -1) {
        from = at + wanted.length
        continue
      }
      problems.push({ kind: 'quote', detail: `The source does not hold these words: “${part.trim()}”.` })
      break
    }
  }
  return problems
}

function plain(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
}
