import type { HistoryAnswer, HistoryQuery } from '#contracts/history.ts'
import type { HistoryStore, SourceStore } from '../storage/types.ts'

const PASSAGES = 5

export interface HistorySearch {
  /** Texts of requests, drafts, versions and names that hold all the words; and, without a filter, passages of sources. */
  search(query: HistoryQuery): Promise<HistoryAnswer>
}

export function createHistorySearch({ history, sources }: { history: HistoryStore; sources: Pick<SourceStore, 'search'> }): HistorySearch {
  return {
    async search(query) {
      const filtered = Object.values(query.filter).some((value) => value !== undefined)
      const [hits, passages] = await Promise.all([history.search(query), filtered ? [] : sources.search(query.query, PASSAGES)])
      return { hits: [...hits], passages: [...passages] }
    },
  }
}
