import { Command, Help, type Option } from 'commander'
import { EXIT } from '#contracts/errors.ts'
import type { CliContext } from './context.ts'
import { addDraftCommands } from './draft-program.ts'
import { failureOf, printsDocument, wouldPrintDocument } from './failure.ts'
import { addJobCommands } from './jobs-program.ts'
import { addLangbaseCommands } from './langbase-program.ts'
import { addModelCommands } from './models-program.ts'
import { addRolloutCommands } from './rollout-program.ts'
import { addRouteCommands } from './route-program.ts'
import { addSourceCommands } from './source-program.ts'
import { addTestCommands } from './test-program.ts'

const describeOption = (option: Option): string => Help.prototype.optionDescription.call(new Help(), option)

type Action = (...args: never[]) => Promise<number | undefined> | Promise<void>

/** Every command of `tidegate`. The code of a command is loaded when it runs. */
export function createProgram(context: CliContext, setExit: (code: number) => void): Command {
  const program = new Command('tidegate')
    .description('Generate content on your own machine. A gate decides, per request, what may leave it.')
    .version(context.version)
    .exitOverride()
    .showHelpAfterError('Run the command with --help to see its options.')
    // An option that may come more than once begins with none, which is not worth "(default: [])".
    .configureHelp({ optionDescription: (option) => describeOption(option).replace(/ \(default: \[\]\)$/, '') })

  const add = (parent: Command, usage: string, description: string): Command =>
    parent
      .command(usage)
      .description(description)
      .option('--json', 'print one JSON document on stdout')
      .option('--data-dir <dir>', 'use this data folder (default: TIDEGATE_HOME, else the system’s)')
      .exitOverride()
  const run =
    (action: Action) =>
    async (...args: unknown[]): Promise<void> => {
      const code = await action(...(args as never[]))
      setExit(typeof code === 'number' ? code : EXIT.ok)
    }
  const withPrompt = (command: Command): Command =>
    command
      .option('--prompt <text>', 'what to write')
      .option('--prompt-file <file>', 'read the prompt from a file, or - for standard input')
      .option('--source <file>', 'a source to draw from (repeatable)', collect, [])
      .option('--route <route>', 'pin the route: auto, local, hosted or hybrid')
      .option('--label <label>', 'raise the label: public, internal, confidential or restricted')
      .option('--local-only', 'allow the local route only')
      .option('--max-cost-usd <usd>', 'refuse routes that would cost more')
      .option('--max-latency-ms <ms>', 'refuse routes whose answer would take longer')
      .option('--prefer <what>', 'what matters most: balanced, quality, speed, cost or energy')
      .option('--strategy <way>', 'how the hybrid route is executed: mask, split or refine')
      .option('--conversation <id>', 'requests of one name stay with one model, and what was private in one is private in all')

  add(program, 'scan [file]', 'find what is sensitive in a text')
    .option('--jsonl <file>', 'scan rows of {id, text}, one JSON object a line; - for standard input')
    .action(run(async (file: string | undefined, options: never) => (await import('./commands/privacy.ts')).scan(context, file, options)))
  add(program, 'mask <file>', 'replace what is sensitive by stable stand-ins')
    .option('--vault <id>', 'use the stand-ins of an earlier mask')
    .action(run(async (file: string, options: never) => (await import('./commands/privacy.ts')).mask(context, file, options)))
  add(program, 'restore <file>', 'put the originals back into a masked text')
    .requiredOption('--vault <id>', 'the vault that mask printed')
    .action(run(async (file: string, options: never) => (await import('./commands/privacy.ts')).restore(context, file, options)))

  const vault = program.command('vault').description('the stand-ins that mask keeps, encrypted').exitOverride()
  add(vault, 'list', 'what is kept').action(
    run(async (options: never) => (await import('./commands/privacy.ts')).listVaults(context, options)),
  )
  add(vault, 'forget <id>', 'delete a vault for good').action(
    run(async (id: string, options: never) => (await import('./commands/privacy.ts')).forgetVault(context, id, options)),
  )
  add(vault, 'rotate', 'encrypt all vaults under a new key').action(
    run(async (options: never) => (await import('./commands/privacy.ts')).rotateVaults(context, options)),
  )

  const route = withPrompt(add(program, 'route', 'show what the gate decides, and why'))
    .option('--scenario <file>', 'decide a described situation')
    .option('--resources <file>', 'decide for this machine state instead of the current one')
    .option('--jsonl <file>', 'decide each row of a scenario file')
    .action(run(async (options: never) => (await import('./commands/route.ts')).route(context, options)))
  // Both have --jsonl: what follows the subcommand is the subcommand's.
  program.enablePositionalOptions()
  route.enablePositionalOptions()
  add(route, 'difficulty', 'score how much a prompt needs the stronger model')
    .requiredOption('--jsonl <file>', 'rows of {id, prompt}')
    .action(run(async (options: never) => (await import('./commands/route.ts')).difficulty(context, options)))

  addRouteCommands(route, context, add, run)
  addLangbaseCommands(program, context, add, run)
  add(program, 'costs', 'what was spent, the budgets, and what running locally saved')
    .option('--days <n>', 'so many days back, today included (1 to 366)')
    .action(run(async (options: never) => (await import('./commands/costs.ts')).costs(context, options)))

  withPrompt(add(program, 'generate', 'write a cited draft'))
    .option('--template <id>', 'one of "tidegate templates list" (default: summary)')
    .option('--field <name=value>', 'fill in a field of the template; @file reads a file (repeatable)', collect, [])
    .option('--stream', 'print the draft as it is written')
    .action(run(async (options: never) => (await import('./commands/generate.ts')).generate(context, options)))

  addDraftCommands(program, context, { add, run, withPrompt })

  add(program, 'serve', 'run the headless host: the app in a browser, and its HTTP API')
    .option('--port <n>', 'port on the loopback interface; 0 takes any free one')
    .option('--open', 'open the browser if there is one')
    .action(run(async (options: never) => (await import('./commands/serve.ts')).serve(context, options)))

  add(program, 'mcp', 'serve a client of the Model Context Protocol on standard input and output')
    .addHelpText(
      'after',
      `
Looking at what is public needs nothing. What sends, spends, changes or reads more needs a grant: tidegate config set mcp.grants '["generate"]'.
Grants: generate, hosted, jobs, vaults, read-public, read-internal, read-confidential, read-restricted.`,
    )
    .action(run(async (options: never) => (await import('./commands/mcp.ts')).mcp(context, options)))

  add(program, 'worker', 'work for a team: take jobs of its queue until told to stop')
    .requiredOption('--engine <url>', 'postgres://user@host/database; the password by TIDEGATE_KEY_TEAM_DB')
    .option('--labels <labels>', 'take only jobs with these labels, by commas: public, internal, confidential')
    .option('--concurrency <n>', 'at most this many jobs at a time (1 to 64)')
    .action(run(async (options: never) => (await import('./commands/team.ts')).worker(context, options)))

  const records = () => import('./commands/records.ts')
  addSourceCommands(program.command('sources').description('files and folders to draw from').exitOverride(), context, add, run)

  const jobs = program.command('jobs').description('background work').exitOverride()
  addJobCommands(jobs, context, add, run)
  add(jobs, 'move', 'move what waits here into a team’s queue, or the other way')
    .option('--to <url>', 'postgres://user@host/database; the password by TIDEGATE_KEY_TEAM_DB')
    .option('--from <url>', 'take what waits there back to this machine')
    .option('--labels <labels>', 'with --from: only these, by commas')
    .action(run(async (options: never) => (await import('./commands/team.ts')).jobsMove(context, options)))

  const ledgerCommands = () => import('./commands/ledger.ts')
  const ledger = program.command('ledger').description('what left this machine').exitOverride()
  add(ledger, 'list', 'list entries, newest first')
    .option('--limit <n>', 'at most this many (1 to 500)')
    .action(run(async (options: never) => (await ledgerCommands()).ledgerList(context, options)))
  add(ledger, 'verify', 'prove that no entry was changed, added or removed').action(
    run(async (options: never) => (await ledgerCommands()).ledgerVerify(context, options)),
  )
  add(ledger, 'totals', 'what went where, by day')
    .option('--days <n>', 'the last days, today included (default: 30)')
    .action(run(async (options: never) => (await ledgerCommands()).ledgerTotals(context, options)))
  add(ledger, 'export', 'write out every entry with its payload, oldest first')
    .option('--format <format>', 'jsonl (default) or csv')
    .option('--out, --output <file>', 'write to this new file instead of stdout')
    .action(run(async (options: never) => (await ledgerCommands()).ledgerExport(context, options)))

  const backups = () => import('./commands/backup.ts')
  const backup = program.command('backup').description('copies of the database').exitOverride()
  add(backup, 'create [to]', 'write a verified copy to a new file or into a folder (default: the data folder)').action(
    run(async (to: string | undefined, options: never) => (await backups()).backupCreate(context, to, options)),
  )
  add(backup, 'list', 'those in the data folder, newest first').action(
    run(async (options: never) => (await backups()).backupList(context, options)),
  )
  add(backup, 'restore <file>', 'check a backup and put it in place at the next start; what is there now is kept').action(
    run(async (file: string, options: never) => (await backups()).backupRestore(context, file, options)),
  )

  addModelCommands(program, context, add, run)

  const settings = () => import('./commands/settings.ts')
  const config = program.command('config').description('settings').exitOverride()
  add(config, 'get [path]', 'show all settings, or one').action(
    run(async (path: string | undefined, options: never) => (await settings()).configGet(context, path, options)),
  )
  add(config, 'set <path> <value>', 'change one').action(
    run(async (path: string, value: string, options: never) => (await settings()).configSet(context, path, value, options)),
  )
  add(config, 'key <provider>', 'store a provider’s key, read from standard input').action(
    run(async (provider: string, options: never) => (await settings()).configKey(context, provider, options)),
  )
  add(program, 'doctor', 'check the installation and say what to do').action(
    run(async (options: never) => (await settings()).doctor(context, options)),
  )
  add(program, 'logs', 'what the app has logged: its files in the data folder, oldest first')
    .option('--follow', 'go on with what is logged from now on, until Ctrl-C')
    .option('--level <level>', 'only from this level on: debug, info, warn or error')
    .action(run(async (options: never) => (await import('./commands/logs.ts')).logs(context, options)))
  add(program, 'kpi', 'figures of the last 30 days').action(run(async (options: never) => (await records()).kpi(context, options)))

  const evaluate = program.command('eval').description('measure on labelled data').exitOverride()
  add(evaluate, 'privacy', 'the classifier')
    .requiredOption('--data <file>', 'labelled rows, one JSON object a line')
    .action(run(async (options: never) => (await import('./commands/evaluate.ts')).evalPrivacy(context, options)))
  add(evaluate, 'citations', 'the citation verifier on pairs of claim and passage')
    .requiredOption('--data <file>', 'labelled pairs: one JSON object a line, or one JSON array')
    .addHelpText(
      'after',
      `
A row has a claim (claim, sentence, statement, hypothesis, answer or text), a passage (passage, quote, source_text, evidence, context, premise,
source or document) and a label (label, supported, verified, entailed, expected, gold or verdict: 1 or 0, true or false, "supported" or
"unsupported", "entailment", "contradiction" or "neutral"); id and kind (or perturbation) are optional. A row that cannot be read ends with 2.`,
    )
    .action(run(async (options: never) => (await import('./commands/evaluate.ts')).evalCitations(context, options)))
  add(evaluate, 'judge', 'how far a judge of drafts agrees with people')
    .requiredOption('--data <file>', 'labelled pairs of drafts, as JSON lines: id, request, sources, first, second, better')
    .option('--model <locality>', 'who judges: local (default) or hosted, which is shown public text only')
    .option('--max-cost <usd>', 'at most so much for all answers (default 0.10)')
    .option('--unpriced', 'also ask a hosted model whose price is not known: nothing limits its cost then')
    .action(run(async (options: never) => (await import('./commands/evaluate-judge.ts')).evalJudge(context, options)))
  add(evaluate, 'visual-diff', 'the visual diff on pairs of pictures')
    .requiredOption('--data <file>', 'labelled pairs: one JSON object a line, or one JSON array')
    .addHelpText(
      'after',
      `
A row names two PNG files, "before" and "after", relative to the file of rows, and whether the screen really "changed" (true or false).
Optional: "id", "kind", "sameEnvironment" (false when they were drawn by different renderers or fonts), "boxes" ({x, y, width, height} of
the changes) and "masks" (what is not compared).`,
    )
    .action(run(async (options: never) => (await import('./commands/evaluate.ts')).evalVisualDiff(context, options)))
  add(evaluate, 'routing-scenarios', 'the gate’s decisions')
    .requiredOption('--data <file>', 'scenario rows')
    .action(run(async (options: never) => (await import('./commands/evaluate.ts')).evalScenarios(context, options)))
  add(evaluate, 'routing-difficulty', 'the estimator of difficulty')
    .requiredOption('--data <file>', 'prompts with the quality of two or more models’ answers, one JSON object a line')
    .option('--weak <model>', 'the weak model, where rows have many')
    .option('--strong <model>', 'the strong model, where rows have many')
    .option('--tier <tier>', 'what class of model the weak one is: small, medium, large or frontier (default: by its name)')
    .action(run(async (options: never) => (await import('./commands/evaluate.ts')).evalDifficulty(context, options)))
  const test = program.command('test').description('scenarios: what a person does in the app, and what must be true then').exitOverride()
  addTestCommands(test, context, add, run)
  addRolloutCommands(program, context, add, run)
  add(
    program,
    'bench <name>',
    'measure against named peers in one run: privacy, routing, stream, strategies, index, queue, queue-load, crash, locks',
  )
    .option('--data <folder>', 'labelled rows: every file of the folder that the evaluation of that area reads')
    .option('--peers <names>', 'only these peers, by commas')
    .option(
      '--parts <names>',
      'only these parts, by commas; privacy: quality, speed, adversarial, typing; queue: process, latency, backlog, kill, sleep; queue-load: blocking, interactive, make-way, endurance',
    )
    .option('--limit <seconds>', 'how long one peer may take over one task (default 60; queue 120)')
    .option('--megabytes <n>', 'of text to index (default 100)')
    .option('--rounds <n>', 'how often each queue is measured (default 3)')
    .option('--quick', 'queue: a minute that shows that all runs, and no figures')
    .option('--install-servers', 'queue: apt-get install Redis and PostgreSQL where they are missing')
    .option('--kills <n>', 'of worker processes (crash; default 300)')
    .option('--seconds <n>', 'of contention (locks; default 60), of steady work (queue-load; default 10)')
    .option('--jobs <n>', 'that are done (queue-load; default 1,000,000)')
    .action(run(async (name: string, options: never) => (await import('./commands/bench.ts')).bench(context, name, options)))
  return program
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value]
}

/** Where a command line says what it has to say. */
export interface CliOutput {
  stdout(text: string): void
  stderr(text: string): void
  /** Whether anything went to stdout: what a command printed before it failed stays the only document. */
  hasPrinted(): boolean
}

/**
 * Runs one command line and returns its exit code. Every failure is one line on stderr that says what to do; with `--json` also one document
 * `{"error":{"code","message"}}` on stdout.
 */
export async function runCli(argv: readonly string[], context: CliContext, output: CliOutput): Promise<number> {
  let exit: number = EXIT.ok
  let isDocument = wouldPrintDocument(argv)
  try {
    await createProgram(context, (code) => {
      exit = code
    })
      .hook('preAction', (_program, command) => {
        isDocument = printsDocument(command.name(), command.opts())
      })
      .parseAsync([...argv], { from: 'user' })
    return exit
  } catch (error) {
    const failure = failureOf(error)
    if (failure === null) return EXIT.ok
    if (failure.said !== null) output.stderr(failure.said)
    if (isDocument && !output.hasPrinted()) output.stdout(`${JSON.stringify({ error: failure.error })}\n`)
    return failure.exit
  }
}
