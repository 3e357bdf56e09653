import type { Command } from 'commander'
import type { CliContext } from './context.ts'

type Add = (parent: Command, usage: string, description: string) => Command
type Run = (action: (...args: never[]) => Promise<number | undefined> | Promise<void>) => (...args: unknown[]) => Promise<void>

/** `tidegate models`: the model files of this machine. */
export function addModelCommands(program: Command, context: CliContext, add: Add, run: Run): void {
  const commands = () => import('./commands/models.ts')
  const gpuCommands = () => import('./commands/model-gpu.ts')
  const models = program.command('models').description('model files that the app runs itself').exitOverride()
  add(models, 'list', 'list the models of the settings').action(
    run(async (options: never) => (await commands()).listModels(context, options)),
  )
  add(models, 'find', 'find the models of Ollama, LM Studio, Hugging Face and llama.cpp on this machine').action(
    run(async (options: never) => (await commands()).findModelFiles(context, options)),
  )
  add(models, 'info <file>', 'show what a file says of itself, and whether it fits in memory').action(
    run(async (file: string, options: never) => (await commands()).modelInfo(context, file, options)),
  )
  add(models, 'add <file>', 'make a file a local provider')
    .option('--prefer', 'put it before the other providers')
    .action(run(async (file: string, options: never) => (await commands()).addModel(context, file, options)))
  add(models, 'verify <file>', 'compare a file with its hash').action(
    run(async (file: string, options: never) => (await commands()).verifyModel(context, file, options)),
  )
  const gpu = add(models, 'gpu', 'show what the engine computes on').action(
    run(async (options: never) => (await gpuCommands()).gpuStatus(context, options)),
  )
  // Both have --data-dir: what follows the subcommand is the subcommand's.
  gpu.enablePositionalOptions()
  add(gpu, 'install <build>', 'fetch the build of the engine for a graphics card: cuda or vulkan').action(
    run(async (build: string, options: never) => (await gpuCommands()).gpuInstall(context, build, options)),
  )
  add(gpu, 'remove', 'delete the builds that were fetched').action(
    run(async (options: never) => (await gpuCommands()).gpuRemove(context, options)),
  )
}
