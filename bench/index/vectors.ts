import type { Embedder } from '../../main/providers/embedding/index.ts'
import { createRandom } from '../../main/routing/eval/seeded-random.ts'
import { NO_VECTOR, packVector } from '../../main/sources/meaning/pack-vector.ts'
import { createPassageSearch, type PassageSearch } from '../../main/sources/meaning/passage-search.ts'
import { createQuestionVectors } from '../../main/sources/meaning/question-vectors.ts'
import type { Storage, VectorStore } from '../../main/storage/types.ts'
import { systemClock } from '../../main/system-platform.ts'
import { silentLog } from '../../main/telemetry/index.ts'

/** As many numbers as the usual small embedding models make. */
export const DIMENSION = 384
const INDEX = { model: 'bench', dimension: DIMENSION }
const BATCH = 64

function createVectors(seed: number): () => number[] {
  const random = createRandom(seed)
  return () => Array.from({ length: DIMENSION }, () => random() + random() - 1)
}

/** Gives every passage a made-up vector: what a search costs depends on how many there are, not on what they say. */
export async function fillVectors(vectors: VectorStore, seed: number): Promise<{ passages: number; dimension: number; perSecond: number }> {
  const next = createVectors(seed)
  await vectors.open(INDEX)
  const started = performance.now()
  for (let after: number | null = 0; after !== null; ) {
    const { passages, next: following }: Awaited<ReturnType<VectorStore['unembedded']>> = await vectors.unembedded(after, BATCH)
    after = following
    await vectors.put(
      INDEX,
      passages.map(({ id, content }) => ({ id, content, ...(packVector(next()) ?? NO_VECTOR) })),
    )
  }
  const { vectors: filled } = await vectors.counts()
  return { passages: filled, dimension: DIMENSION, perSecond: Math.round(filled / ((performance.now() - started) / 1_000)) }
}

/** The product's own search, with an embedder that answers at once. */
export function searchWithVectors(storage: Pick<Storage, 'sources' | 'vectors'>, seed: number): PassageSearch {
  const next = createVectors(seed + 1)
  const embedder: Embedder = {
    provider: 'bench',
    model: 'bench',
    key: INDEX.model,
    atOnce: 1,
    locality: async () => 'local',
    embed: async (texts) => texts.map(next),
  }
  return createPassageSearch({
    sources: storage.sources,
    vectors: storage.vectors,
    embedding: { standing: async () => ({ state: 'ready', embedder }) },
    questions: createQuestionVectors({ clock: systemClock, log: silentLog }),
    log: silentLog,
  })
}
