import type { GenerationSummary, Source } from '#contracts/generation.ts'
import type { JobLine } from '#contracts/job-list.ts'
import type { Job } from '#contracts/jobs.ts'
import type { SourceFolder } from '#contracts/sources.ts'
import { t } from '../../i18n/t.ts'

interface Known {
  readonly history: readonly GenerationSummary[]
  readonly sources: readonly Source[]
  readonly folders: readonly Pick<SourceFolder, 'id' | 'name'>[]
}

/** Kinds that work on whatever there is. */
const ON_EVERYTHING: Readonly<Record<string, string>> = {
  'label-sources': t('All sources'),
  'embed-sources': t('All sources'),
  'test-run': t('Scenarios of this app'),
}

/** What a line of the list is about. */
export function lineTitle({ kind, subject, title }: Pick<JobLine, 'kind' | 'subject' | 'title'>): string {
  return title || (ON_EVERYTHING[kind] ?? subject)
}

/** What a job works on, by its title where the page knows it, else by its id. */
export function jobTitle({ kind, subject }: Pick<Job, 'kind' | 'subject'>, { history, sources, folders }: Known): string {
  const title =
    kind === 'generate'
      ? history.find(({ id }) => id === subject)?.title
      : kind === 'sync-folder'
        ? folders.find(({ id }) => id === subject)?.name
        : (ON_EVERYTHING[kind] ?? sources.find(({ id }) => id === subject)?.name)
  return title || subject
}
