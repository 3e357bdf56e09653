import type { Command } from 'commander'
import type { CliContext } from './context.ts'
import type { AddCommand, RunAction } from './route-program.ts'

const sources = () => import('./commands/sources.ts')
const embedding = () => import('./commands/source-embedding.ts')

/** The commands below `sources`. */
export function addSourceCommands(parent: Command, context: CliContext, add: AddCommand, run: RunAction): void {
  add(parent, 'add <path...>', 'add files, or folders with all files in them').action(
    run(async (paths: string[], options: never) => (await sources()).sourcesAdd(context, paths, options)),
  )
  add(parent, 'list', 'list those that were added one by one').action(
    run(async (options: never) => (await sources()).sourcesList(context, options)),
  )
  add(parent, 'folders', 'list folders, and what became of their files').action(
    run(async (options: never) => (await sources()).sourcesFolders(context, options)),
  )
  add(parent, 'files <folder>', 'every file of a folder with its status')
    .option('--status <status>', 'only these: indexed, unchanged, failed or skipped')
    .action(run(async (id: string, options: never) => (await sources()).sourcesFiles(context, id, options)))
  add(parent, 'sync [folder]', 'read what has changed in one folder, or in all').action(
    run(async (id: string | undefined, options: never) => (await sources()).sourcesSync(context, id, options)),
  )
  add(parent, 'search <words>', 'find passages that hold the words, best first; words between quotes together')
    .option('--limit <n>', 'at most this many (1 to 500)')
    .option('--folder <id>', 'only in the files of this folder')
    .action(run(async (query: string, options: never) => (await sources()).sourcesSearch(context, query, options)))
  add(parent, 'embed', 'embed what is not embedded yet, so that sources are found by meaning, too; on this machine only')
    .option('--provider <id>', 'a local provider of the settings; without it the one that embeds now')
    .option('--model <name>', 'its embedding model; another one than now begins anew')
    .option('--status', 'only say how it stands')
    .option('--off', 'search by words alone from now on')
    .action(run(async (options: never) => (await embedding()).sourcesEmbed(context, options)))
  add(parent, 'remove <id>', 'remove a source, or a folder with its sources').action(
    run(async (id: string, options: never) => (await sources()).sourcesRemove(context, id, options)),
  )
}
