import type { Job } from '#contracts/jobs.ts'
import type { RunLine } from '#contracts/tests-view.ts'
import type { RunnerName, VerdictStatus } from '#contracts/verdict.ts'
import { t } from '../../i18n/t.ts'
import type { Tone } from '../../ui/badges.tsx'

export const RUNNER_TEXT: Readonly<Record<RunnerName, string>> = {
  headless: t('In a browser'),
  electron: t('Desktop window'),
  mcp: t('An agent’s tools'),
  'mcp-cdp': t('An agent’s tools, attached'),
  'mcp-stdio': t('An agent’s tools, as a process of their own'),
}

export const STATUS_TEXT: Readonly<Record<VerdictStatus, string>> = {
  passed: t('Passed'),
  failed: t('Failed'),
  'needs-review': t('Needs a look'),
}

export const STATUS_TONE: Readonly<Record<VerdictStatus, Tone>> = { passed: 'good', failed: 'bad', 'needs-review': 'warn' }

/** Whether a run still goes on: its process is at work, or a job that has not ended. A job has one run, which is named after it. */
export function isUnderWay({ id, underWay }: Pick<RunLine, 'id' | 'underWay'>, open: readonly Pick<Job, 'id'>[]): boolean {
  return underWay || open.some((job) => job.id.replace(/^job_/, 'run_') === id)
}

/** What a run came to, in a sentence; of one that goes on, what it came to so far. */
export function outcomeText(
  { passed, failed, needsReview, missing, quarantined, disagreements }: RunLine['outcome'],
  goesOn: boolean,
): string {
  return [
    t('{count, plural, one {# passed} other {# passed}}', { count: passed }),
    ...(failed > 0 ? [t('{count, plural, one {# failed} other {# failed}}', { count: failed })] : []),
    ...(needsReview > 0 ? [t('{count, plural, one {# needs a look} other {# need a look}}', { count: needsReview })] : []),
    ...(missing > 0
      ? [
          goesOn
            ? t('{count, plural, one {# to come} other {# to come}}', { count: missing })
            : t('{count, plural, one {# was not run} other {# were not run}}', { count: missing }),
        ]
      : []),
    ...(quarantined > 0 ? [t('{count, plural, one {# in quarantine} other {# in quarantine}}', { count: quarantined })] : []),
    ...(disagreements.length > 0
      ? [
          t('{count, plural, one {# on which the runners disagree} other {# on which the runners disagree}}', {
            count: disagreements.length,
          }),
        ]
      : []),
  ].join(' · ')
}
