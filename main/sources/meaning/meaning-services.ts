import type { Needs } from '../../coordinator/admission/index.ts'
import type { JobEngine } from '../../coordinator/types.ts'
import type { Platform } from '../../platform.ts'
import type { Timers } from '../../providers/index.ts'
import type { Storage } from '../../storage/types.ts'
import { createEmbedHandler } from './embed-job.ts'
import { createEmbedQueue, type EmbedQueue } from './embed-queue.ts'
import type { Embedding } from './embedding.ts'
import { createPassageSearch, type PassageSearch } from './passage-search.ts'
import { createQuestionVectors } from './question-vectors.ts'

/** The search over passages, and the job that makes their vectors. */
export interface MeaningServices {
  readonly search: PassageSearch
  readonly queue: EmbedQueue
  dispose(): void
}

/** The model is another program or another process: what it takes, the machine shows. */
const EMBEDDING: Needs = { cpu: 0.5, memoryMb: 0, gpuMemoryMb: 0, network: false, class: 'background', deferrableForMs: 60_000 }

export function createMeaning(deps: {
  readonly platform: Platform
  readonly storage: Pick<Storage, 'sources' | 'vectors' | 'jobs'>
  readonly jobs: JobEngine
  readonly embedding: Embedding
  readonly onChange: () => void
  readonly timers?: Timers
}): MeaningServices {
  const { platform, storage, jobs, embedding, onChange } = deps
  const { clock, log } = platform
  const { sources, vectors } = storage
  const questions = createQuestionVectors({ clock, log, ...(deps.timers === undefined ? {} : { timers: deps.timers }) })
  const queue = createEmbedQueue({ platform, storage, jobs, embedding })
  jobs.register('embed-sources', createEmbedHandler({ vectors, jobs: storage.jobs, embedding, clock, onChange }), { needs: EMBEDDING })
  const stopListening = jobs.onChange((job) => queue.onJob(job))
  return {
    search: createPassageSearch({ sources, vectors, embedding, questions, log }),
    queue,
    dispose() {
      stopListening()
      questions.dispose()
    },
  }
}
