import type { Command } from 'commander'
import type { CliContext } from './context.ts'

export type AddCommand = (parent: Command, usage: string, description: string) => Command
export type RunAction = (action: (...args: never[]) => Promise<number | undefined> | Promise<void>) => (...args: unknown[]) => Promise<void>

/** What `tidegate route` can do beside deciding: the past, trying out, and what is learnt. */
export function addRouteCommands(route: Command, context: CliContext, add: AddCommand, run: RunAction): void {
  const history = () => import('./commands/route-history.ts')
  const drafts = (command: Command): Command =>
    command
      .option('--policy <file>', 'this policy instead of the one in force, as "config get policy" prints it')
      .option('--weights <file>', 'these weights instead of those of the time, as "config get routing.weights" prints them')
  add(route, 'decisions', 'list decisions, newest first')
    .option('--limit <n>', 'at most this many (1 to 500)')
    .action(run(async (options: never) => (await history()).decisions(context, options)))
  add(route, 'explain <id>', 'show a decision, and what would have led elsewhere').action(
    run(async (id: string, options: never) => (await history()).explainDecision(context, id, options)),
  )
  drafts(add(route, 'replay <id>', 'make a decision again from what was known then')).action(
    run(async (id: string, options: never) => (await history()).replayDecision(context, id, options)),
  )
  drafts(add(route, 'simulate', 'show what decisions would become under other rules; applies nothing'))
    .option('--scenarios <file>', 'the rows of a scenario file instead of the decisions so far')
    .option('--limit <n>', 'at most so many decisions (1 to 500)')
    .action(run(async (options: never) => (await history()).simulate(context, options)))
  add(route, 'performance', 'show how fast and how reliable the models were here').action(
    run(async (options: never) => (await history()).listPerformance(context, options)),
  )
  add(route, 'calibrate [provider]', 'measure the local models with a few short answers').action(
    run(async (provider: string | undefined, options: never) => (await history()).calibrate(context, provider, options)),
  )
  add(route, 'feedback <id> <verdict>', 'say what a draft was worth: accepted, edited, regenerated, liked, disliked, fell-back')
    .option('--edited-share <share>', 'with "edited": the share that was changed, 0 to 1')
    .action(run(async (id: string, verdict: string, options: never) => (await history()).feedback(context, id, verdict, options)))
  add(route, 'train', 'learn from the verdicts so far').action(run(async (options: never) => (await history()).train(context, options)))
  add(route, 'rollback [version]', 'go back to an earlier correction; 0 is as shipped').action(
    run(async (version: string | undefined, options: never) => (await history()).rollback(context, version, options)),
  )
  add(route, 'corrections', 'list what was learnt').action(run(async (options: never) => (await history()).corrections(context, options)))
  const experiment = route.command('experiment').description('compare weights').exitOverride()
  add(experiment, 'start <file>', 'start one that a file describes').action(
    run(async (file: string, options: never) => (await history()).startExperiment(context, file, options)),
  )
  add(experiment, 'stop <id>', 'end one').action(
    run(async (id: string, options: never) => (await history()).stopExperiment(context, id, options)),
  )
  add(experiment, 'list', 'list them with their figures').action(
    run(async (options: never) => (await history()).listExperiments(context, options)),
  )
  add(route, 'changes', 'list every change of policy, weights, corrections and experiments')
    .option('--limit <n>', 'at most this many (1 to 500)')
    .action(run(async (options: never) => (await history()).listChanges(context, options)))
  add(route, 'revert <change>', 'take a change of policy or weights back').action(
    run(async (seq: string, options: never) => (await history()).revertChange(context, seq, options)),
  )
}
