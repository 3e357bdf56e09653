import type { Command } from 'commander'
import type { CliContext } from './context.ts'
import type { AddCommand, RunAction } from './route-program.ts'

const runs = () => import('./commands/test-run.ts')
const scenarios = () => import('./commands/test-scenarios.ts')
const decisions = () => import('./commands/test-decisions.ts')
const recording = () => import('./commands/test-record.ts')
const exploring = () => import('./commands/test-explore.ts')
const traces = () => import('./commands/test-trace.ts')
const reports = () => import('./commands/test-report.ts')
const schedules = () => import('./commands/test-schedule.ts')
const guards = () => import('./commands/test-guard.ts')

/** The commands below `test`. */
export function addTestCommands(parent: Command, context: CliContext, add: AddCommand, run: RunAction): void {
  const withFolder = (command: Command): Command =>
    command.option('--folder <dir>', 'read scenarios of this folder too (default: ./e2e/scenarios where it is)')
  withFolder(add(parent, 'run [names...]', 'carry out scenarios on the app itself, each on a data folder of its own'))
    .option('--runner <name>', 'headless, electron, mcp, mcp-cdp, mcp-stdio, or all of the first three (default: headless)')
    .option('--tag <tag>', 'only those with this tag (repeatable)', collect, [])
    .option('--out <dir>', 'where reports and pictures go (default: test-runs in the data folder)')
    .option('--repeat <n>', 'carry out each so often, to see whether its verdict stays (1 to 100)')
    .option('--rerun', 'carry out once more what fails, to learn whether it is reliable; it stays failed')
    .option('--workers <n>', 'so many at a time (1 to 8; default: half of the processors)')
    .option('--continue <run>', 'go on with this run where it was cut off; a run of another version of the app is begun anew')
    .option('--attached', 'for programs: say each verdict as a line of JSON, and stop when standard input ends')
    .addHelpText('after', '\nExit: 0 all passed, 1 something failed or waits for a person’s look, 2 usage.')
    .action(run(async (names: string[], options: never) => (await runs()).testRun(context, names, options)))
  add(parent, 'record <name>', 'open the app in a window, and write down what is done in it as a scenario')
    .option('--title <text>', 'what it is about, in a sentence')
    .option('--provider <name>', 'a scripted provider that the app knows: local or hosted (repeatable)', collect, [])
    .option('--folder <dir>', 'where it is written (default: scenarios in the data folder)')
    .option('--force', 'replace a scenario of that name')
    .action(run(async (name: string, options: never) => (await recording()).testRecord(context, name, options)))
  add(
    parent,
    'explore <goal>',
    'let a model of your settings try the app, from a goal in plain words, and write what it did down as a scenario',
  )
    .option('--name <name>', 'of the scenario (default: made from the goal)')
    .option('--provider <name>', 'a scripted provider that the app under test knows: local or hosted (repeatable)', collect, [])
    .option('--model <route>', 'how the model is asked: local, hosted or hybrid (default: the gate decides)')
    .option('--unpriced', 'also ask a hosted model whose price is not known: steps and time alone hold it then')
    .option('--steps <n>', 'at most so many steps (1 to 100; default 20)')
    .option('--max-cost <usd>', 'at most so much for all answers (default 0.10)')
    .option('--minutes <n>', 'at most so long (1 to 60; default 5)')
    .option('--folder <dir>', 'where the scenario is written (default: scenarios in the data folder)')
    .option('--force', 'replace a scenario of that name')
    .addHelpText(
      'after',
      '\nExit: 0 the goal was reached and its scenario written, 1 not, 2 usage, 3 the policy forbids to ask, 4 nobody could be asked now.',
    )
    .action(run(async (goal: string, options: never) => (await exploring()).testExplore(context, goal, options)))
  withFolder(add(parent, 'list', 'list scenarios with their last verdicts')).action(
    run(async (options: never) => (await scenarios()).testList(context, options)),
  )
  withFolder(add(parent, 'lint [files...]', 'say what is wrong in scenarios, and which steps are brittle')).action(
    run(async (files: string[], options: never) => (await scenarios()).testLint(context, files, options)),
  )
  add(parent, 'schema', 'print the JSON schema of a scenario, for editors').action(
    run(async (options: never) => (await scenarios()).testSchema(context, options)),
  )
  withFolder(add(parent, 'approve [names...]', 'make pictures that wait the approved ones'))
    .option('--all', 'all that wait')
    .option('--note <text>', 'why')
    .action(run(async (names: string[], options: never) => (await decisions()).testApprove(context, names, options)))
  withFolder(add(parent, 'reject <names...>', 'keep the approved picture, and say what is wrong with the one that waits'))
    .requiredOption('--note <text>', 'what is wrong')
    .action(run(async (names: string[], options: never) => (await decisions()).testReject(context, names, options)))
  withFolder(add(parent, 'quarantine <name>', 'let an unreliable scenario fail no run for a while; it is still carried out and shown'))
    .option('--owner <name>', 'who sees to it (default: you)')
    .option('--days <n>', 'for so many days (1 to 90; default 14)')
    .option('--note <text>', 'why')
    .option('--lift', 'end it')
    .action(run(async (name: string, options: never) => (await decisions()).testQuarantine(context, name, options)))
  add(parent, 'trace <run> <scenario>', 'open what was recorded of a scenario that failed; a run is named by its id, or as newest')
    .option('--runner <name>', 'headless or electron (default: the first that failed)')
    .option('--row <n>', 'with this row of its data')
    .option('--attempt <n>', 'this attempt')
    .option('--port <n>', 'of the viewer on this machine (default: any that is free)')
    .action(run(async (id: string, name: string, options: never) => (await traces()).testTrace(context, id, name, options)))
  add(parent, 'report', 'print a run again')
    .option('--run <id>', 'which run (default: the newest)')
    .option('--format <format>', 'junit, html, json or markdown (default: markdown)')
    .option('--list', 'list the runs instead')
    .action(run(async (options: never) => (await reports()).testReport(context, options)))
  add(parent, 'schedule [cron]', 'have scenarios run by themselves while the app is open: a pattern as in crontab, on, or off')
    .option('--tag <tag>', 'only those with this tag (repeatable); all brings back the others', collect, [])
    .option('--runner <name>', 'headless, electron, mcp, mcp-cdp, mcp-stdio, or all of the first three (default: headless)')
    .option('--time-zone <zone>', 'read the times in this zone, such as Europe/Berlin (default: the system’s)')
    .addHelpText('after', '\nExample: each night at three\n  tidegate test schedule "0 3 * * *" --runner all')
    .action(run(async (cron: string | undefined, options: never) => (await schedules()).testSchedule(context, cron, options)))
  add(parent, 'guard', 'whether the runs of a build let a rollout go on')
    .option('--app <build>', 'the build, as runs name it (default: this one)')
    .option('--max-age-hours <n>', 'an older run says nothing (default: 48)')
    .option('--min-scenarios <n>', 'a smaller run says nothing (default: 10)')
    .addHelpText('after', '\nExit: 0 pass, 1 fail or unknown, 2 usage.')
    .action(run(async (options: never) => (await guards()).testGuard(context, options)))
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value]
}
