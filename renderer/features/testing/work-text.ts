import type { GuardReason, GuardSignal } from '#contracts/test-guard.ts'
import type { TestPlan } from '#contracts/test-plan.ts'
import type { ScenarioChoice } from '#contracts/test-work.ts'
import { t } from '../../i18n/t.ts'
import type { Tone } from '../../ui/badges.tsx'
import { RUNNER_TEXT } from './run-text.ts'

/** All scenarios, once, by the quickest runner. */
export const WHOLE_PLAN: TestPlan = { names: [], tags: [], runner: 'headless', repeat: 1 }

export const RUNNER_CHOICES: ReadonlyArray<{ readonly value: TestPlan['runner']; readonly text: string }> = [
  { value: 'headless', text: RUNNER_TEXT.headless },
  { value: 'electron', text: RUNNER_TEXT.electron },
  { value: 'mcp', text: RUNNER_TEXT.mcp },
  { value: 'mcp-cdp', text: RUNNER_TEXT['mcp-cdp'] },
  { value: 'mcp-stdio', text: RUNNER_TEXT['mcp-stdio'] },
  { value: 'all', text: t('The first three, one after the other') },
]

/** Patterns for which one needs not know crontab. */
export const TIMES: ReadonlyArray<{ readonly cron: string; readonly text: string }> = [
  { cron: '0 3 * * *', text: t('Each night at 3:00') },
  { cron: '0 7 * * 1-5', text: t('Weekdays at 7:00') },
  { cron: '0 * * * *', text: t('Each hour') },
]

export const GUARD_TEXT: Readonly<Record<GuardSignal['status'], string>> = {
  pass: t('This build may be rolled out'),
  fail: t('This build must not be rolled out'),
  unknown: t('Not known whether this build may be rolled out'),
}

export const GUARD_TONE: Readonly<Record<GuardSignal['status'], Tone>> = { pass: 'good', fail: 'bad', unknown: 'warn' }

/** Why a build is not known to be good, in a sentence. */
export function guardReasonText(reason: GuardReason, count: number): string {
  switch (reason) {
    case 'failed':
      return t('{count, plural, one {# verdict failed.} other {# verdicts failed.}}', { count })
    case 'needs-review':
      return t('{count, plural, one {# picture needs a look.} other {# pictures need a look.}}', { count })
    case 'disagreements':
      return t('{count, plural, one {The runners disagree on # scenario.} other {The runners disagree on # scenarios.}}', { count })
    case 'failed-later':
      return t('{count, plural, one {# verdict of a smaller run did not pass.} other {# verdicts of smaller runs did not pass.}}', {
        count,
      })
    case 'no-run':
      return t('No scenario was run on it yet.')
    case 'incomplete':
      return t('No run of it came to its end.')
    case 'too-few':
      return t(
        '{count, plural, one {Its largest run has # scenario, which is too few.} other {Its largest run has # scenarios, which is too few.}}',
        {
          count,
        },
      )
    case 'too-old':
      return t('{count, plural, one {Its last whole run is # hour old.} other {Its last whole run is # hours old.}}', { count })
  }
}

/** How many scenarios a plan comes to. */
export function chosenCount({ tags }: Pick<TestPlan, 'tags'>, { scenarios }: Pick<ScenarioChoice, 'scenarios'>): number {
  return tags.length === 0 ? scenarios.length : scenarios.filter((one) => one.tags.some((tag) => tags.includes(tag))).length
}
