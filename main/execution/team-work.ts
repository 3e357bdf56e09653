import type { Portable } from '../coordinator/team/index.ts'
import type { JobEngine } from '../coordinator/types.ts'
import type { TextWorkers } from '../sources/types.ts'
import type { NewJob, Storage } from '../storage/types.ts'
import type { GenerationService } from './generation-service.ts'
import { createTeamGenerateHandler, teamRequestOf } from './team-job.ts'

/** What this machine does for a team, and what of its own work it can hand on. */
export interface TeamWork {
  /** Has this machine run the team's jobs of the kinds that any machine can run; returns these. */
  register(engine: JobEngine): readonly string[]
  readonly portable: Portable
  /** Whether a job of the team that was never here can go on here: its request has to be one of this machine. */
  canTake(job: Pick<NewJob, 'kind' | 'subject'>): Promise<boolean>
}

export function createTeamWork({
  generations,
  storage,
  workers,
}: {
  readonly generations: GenerationService
  readonly storage: Pick<Storage, 'generations'>
  readonly workers: Pick<TextWorkers, 'scan'>
}): TeamWork {
  return {
    register(engine) {
      engine.register('generate', createTeamGenerateHandler(generations))
      return ['generate']
    },
    canTake: async ({ kind, subject }) => kind === 'generate' && (await storage.generations.get(subject)) !== null,
    async portable(job) {
      if (job.kind !== 'generate') return { label: job.label, payload: job.payload }
      const generation = await storage.generations.get(job.subject)
      return generation === null
        ? 'its request is not there any more'
        : teamRequestOf(generation, async (text) => (await workers.scan(text)).label)
    },
  }
}
