import type { HistoryAnswer, HistoryQuery } from '#contracts/history.ts'
import type { PassageSearch } from '../sources/index.ts'
import type { HistoryStore } from '../storage/types.ts'

const PASSAGES = 5

export interface HistorySearch {
  /** Texts of requests, drafts, versions and names that hold all the words; and, without a filter, passages of sources. */
  search(query: HistoryQuery): Promise<HistoryAnswer>
}

export function createHistorySearch({
  history,
  passages,
}: {
  history: HistoryStore
  passages: Pick<PassageSearch, 'search'>
}): HistorySearch {
  return {
    async search(query) {
      const filtered = Object.values(query.filter).some((value) => value !== undefined)
      const [hits, found] = await Promise.all([history.search(query), filtered ? null : passages.search(query.query, PASSAGES)])
      if (found === null) return { hits: [...hits], passages: [] }
      return { hits: [...hits], passages: [...found.hits], meaning: found.meaning }
    },
  }
}
