import type { Finding } from '#contracts/privacy.ts'
import { createDateIndex } from './date-index.ts'
import { dateAt } from './date-text.ts'

/** Recognizer of a date that is known from elsewhere. */
const KNOWN_DATE = 'known-date'
const WORD_START = /(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu

/**
 * Where a text tells a date that is known from elsewhere, in whatever notation: a birthday of `1984-03-07` in a record is `7 March 1984` in what
 * a model writes from it, and `07/03/84` in the next list. Looked for the other way round, from the dates of the text, because a date has more
 * notations than could be listed. Made once for many texts; the time for each is linear in it.
 */
export function createKnownDates(values: readonly { readonly type: string; readonly original: string }[]) {
  const index = createDateIndex(values.map(({ type, original }) => ({ type, original, surrogate: original })))
  /** @param withoutYear also those that name no year, of which each stands for many days */
  return (text: string, { withoutYear }: { readonly withoutYear: boolean }): Finding[] => {
    const findings: Finding[] = []
    if (index.reach === 0) return findings
    for (const { index: start } of text.matchAll(WORD_START)) {
      if (start < (findings.at(-1)?.end ?? 0)) continue
      const match = index.at(text, start)
      if (match === null || (!withoutYear && dateAt(text, start)?.year === null)) continue
      findings.push({ type: match.entry.type, start, end: match.end, score: 1, recognizer: KNOWN_DATE })
    }
    return findings
  }
}
