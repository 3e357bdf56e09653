import type { Meaning } from '#contracts/embedding.ts'
import { FOUND_BY, type SourceHit } from '#contracts/sources.ts'
import { type Log, token } from '../../platform.ts'
import type { SearchWithin } from '../../storage/source-store.ts'
import type { SourceStore, VectorStore } from '../../storage/types.ts'
import type { MeaningWithin } from '../../storage/vector-store.ts'
import type { Embedding } from './embedding.ts'
import { fuseRanks } from './fuse-ranks.ts'
import type { QuestionVectors } from './question-vectors.ts'

/** So many of either ranking are fused, whatever is asked for: what stands tenth in both may be the best of all. */
const DEPTH = 40
/** Of a long prompt, its beginning says what it is about; embedding models read no more. */
const QUESTION_CHARS = 2_000

export interface FoundPassages {
  readonly hits: readonly SourceHit[]
  readonly meaning: Meaning
}

/** Finds passages by their words and, where an embedding model is there, by their meaning. */
export interface PassageSearch {
  /** Both rankings fused by reciprocal rank, see {@link fuseRanks}. `meaning` says whether the second one took part, and if not, why. While somebody types only words count. */
  search(query: string, limit: number, within?: SearchWithin): Promise<FoundPassages>
  /** Passages of these sources whose meaning is nearest to a question, the nearest first; none where meaning cannot be had. */
  byMeaning(question: string, limit: number, sources: readonly string[]): Promise<readonly SourceHit[]>
}

const NOT_ASKED: Meaning = { used: false, note: '' }
const NOT_YET = 'Found by words alone: nothing is embedded yet with the model of the settings. "tidegate sources embed" does that now.'

export function createPassageSearch(deps: {
  readonly sources: Pick<SourceStore, 'search'>
  readonly vectors: Pick<VectorStore, 'nearest' | 'problem' | 'counts'>
  readonly embedding: Embedding
  readonly questions: QuestionVectors
  readonly log: Log
}): PassageSearch {
  const { sources, vectors, embedding, questions, log } = deps

  async function near(question: string, limit: number, within: MeaningWithin): Promise<FoundPassages> {
    const none = (note: string): FoundPassages => ({ hits: [], meaning: { used: false, note } })
    if (question.trim() === '') return { hits: [], meaning: NOT_ASKED }
    const standing = await embedding.standing()
    if (standing.state === 'off') return { hits: [], meaning: NOT_ASKED }
    if (standing.state === 'refused') return none(`Found by words alone. ${standing.detail}`)
    const { embedder } = standing
    const problem = await vectors.problem()
    if (problem !== null) return none(problem)
    const asked = await questions.vectorOf(question.slice(0, QUESTION_CHARS), embedder)
    if ('note' in asked) return none(asked.note)
    const index = { model: embedder.key, dimension: asked.dimension }
    const hits = await vectors.nearest(index, asked.vector, limit, within)
    if (hits.length > 0) return { hits, meaning: { used: true, note: '' } }
    const { index: there, vectors: count } = await vectors.counts()
    const isThere = there?.model === index.model && there.dimension === index.dimension && count > 0
    return isThere ? { hits, meaning: { used: true, note: '' } } : none(NOT_YET)
  }

  /** Words are enough: whatever goes wrong with meaning is told, and costs nobody their answer. */
  const safely = (work: Promise<FoundPassages>): Promise<FoundPassages> =>
    work.catch((error: unknown) => {
      log.error('sources.meaning_failed', error, { step: token('search') })
      return { hits: [], meaning: { used: false, note: 'Found by words alone: the search by meaning failed; the log has the cause.' } }
    })

  return {
    async search(query, limit, within = {}) {
      const depth = Math.max(limit, DEPTH)
      const words = within.typing === true ? null : safely(near(query, depth, { folder: within.folder }))
      if (words === null) return { hits: await sources.search(query, limit, within), meaning: NOT_ASKED }
      const [byWords, { hits: byMeaning, meaning }] = await Promise.all([sources.search(query, depth, within), words])
      if (!meaning.used) return { hits: byWords.slice(0, limit), meaning }
      const fused = fuseRanks([byWords, byMeaning], ({ source, start }) => `${source} ${start}`)
      const hits = fused.slice(0, limit).map(({ item, score, lists }) => ({
        ...item,
        score,
        foundBy: FOUND_BY.filter((_side, index) => lists.includes(index)),
      }))
      return { hits, meaning }
    },
    async byMeaning(question, limit, ids) {
      return ids.length === 0 ? [] : (await safely(near(question, limit, { sources: ids }))).hits
    },
  }
}
