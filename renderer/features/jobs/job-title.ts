import type { GenerationSummary, Source } from '#contracts/generation.ts'
import type { Job } from '#contracts/jobs.ts'

/** What a job works on, by its title where it is known, else by its id. */
export function jobTitle(job: Job, history: readonly GenerationSummary[], sources: readonly Source[]): string {
  const title =
    job.kind === 'generate'
      ? history.find((summary) => summary.id === job.subject)?.title
      : sources.find((source) => source.id === job.subject)?.name
  return title || job.subject
}
