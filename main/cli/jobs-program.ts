import type { Command } from 'commander'
import type { JobListOptions } from './commands/jobs.ts'
import type { CliContext } from './context.ts'
import type { AddCommand, RunAction } from './route-program.ts'

const jobs = () => import('./commands/jobs.ts')
const watching = () => import('./commands/jobs-watch.ts')
const figures = () => import('./commands/jobs-figures.ts')
const schedules = () => import('./commands/jobs-schedule.ts')

/** The commands below `jobs`. */
export function addJobCommands(parent: Command, context: CliContext, add: AddCommand, run: RunAction): void {
  add(parent, 'list', 'list jobs, newest first')
    .option('--state <state>', 'only jobs in this state')
    .option('--kind <kind>', 'only jobs of this kind')
    .option('--limit <n>', 'at most this many (1 to 500)')
    .option('--watch', 'stay, and show what changes until Ctrl-C; with --json one job a line, each time it changes')
    .action(
      run(async (options: JobListOptions & { readonly watch?: boolean }) =>
        options.watch === true ? (await watching()).jobsWatch(context, options) : (await jobs()).jobsList(context, options),
      ),
    )
  add(parent, 'show <id>', 'show one with all that happened to it, its log, and what it waits for').action(
    run(async (id: string, options: never) => (await jobs()).jobsShow(context, id, options)),
  )
  add(parent, 'cancel <id>', 'stop one').action(run(async (id: string, options: never) => (await jobs()).jobsCancel(context, id, options)))
  add(parent, 'retry [id]', 'queue an ended one again')
    .option('--all-dead', 'all that were given up')
    .action(run(async (id: string | undefined, options: never) => (await jobs()).jobsRetry(context, id, options)))
  add(parent, 'priority <id> <n>', 'move one that waits: higher goes first, a minute of waiting counts as one (-1000 to 1000)').action(
    run(async (id: string, level: string, options: never) => (await jobs()).jobsPriority(context, id, level, options)),
  )
  add(parent, 'locks', 'who holds which lock, and who waits for it').action(
    run(async (options: never) => (await figures()).jobsLocks(context, options)),
  )
  add(parent, 'stats', 'how much was done, how long it waited and took, and how much failed')
    .option('--days <n>', 'so many days back, today included (1 to 366; default 30)')
    .action(run(async (options: never) => (await figures()).jobsStats(context, options)))

  const schedule = parent.command('schedule').description('jobs that come at their times').exitOverride()
  add(schedule, 'list', 'list schedules with their next time').action(
    run(async (options: never) => (await schedules()).schedulesList(context, options)),
  )
  add(schedule, 'add <id>', 'add a schedule, or change the one of this name')
    .requiredOption('--cron <fields>', 'five fields as in crontab: minute, hour, day, month, weekday; six with seconds first')
    .requiredOption('--kind <kind>', 'sync-folder, index-source, label-sources, embed-sources or test-run')
    .option('--subject <id>', 'the folder or the source to work on')
    .option('--time-zone <zone>', 'read the times in this zone, such as Europe/Berlin (default: the system’s)')
    .option('--missed <what>', 'times that passed while the app was closed: skip, once or all (default: once)')
    .option('--priority <n>', 'higher goes first (-1000 to 1000; default 0)')
    .addHelpText(
      'after',
      '\nExample: read a folder anew each weekday at seven\n  tidegate jobs schedule add morning --cron "0 7 * * 1-5" --kind sync-folder --subject FOLDER',
    )
    .action(run(async (id: string, options: never) => (await schedules()).scheduleAdd(context, id, options)))
  add(schedule, 'remove <id>', 'remove a schedule; jobs that it has added stay').action(
    run(async (id: string, options: never) => (await schedules()).scheduleRemove(context, id, options)),
  )
}
