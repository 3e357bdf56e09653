import type { TextView } from '../types.ts'
import { NUMBER_WORD, NUMBER_WORDS, type Words } from '../words.ts'
import { createRewriting, type Rewriting } from './rewriting.ts'

/** As many numbers in a row are read as one value. */
const FEWEST = 8
/** Signs between two number words at most. */
const MOST_BETWEEN = 3

/** `four one one one …`, in English, German, French and Spanish. */
export function withDigits({ text, lower, words }: TextView): Rewriting | null {
  if (!hasNumberWord(words)) return null
  const rewriting = createRewriting(text)
  const isNumber = (index: number): boolean => ((words.lists[index] ?? 0) & NUMBER_WORD) !== 0
  for (let first = 0; first < words.count; ) {
    let last = first
    while (
      last + 1 < words.count &&
      isNumber(last) &&
      isNumber(last + 1) &&
      (words.places[last + 1] ?? 0) - (words.places[last] ?? 0) === 1 &&
      (words.starts[last + 1] ?? 0) - (words.ends[last] ?? 0) <= MOST_BETWEEN
    )
      last += 1
    if (last - first + 1 >= FEWEST) {
      for (let index = first; index <= last; index += 1) {
        const start = words.starts[index] ?? 0
        const end = words.ends[index] ?? 0
        // The signs behind a word go with it, but for those behind the last.
        rewriting.replace(start, index === last ? end : (words.starts[index + 1] ?? end), NUMBER_WORDS.get(lower.slice(start, end)) ?? '')
      }
    }
    first = last + 1
  }
  return rewriting.done()
}

function hasNumberWord({ count, lists }: Words): boolean {
  for (let index = 0; index < count; index += 1) if (((lists[index] ?? 0) & NUMBER_WORD) !== 0) return true
  return false
}
