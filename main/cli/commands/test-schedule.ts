import { TidegateError } from '#contracts/errors.ts'
import { type TestPlan, TestPlanSchema } from '#contracts/test-plan.ts'
import type { TestSchedule } from '#contracts/test-work.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { print, when } from '../output.ts'

interface ScheduleOptions extends CommonOptions {
  readonly timeZone?: string
  readonly tag: readonly string[]
  readonly runner?: string
}

/** `test schedule`: runs that come by themselves while the app is open. Without a pattern it shows what there is; `off` keeps it for later. */
export async function testSchedule(context: CliContext, cron: string | undefined, options: ScheduleOptions): Promise<void> {
  const schedule = await withApp(context, options, async ({ testJobs }) => {
    const before = await testJobs.schedule()
    if (cron === undefined) return before
    if (cron === 'off') {
      if (before === null || !before.on) return before
      return testJobs.setSchedule({ ...before, on: false })
    }
    // What is not said stays as it was; `on` brings back what was switched off.
    if (cron === 'on' && before === null)
      throw new TidegateError('BAD_INPUT', 'There is no schedule yet. Say when: tidegate test schedule "0 3 * * *"')
    const timeZone = options.timeZone ?? before?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
    return testJobs.setSchedule({
      plan: planOf(options, before?.plan),
      cron: cron === 'on' ? (before?.cron ?? '') : cron,
      timeZone,
      on: true,
    })
  })
  print(options.json, schedule, () => linesOf(schedule))
}

function planOf({ tag, runner }: ScheduleOptions, before: TestPlan | undefined): TestPlan {
  const wanted = {
    ...before,
    ...(tag.length === 0 ? {} : { tags: tag.includes('all') ? [] : tag }),
    ...(runner === undefined ? {} : { runner }),
  }
  const parsed = TestPlanSchema.safeParse(wanted)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new TidegateError('BAD_INPUT', `--${issue?.path[0] === 'tags' ? 'tag' : 'runner'}: ${issue?.message ?? 'not understood'}`)
}

function linesOf(schedule: TestSchedule | null): string[] {
  if (schedule === null) return ['Scenarios run when somebody starts them. Put them on a schedule with: tidegate test schedule "0 3 * * *"']
  const { plan, cron, timeZone, on, nextAt, last } = schedule
  const what = plan.tags.length === 0 ? 'all scenarios' : `scenarios with ${plan.tags.join(' or ')}`
  return [
    on
      ? `On: ${cron} (${timeZone}), ${what}, by ${plan.runner}. Next at ${when(nextAt)}, while the app is open.`
      : `Off: ${cron} (${timeZone}), ${what}.`,
    last === null ? 'None has come yet.' : `Last at ${when(last.endedAt)}: ${last.state}. ${last.note}`.trimEnd(),
  ]
}
