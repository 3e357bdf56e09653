import type { Command } from 'commander'
import type { CliContext } from './context.ts'
import type { AddCommand, RunAction } from './route-program.ts'

/** `tidegate flags` and `tidegate rollout`. */
export function addRolloutCommands(program: Command, context: CliContext, add: AddCommand, run: RunAction): void {
  const commands = () => import('./commands/rollout.ts')

  const flags = add(program, 'flags', 'what can be switched without a new version')
    .enablePositionalOptions()
    .action(run(async (options: never) => (await commands()).listFlags(context, options)))
  add(flags, 'set <flag> <value>', 'switch one on or off in this environment, or back to "shipped"').action(
    run(async (flag: string, value: string, options: never) => (await commands()).setFlag(context, flag, value, options)),
  )

  const rollout = add(program, 'rollout', 'new values of flags on their way to all requests')
    .enablePositionalOptions()
    .action(run(async (options: never) => (await commands()).listRollouts(context, options)))
  add(rollout, 'list', 'how they stand, with the figures that the guard goes by').action(
    run(async (options: never) => (await commands()).listRollouts(context, options)),
  )
  add(rollout, 'start <flag> <value>', 'give a flag a new value, on or off, for 5 percent first')
    .option('--unit <unit>', 'what keeps to its cohort: request, or installation where several share a file of flags')
    .option('--minimum <n>', 'units of each cohort that a stage needs (10 or more; 50 without it)')
    .option('--soak-hours <h>', 'least time on a stage (0 without it)')
    .option('--alpha <a>', 'share of rollouts without a difference that may end in a false alarm (0.05 without it)')
    .action(run(async (flag: string, value: string, options: never) => (await commands()).startRollout(context, flag, value, options)))
  add(rollout, 'check', 'have the guard look now').action(run(async (options: never) => (await commands()).checkRollouts(context, options)))
  for (const [name, description] of [
    ['hold', 'keep the cohorts as they are'],
    ['resume', 'let the guard go on'],
    ['advance', 'go on to the next stage, whatever the figures are'],
    ['back', 'give everybody the value that they had'],
  ] as const) {
    add(rollout, `${name} <rollout>`, description).action(
      run(async (id: string, options: never) => (await commands()).changeRollout(context, name, id, options)),
    )
  }
}
