const TITLE_CHARS = 80

/** The first line of a prompt that says something, shortened to a heading. */
export function titleOf(prompt: string): string {
  const line = prompt.split('\n').find((candidate) => candidate.trim() !== '')
  const words = (line ?? '').trim().replace(/\s+/g, ' ')
  return words.length <= TITLE_CHARS
    ? words
    : `${words
        .slice(0, TITLE_CHARS - 1)
        .toWellFormed()
        .trimEnd()}…`
}
