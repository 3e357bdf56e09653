/** Length (UTF-16 code units) of the longest phrase of a list that begins at a word of a text in lower case; 0 when none does. */
export type PhraseFinder = (lower: string, start: number, end: number) => number

const INSIDE = /[\p{L}\p{N}]/u

/** `start` and `end` are those of a word as `words.ts` finds it. Phrases are in lower case. */
export function createPhraseFinder(phrases: ReadonlySet<string>): PhraseFinder {
  const beginning = new Map<string, string[]>()
  for (const phrase of [...phrases].sort((a, b) => b.length - a.length)) {
    const first = phrase.split(' ', 1)[0]?.replace(/'s$/, '') ?? phrase
    beginning.set(first, [...(beginning.get(first) ?? []), phrase])
  }
  return (lower, start, end) => {
    const found = beginning
      .get(lower.slice(start, end))
      ?.find((phrase) => lower.startsWith(phrase, start) && !INSIDE.test(lower.charAt(start + phrase.length)))
    return found?.length ?? 0
  }
}
