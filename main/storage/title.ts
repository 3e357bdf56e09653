const TITLE_CHARS = 80
/** A line of a transcript that says who speaks. */
const HEAD = /^\[(?:system|user|assistant)\]$/

/** The first line of a prompt that says something, shortened to a heading. */
export function titleOf(prompt: string): string {
  const lines = prompt.split('\n')
  // Of a conversation, what the person says in it: the rules that a tool begins with are the same each time.
  const from = HEAD.test(lines[0] ?? '') ? Math.max(0, lines.indexOf('[user]')) + 1 : 0
  const line = lines.slice(from).find((candidate) => candidate.trim() !== '')
  const words = (line ?? '').trim().replace(/\s+/g, ' ')
  return words.length <= TITLE_CHARS
    ? words
    : `${words
        .slice(0, TITLE_CHARS - 1)
        .toWellFormed()
        .trimEnd()}…`
}
