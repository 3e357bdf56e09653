import type { EmbeddingStatus } from '#contracts/embedding.ts'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import type { App } from '../../app.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { print } from '../output.ts'

interface EmbedOptions extends CommonOptions {
  readonly provider?: string
  readonly model?: string
  readonly status?: boolean
  readonly off?: boolean
}

/** Sets who embeds, where that is asked for, embeds what waits, and says how it stands. */
export async function sourcesEmbed(context: CliContext, options: EmbedOptions): Promise<number> {
  const { status, exit } = await withApp(context, options, async (app) => {
    if (options.off === true) app.config.set('sources.embedding', null)
    const before = app.config.get().sources.embedding
    if (options.off !== true) choose(app, options)
    if (options.off === true || options.status === true) return { status: await app.embedding.status(), exit: EXIT.ok }
    const id = await app.embedding.start().catch((error: unknown) => {
      // What was refused does not take the place of what works.
      if (app.config.get().sources.embedding !== before) app.config.set('sources.embedding', before)
      throw error
    })
    const job = await app.jobs.runOnly(id)
    const status = await app.embedding.status()
    if (job.state === 'deferred') return { status, exit: EXIT.deferred }
    if (job.state !== 'succeeded') throw new TidegateError(job.error?.code ?? 'INTERNAL', job.error?.message ?? job.note)
    return { status, exit: EXIT.ok }
  })
  print(options.json, status, () => linesOf(status))
  return exit
}

function choose(app: App, { provider, model }: EmbedOptions): void {
  if (provider === undefined && model === undefined) return
  const now = app.config.get().sources.embedding
  const next = { provider: provider ?? now?.provider, model: model ?? now?.model }
  if (next.provider === undefined || next.model === undefined) {
    throw new TidegateError('BAD_INPUT', 'Name both --provider and --model: no embedding model is set yet.')
  }
  if (next.provider === now?.provider && next.model === now.model) return
  app.config.set('sources.embedding', next)
}

function linesOf({ state, provider, model, dimension, detail }: EmbeddingStatus): string[] {
  const who =
    provider === null
      ? 'No embedding model'
      : `${model ?? ''} of ${provider}${dimension === null ? '' : `, ${dimension} numbers a passage`}`
  return [`${who}: ${state}`, detail]
}
