/** Beyond this a count by segments takes longer than a frame. */
const SEGMENTED_CHARS = 100_000

/** How many words a text has, by the rules of its language as far as they are known. */
export function countWords(text: string, locale: string): number {
  if (text.length > SEGMENTED_CHARS) return text.match(/[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu)?.length ?? 0
  let words = 0
  for (const { isWordLike } of new Intl.Segmenter(locale, { granularity: 'word' }).segment(text)) if (isWordLike) words += 1
  return words
}
