import type { Command } from 'commander'
import type { CliContext } from './context.ts'

type Add = (parent: Command, usage: string, description: string) => Command
type Run = (action: (...args: never[]) => Promise<number | undefined> | Promise<void>) => (...args: unknown[]) => Promise<void>

/** `tidegate langbase`: what an account there holds beside what it generates. */
export function addLangbaseCommands(program: Command, context: CliContext, addPlain: Add, run: Run): void {
  const langbase = program.command('langbase').description('pipes, memories and threads of a Langbase account').exitOverride()
  const commands = () => import('./commands/langbase.ts')
  const add: Add = (parent, usage, description) =>
    addPlain(parent, usage, description).option('--provider <id>', 'this provider of the settings (default: the first Langbase one)')

  const pipes = langbase.command('pipes').description('models with their instructions').exitOverride()
  add(pipes, 'list', 'list them').action(run(async (options: never) => (await commands()).pipesList(context, options)))
  add(pipes, 'templates', 'list what "create" can make').action(
    run(async (options: never) => (await commands()).pipesTemplates(context, options)),
  )
  add(pipes, 'create <template>', 'make a private pipe from a template')
    .option('--name <name>', 'under this name instead of the template’s')
    .option('--model <model>', 'with this model, as maker:model')
    .action(run(async (template: string, options: never) => (await commands()).pipesCreate(context, template, options)))
  add(pipes, 'use <name>', 'let the provider run this pipe').action(
    run(async (name: string, options: never) => (await commands()).pipesUse(context, name, options)),
  )

  const memory = langbase.command('memory').description('documents that the service searches').exitOverride()
  add(memory, 'list', 'list memories').action(run(async (options: never) => (await commands()).memoryList(context, options)))
  add(memory, 'create <name>', 'make one')
    .option('--description <text>', 'what it is for')
    .action(run(async (name: string, options: never) => (await commands()).memoryCreate(context, name, options)))
  add(memory, 'remove <name>', 'delete one with all its documents').action(
    run(async (name: string, options: never) => (await commands()).memoryRemove(context, name, options)),
  )
  add(memory, 'use <name>', 'search it for every request of the provider')
    .option('--stop', 'no longer')
    .action(run(async (name: string, options: never) => (await commands()).memoryUse(context, name, options)))
  add(memory, 'documents <name>', 'list its documents').action(
    run(async (name: string, options: never) => (await commands()).memoryDocuments(context, name, options)),
  )
  add(memory, 'upload <name> <file>', 'upload the text of a file; only what is public may go')
    .option('--wait', 'until the service has worked on it')
    .action(run(async (name: string, file: string, options: never) => (await commands()).memoryUpload(context, name, file, options)))
  add(memory, 'retry <name> <document>', 'have a document that failed worked on again').action(
    run(async (name: string, document: string, options: never) => (await commands()).memoryRetry(context, name, document, options)),
  )
  add(memory, 'remove-document <name> <document>', 'delete a document').action(
    run(async (name: string, document: string, options: never) =>
      (await commands()).memoryRemoveDocument(context, name, document, options),
    ),
  )

  const threads = langbase.command('threads').description('conversations that the service keeps').exitOverride()
  add(threads, 'list', 'list the conversations of this machine that have one').action(
    run(async (options: never) => (await commands()).threadsList(context, options)),
  )
  add(threads, 'create', 'begin one').action(run(async (options: never) => (await commands()).threadsCreate(context, options)))
  add(threads, 'show <id>', 'show one with its messages').action(
    run(async (id: string, options: never) => (await commands()).threadsShow(context, id, options)),
  )
  add(threads, 'append <id> <text>', 'add a message of the user; only what is public may go').action(
    run(async (id: string, text: string, options: never) => (await commands()).threadsAppend(context, id, text, options)),
  )
  add(threads, 'update <id> <pair...>', 'set its metadata, as key=value').action(
    run(async (id: string, pairs: string[], options: never) => (await commands()).threadsUpdate(context, id, pairs, options)),
  )
  add(threads, 'remove <id>', 'delete one').action(
    run(async (id: string, options: never) => (await commands()).threadsRemove(context, id, options)),
  )
}
