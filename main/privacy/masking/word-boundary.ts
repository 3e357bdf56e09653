/**
 * What makes up a word. Scripts that are written without spaces have no boundary to look for, so that a name inside a Japanese
 * sentence still counts as a word; the underscore is Markdown's, not a letter.
 */
export const WORD = String.raw`[[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]]`

const STARTS = new RegExp(`^${WORD}`, 'v')
const ENDS = new RegExp(`${WORD}$`, 'v')

export function startsWithWord(text: string): boolean {
  return STARTS.test(text)
}

export function endsWithWord(text: string): boolean {
  return ENDS.test(text.length > 4 ? text.slice(-4) : text)
}

/** Whether a word runs on over either edge of `[start, end)`. */
export function isGlued(text: string, start: number, end: number): boolean {
  const before = endsWithWord(text.slice(Math.max(0, start - 2), start)) && startsWithWord(text.slice(start, start + 2))
  return before || (endsWithWord(text.slice(Math.max(start, end - 2), end)) && startsWithWord(text.slice(end, end + 2)))
}
