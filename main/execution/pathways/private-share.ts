import type { TextToMask } from '../../privacy/masking/index.ts'

/** Share of the characters, 0 to 1, that stand in paragraphs with a finding. Linear in the texts and findings. */
export function privateShare(texts: readonly TextToMask[]): number {
  let all = 0
  let held = 0
  for (const { text, findings } of texts) {
    all += text.length
    const spans = [...findings].sort((a, b) => a.start - b.start)
    let next = 0
    for (const { start, end } of paragraphsOf(text)) {
      while (next < spans.length && (spans[next]?.end ?? 0) <= start) next += 1
      if ((spans[next]?.start ?? Number.POSITIVE_INFINITY) < end) held += end - start
    }
  }
  return all === 0 ? 0 : held / all
}

/** Lines with something in them that follow each other, `[start, end)`. Line by line: a pattern takes the square of many blank lines. */
function* paragraphsOf(text: string): Generator<{ readonly start: number; readonly end: number }> {
  let start: number | null = null
  let end = 0
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const lineEnd = newline === -1 ? text.length : newline
    if (text.slice(at, lineEnd).trim() !== '') {
      start ??= at
      end = lineEnd
    } else if (start !== null) {
      yield { start, end }
      start = null
    }
    at = lineEnd + 1
  }
  if (start !== null) yield { start, end }
}
