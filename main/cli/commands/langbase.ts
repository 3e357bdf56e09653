import { TidegateError } from '#contracts/errors.ts'
import type { App } from '../../app.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { readSourceAt } from '../input.ts'
import { print, table, when } from '../output.ts'

interface Options extends CommonOptions {
  readonly provider?: string
}

/** Runs until Ctrl-C ends the process; each call has its own timeouts. */
const never = (): AbortSignal => new AbortController().signal

export async function pipesList(context: CliContext, options: Options): Promise<void> {
  const pipes = await withApp(context, options, (app) => app.langbase.pipes(options.provider, never()))
  print(options.json, pipes, () =>
    pipes.length === 0
      ? ['The account has no pipe yet. Make one with: tidegate langbase pipes create writer']
      : table([
          ['NAME', 'MODEL', 'STATUS', 'IN USE', 'DESCRIPTION'],
          ...pipes.map(({ name, model, status, inUse, description }) => [name, model, status, inUse ? 'yes' : '', description]),
        ]),
  )
}

export async function pipesTemplates(context: CliContext, options: Options): Promise<void> {
  const templates = await withApp(context, options, async (app) => app.langbase.pipeTemplates())
  print(options.json, templates, () => table(templates.map(({ name, model, description }) => [name, model, description])))
}

export async function pipesCreate(
  context: CliContext,
  template: string,
  options: Options & { name?: string; model?: string },
): Promise<void> {
  const { provider, name, model } = options
  const pipe = await withApp(context, options, (app) => app.langbase.createPipe({ template, name, model, provider }, never()))
  print(options.json, pipe, () => [`The private pipe ${pipe.name} is made. To run it: tidegate langbase pipes use ${pipe.name}`])
}

export async function pipesUse(context: CliContext, name: string, options: Options): Promise<void> {
  await withApp(context, options, (app) => app.langbase.choosePipe(options.provider, name))
  print(options.json, { name, inUse: true }, () => [`The provider runs ${name} from now on.`])
}

export async function memoryList(context: CliContext, options: Options): Promise<void> {
  const memories = await withApp(context, options, (app) => app.langbase.memories(options.provider, never()))
  print(options.json, memories, () =>
    memories.length === 0
      ? ['The account has no memory yet. Make one with: tidegate langbase memory create NAME']
      : table([
          ['NAME', 'IN USE', 'EMBEDDINGS', 'DESCRIPTION'],
          ...memories.map(({ name, inUse, embeddingModel, description }) => [name, inUse ? 'yes' : '', embeddingModel, description]),
        ]),
  )
}

export async function memoryCreate(context: CliContext, name: string, options: Options & { description?: string }): Promise<void> {
  const wish = { name, description: options.description ?? '' }
  const memory = await withApp(context, options, (app) => app.langbase.createMemory(options.provider, wish, never()))
  print(options.json, memory, () => [`The memory ${memory.name} is made. Add to it: tidegate langbase memory upload ${memory.name} FILE`])
}

export async function memoryRemove(context: CliContext, name: string, options: Options): Promise<void> {
  await withApp(context, options, (app) => app.langbase.deleteMemory(options.provider, name, never()))
  print(options.json, { name, removed: true }, () => [`The memory ${name} is gone, with its documents.`])
}

export async function memoryUse(context: CliContext, name: string, options: Options & { stop?: boolean }): Promise<void> {
  const inUse = options.stop !== true
  await withApp(context, options, (app) => app.langbase.chooseMemory(options.provider, name, inUse))
  print(options.json, { name, inUse }, () => [
    inUse ? `${name} is searched for every request from now on.` : `${name} is no longer searched.`,
  ])
}

export async function memoryDocuments(context: CliContext, name: string, options: Options): Promise<void> {
  const documents = await withApp(context, options, (app) => app.langbase.documents(options.provider, name, never()))
  print(options.json, documents, () =>
    documents.length === 0
      ? [`The memory ${name} is empty.`]
      : table([
          ['NAME', 'STATE', 'BYTES', 'TYPE'],
          ...documents.map((document) => [document.name, document.state, String(document.bytes), document.mediaType]),
        ]),
  )
}

export async function memoryUpload(
  context: CliContext,
  memory: string,
  file: string,
  options: Options & { wait?: boolean },
): Promise<void> {
  const input = await readSourceAt(file)
  const result = await withApp(context, options, async (app) => {
    const source = await app.sources.add(input)
    const { name } = await app.langbase.uploadSource(options.provider, memory, source.id, never())
    if (options.wait !== true) return { name, state: 'queued' as const }
    return (await app.langbase.account(options.provider)).awaitDocument(memory, name, never())
  })
  print(options.json, result, () => [`${result.name}: ${result.state}`])
}

export async function memoryRetry(context: CliContext, memory: string, document: string, options: Options): Promise<void> {
  await withAccount(context, options, (account) => account.retryEmbeddings(memory, document, never()))
  print(options.json, { name: document, retried: true }, () => [`${document} is worked on again.`])
}

export async function memoryRemoveDocument(context: CliContext, memory: string, document: string, options: Options): Promise<void> {
  await withAccount(context, options, (account) => account.deleteDocument(memory, document, never()))
  print(options.json, { name: document, removed: true }, () => [`${document} is gone.`])
}

export async function threadsList(context: CliContext, options: Options): Promise<void> {
  const all = await withApp(context, options, (app) => app.storage.threads.list())
  const threads = all.filter(({ provider }) => options.provider === undefined || provider === options.provider)
  print(options.json, threads, () =>
    threads.length === 0
      ? ['No conversation has a thread yet. One begins with: tidegate generate --conversation NAME --route hosted …']
      : table([
          ['CONVERSATION', 'THREAD', 'PROVIDER', 'PIPE', 'LAST'],
          ...threads.map((row) => [row.conversation, row.threadId, row.provider, row.model, when(row.updatedAt)]),
        ]),
  )
}

export async function threadsCreate(context: CliContext, options: Options): Promise<void> {
  const thread = await withAccount(context, options, (account) => account.createThread({}, never()))
  print(options.json, thread, () => [thread.id])
}

export async function threadsShow(context: CliContext, id: string, options: Options): Promise<void> {
  const shown = await withAccount(context, options, async (account) => ({
    ...(await account.thread(id, never())),
    messages: await account.messages(id, never()),
  }))
  print(options.json, shown, () => [
    `${shown.id}  ${when(shown.createdAt)}`,
    ...shown.messages.map(({ role, content }) => `${role}: ${content}`),
  ])
}

export async function threadsAppend(context: CliContext, id: string, text: string, options: Options): Promise<void> {
  await withAccount(context, options, (account) => account.append(id, [{ role: 'user', content: text }], never()))
  print(options.json, { id, appended: true }, () => ['Added.'])
}

export async function threadsUpdate(context: CliContext, id: string, pairs: readonly string[], options: Options): Promise<void> {
  const metadata = Object.fromEntries(
    pairs.map((pair) => {
      const split = pair.indexOf('=')
      if (split < 1) throw new TidegateError('BAD_INPUT', 'Metadata is given as key=value.')
      return [pair.slice(0, split), pair.slice(split + 1)]
    }),
  )
  const thread = await withAccount(context, options, (account) => account.updateThread(id, metadata, never()))
  print(options.json, thread, () => Object.entries(thread.metadata).map(([key, value]) => `${key}=${value}`))
}

export async function threadsRemove(context: CliContext, id: string, options: Options): Promise<void> {
  await withApp(context, options, async (app) => {
    await (await app.langbase.account(options.provider)).deleteThread(id, never())
    await app.storage.threads.forget(id)
  })
  print(options.json, { id, removed: true }, () => ['The thread is gone. Its conversation begins a new one.'])
}

type Account = Awaited<ReturnType<App['langbase']['account']>>

function withAccount<T>(context: CliContext, options: Options, work: (account: Account) => Promise<T>): Promise<T> {
  return withApp(context, options, async (app) => work(await app.langbase.account(options.provider)))
}
