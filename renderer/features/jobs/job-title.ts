import type { GenerationSummary, Source } from '#contracts/generation.ts'
import type { Job } from '#contracts/jobs.ts'
import type { SourceFolder } from '#contracts/sources.ts'

interface Known {
  readonly history: readonly GenerationSummary[]
  readonly sources: readonly Source[]
  readonly folders: readonly Pick<SourceFolder, 'id' | 'name'>[]
}

/** Kinds that work on whatever there is. */
const ON_EVERYTHING: Readonly<Record<string, string>> = { 'label-sources': 'All sources', 'embed-sources': 'All sources' }

/** What a job works on, by its title where it is known, else by its id. */
export function jobTitle({ kind, subject }: Pick<Job, 'kind' | 'subject'>, { history, sources, folders }: Known): string {
  const title =
    kind === 'generate'
      ? history.find(({ id }) => id === subject)?.title
      : kind === 'sync-folder'
        ? folders.find(({ id }) => id === subject)?.name
        : (ON_EVERYTHING[kind] ?? sources.find(({ id }) => id === subject)?.name)
  return title || subject
}
