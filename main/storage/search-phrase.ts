/** More words than this make a search no better. */
const MAX_WORDS = 32

/**
 * What somebody typed as a query of FTS5: all words have to be there, the last one may go on, words in double quotes stand together.
 * Every word is quoted, so that nothing of it is read as the index's own syntax. Null when there is no word in it.
 */
export function searchPhrase(query: string): string | null {
  const terms: string[] = []
  for (const [, phrase, word] of query.matchAll(/"([^"]*)"|([^\s"]+)/g)) {
    const words = (phrase ?? word ?? '').match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? []
    if (words.length > 0) terms.push(`"${words.join(' ')}"${phrase === undefined ? '' : ' '}`)
  }
  const used = terms.slice(0, MAX_WORDS)
  const last = used.at(-1)
  if (last === undefined) return null
  // A word that is still being typed finds what begins with it.
  const open = last.endsWith(' ') ? last : `${last}*`
  return [...used.slice(0, -1), open].map((term) => term.trim()).join(' AND ')
}
