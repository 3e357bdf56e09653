import type { Command } from 'commander'
import type { CliContext } from './context.ts'

interface Parts {
  readonly add: (parent: Command, usage: string, description: string) => Command
  readonly run: (action: (...args: never[]) => Promise<number | undefined> | Promise<void>) => (...args: unknown[]) => Promise<void>
  readonly withPrompt: (command: Command) => Command
}

/** What `tidegate` does with templates, with drafts that are there already, and with those of elsewhere. */
export function addDraftCommands(program: Command, context: CliContext, { add, run, withPrompt }: Parts): void {
  const templateCommands = () => import('./commands/templates.ts')
  const templates = program.command('templates').description('what a draft can be, and what it asks for').exitOverride()
  add(templates, 'list', 'list them').action(run(async (options: never) => (await templateCommands()).templatesList(context, options)))
  add(templates, 'show <id>', 'show one; with --json as a file to copy and change').action(
    run(async (id: string, options: never) => (await templateCommands()).templatesShow(context, id, options)),
  )
  add(templates, 'add <file>', 'add one of your own, or replace it, from a JSON file').action(
    run(async (file: string, options: never) => (await templateCommands()).templatesAdd(context, file, options)),
  )
  add(templates, 'remove <id>', 'remove one of your own').action(
    run(async (id: string, options: never) => (await templateCommands()).templatesRemove(context, id, options)),
  )

  const historyCommands = () => import('./commands/history.ts')
  const history = program.command('history').description('requests, drafts and their versions').exitOverride()
  add(history, 'list', 'list documents, newest first')
    .option('--limit <n>', 'at most this many (1 to 500)')
    .action(run(async (options: never) => (await historyCommands()).historyList(context, options)))
  add(history, 'show <id>', 'show a document with all its versions').action(
    run(async (id: string, options: never) => (await historyCommands()).historyShow(context, id, options)),
  )
  add(history, 'remove <id>', 'delete a document for good, with all its versions; by its id or that of a generation').action(
    run(async (id: string, options: never) => (await historyCommands()).historyRemove(context, id, options)),
  )
  add(history, 'search <words>', 'find requests, drafts, versions and sources; all words, "words together", and the beginning of the last')
    .option('--limit <n>', 'at most this many (1 to 100)')
    .option('--in <kind>', 'only: prompt, draft, version, name or source')
    .option('--route <route>', 'only what ran on this route')
    .option('--label <label>', 'only of this label')
    .option('--template <id>', 'only with this template')
    .option('--since <date>', 'only since this day, as 2026-11-29')
    .option('--until <date>', 'only before this day')
    .action(run(async (words: string, options: never) => (await historyCommands()).historySearch(context, words, options)))
  add(program, 'export <id>', 'write a draft out: by the id of a generation or of a version')
    .option('--format <format>', 'md (default), html, docx or json')
    .option('--out <file>', 'write to this new file instead of stdout')
    .action(run(async (id: string, options: never) => (await historyCommands()).exportDraft(context, id, options)))
  const imports = program.command('import').description('conversations from elsewhere').exitOverride()
  add(imports, 'chatgpt <file>', 'import conversations.json, or the ZIP of a ChatGPT export').action(
    run(async (file: string, options: never) => (await import('./commands/import.ts')).importConversations(context, file, options)),
  )
  withPrompt(add(program, 'compare', 'write the same draft on two routes'))
    .requiredOption('--routes <routes>', 'two routes, as local,hybrid')
    .option('--template <id>', 'one of "tidegate templates list"')
    .option(
      '--field <name=value>',
      'fill in a field of the template (repeatable)',
      (value: string, earlier: string[]) => [...earlier, value],
      [],
    )
    .action(run(async (options: never) => (await import('./commands/compare.ts')).compare(context, options)))
}
