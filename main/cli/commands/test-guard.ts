import { EXIT, TidegateError } from '#contracts/errors.ts'
import { GuardWishSchema } from '#contracts/test-guard.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { print } from '../output.ts'

interface GuardOptions extends CommonOptions {
  readonly app?: string
  readonly maxAgeHours?: string
  readonly minScenarios?: string
}

/** `test guard`: whether the runs of a build let a rollout go on. 0 only where they do. */
export async function testGuard(context: CliContext, options: GuardOptions): Promise<number> {
  const { app, maxAgeHours, minScenarios } = options
  const wish = GuardWishSchema.safeParse({ app, maxAgeHours, minScenarios })
  if (!wish.success) {
    const named = wish.error.issues[0]?.path[0] === 'minScenarios' ? '--min-scenarios' : '--max-age-hours'
    throw new TidegateError('BAD_INPUT', `${named} needs a number above 0.`)
  }
  const signal = await withApp(context, options, ({ testJobs }) => testJobs.guard(wish.data))
  print(options.json, signal, () => [
    `${signal.status}: ${signal.app}${signal.runId === null ? '' : `, by run ${signal.runId}`}`,
    ...signal.because.map(({ words }) => words),
  ])
  return signal.status === 'pass' ? EXIT.ok : EXIT.failure
}
