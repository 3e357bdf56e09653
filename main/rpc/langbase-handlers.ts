import type { App } from '../app.ts'
import type { Implementer } from './implementer.ts'

/** A Langbase account beside generating. Every call ends with its caller. */
export function langbaseHandlers(os: Implementer['langbase'], { langbase }: Pick<App, 'langbase'>) {
  const done = { done: true as const }
  /** Not every transport gives a signal; a call without one runs to its timeouts. */
  const until = (signal: AbortSignal | undefined): AbortSignal => signal ?? new AbortController().signal
  return {
    pipes: {
      list: os.pipes.list.handler(({ input, signal }) => langbase.pipes(input.provider, until(signal))),
      templates: os.pipes.templates.handler(() => langbase.pipeTemplates()),
      create: os.pipes.create.handler(({ input, signal }) => langbase.createPipe(input, until(signal))),
      use: os.pipes.use.handler(async ({ input }) => {
        await langbase.choosePipe(input.provider, input.name)
        return done
      }),
    },
    memories: {
      list: os.memories.list.handler(({ input, signal }) => langbase.memories(input.provider, until(signal))),
      create: os.memories.create.handler(({ input, signal }) => langbase.createMemory(input.provider, input, until(signal))),
      remove: os.memories.remove.handler(async ({ input, signal }) => {
        await langbase.deleteMemory(input.provider, input.memory, until(signal))
        return done
      }),
      use: os.memories.use.handler(async ({ input }) => {
        await langbase.chooseMemory(input.provider, input.memory, input.use)
        return done
      }),
      documents: os.memories.documents.handler(({ input, signal }) => langbase.documents(input.provider, input.memory, until(signal))),
      uploadable: os.memories.uploadable.handler(({ signal }) => langbase.uploadable(until(signal))),
      upload: os.memories.upload.handler(({ input, signal }) =>
        langbase.uploadSource(input.provider, input.memory, input.source, until(signal)),
      ),
      removeDocument: os.memories.removeDocument.handler(async ({ input, signal }) => {
        await (await langbase.account(input.provider)).deleteDocument(input.memory, input.document, until(signal))
        return done
      }),
      retry: os.memories.retry.handler(async ({ input, signal }) => {
        await (await langbase.account(input.provider)).retryEmbeddings(input.memory, input.document, until(signal))
        return done
      }),
    },
  }
}
