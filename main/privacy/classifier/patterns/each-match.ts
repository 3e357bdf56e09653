/**
 * Calls back with each match of a pattern (with the flag `g`, none of them empty) in a text, in turn. The same as a loop over `matchAll`,
 * which makes a copy of the pattern each time: for a short text that takes longer than to read it.
 */
export function eachMatch(pattern: RegExp, text: string, visit: (match: RegExpExecArray) => void): void {
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const next = pattern.lastIndex
    visit(match)
    // Whoever is called back may have used the pattern for another text.
    pattern.lastIndex = next
  }
}
