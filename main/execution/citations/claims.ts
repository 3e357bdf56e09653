import { contentTerms } from '../extractive/index.ts'

/** A sentence of a draft with the markers behind it. Offsets are UTF-16 code units of the draft. */
export interface Claim {
  readonly text: string
  readonly start: number
  readonly end: number
  /** `[1]`, `[2]` … in their order. */
  readonly markers: readonly string[]
}

const MARKERS = /(?:\s?\[\d{1,4}\])+/y
const SENTENCE_END = /[.!?…]["”’)\]]*(?=\s|$|\s?\[\d)|[。！？]["”’」』)\]]*/g
/** A heading, or the subject line of an e-mail. */
const HEADING = /^\s{0,3}#{1,6}\s|^(?:Subject|Betreff|Objet|Asunto|Oggetto|Onderwerp):/i
const MIN_TERMS = 3

/**
 * The statements of a draft. Headings, greetings and lines too short to state anything are left out, unless they carry a marker.
 * A marker belongs to the sentence before it, on either side of its full stop.
 */
export function claimsOf(draft: string): Claim[] {
  const claims: Claim[] = []
  for (const { 0: line, index: lineStart } of draft.matchAll(/[^\n]+/g)) {
    if (HEADING.test(line)) continue
    const lead = /^\s*(?:[-*+•]|\d{1,2}[.)])\s+/.exec(line)?.[0].length ?? 0
    let start = lead
    while (start < line.length) {
      const end = nextEnd(line, start)
      MARKERS.lastIndex = end
      const behind = MARKERS.exec(line)?.[0] ?? ''
      const raw = line.slice(start, end)
      const inside = raw.match(/\[\d{1,4}\]/g) ?? []
      const markers = [...inside, ...(behind.match(/\[\d{1,4}\]/g) ?? [])]
      const text = raw.replace(/\s?\[\d{1,4}\]/g, '').trim()
      if (text !== '' && (markers.length > 0 || contentTerms(text).length >= MIN_TERMS)) {
        const from = lineStart + start + (raw.length - raw.trimStart().length)
        claims.push({ text, start: from, end: lineStart + end, markers })
      }
      start = end + behind.length
      while (start < line.length && /\s/.test(line.charAt(start))) start += 1
    }
  }
  return claims
}

const ABBREVIATION = /(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|approx|ca|cf|vs|etc|e\.g|i\.e|z\.B|bzw|[A-Z])\.$/

/** End of the sentence that begins at `start`, behind its full stop; the line's end without one. */
function nextEnd(line: string, start: number): number {
  SENTENCE_END.lastIndex = start
  for (let match = SENTENCE_END.exec(line); match !== null; match = SENTENCE_END.exec(line)) {
    const end = match.index + match[0].length
    if (!ABBREVIATION.test(line.slice(start, match.index + 1))) return end
  }
  return line.length
}
