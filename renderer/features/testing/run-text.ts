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

/** What a run came to, in a sentence. */
export function outcomeText({ passed, failed, needsReview, missing, quarantined, disagreements }: RunLine['outcome']): string {
  return [
    t('{count, plural, one {# passed} other {# passed}}', { count: passed }),
    ...(failed > 0 ? [t('{count, plural, one {# failed} other {# failed}}', { count: failed })] : []),
    ...(needsReview > 0 ? [t('{count, plural, one {# needs a look} other {# need a look}}', { count: needsReview })] : []),
    ...(missing > 0 ? [t('{count, plural, one {# was not run} other {# were not run}}', { count: missing })] : []),
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
