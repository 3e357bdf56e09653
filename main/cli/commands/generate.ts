import { EXIT, exitCodeFor } from '#contracts/errors.ts'
import type { Generation } from '#contracts/generation.ts'
import { requestsThatLeft } from '#contracts/requests-that-left.ts'
import type { App } from '../../app.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { naming, readSourceAt } from '../input.ts'
import { excerpt, print } from '../output.ts'
import { promptOf, type RouteCommandOptions, routeOptions } from './route.ts'
import { tellNote } from './sources.ts'
import { fieldsOf } from './templates.ts'

/** What is shown of a quote. */
const QUOTE_CHARS = 120

export interface GenerateOptions extends CommonOptions, RouteCommandOptions {
  readonly template?: string
  readonly field?: readonly string[]
  readonly stream?: boolean
}

/** `generate`: the whole way through the gate, in this process, as a durable job like any other. */
export async function generate(context: CliContext, options: GenerateOptions): Promise<number> {
  const prompt = fieldsSayItAll(options) ? '' : await promptOf(options)
  const routing = routeOptions(options)
  const fields = await fieldsOf(options.field ?? [])
  // Read before anything is opened: a wrong path costs nothing and leaves nothing behind.
  const files = await Promise.all((options.source ?? []).map(readSourceAt))
  return withApp(context, options, async (app) => {
    const sources = await Promise.all(files.map((file) => naming(file.name, () => app.sources.add(file))))
    for (const source of sources) tellNote(source)
    const { id, jobId } = await app.generations.start({
      prompt,
      sources: sources.map((source) => ({ id: source.id })),
      options: routing,
      fields,
      ...(options.template === undefined ? {} : { template: options.template }),
    })
    const stop = cancelOnInterrupt(app, id)
    const streaming = options.stream === true && options.json !== true ? showStream(app, id) : Promise.resolve()
    try {
      await app.jobs.runOnly(jobId)
      await streaming
    } finally {
      stop()
    }
    return report(await app.generations.get(id), options)
  })
}

/** With a template the fields may be all there is to say; whether they are is for the template to judge. */
function fieldsSayItAll({ prompt, promptFile, template, field }: GenerateOptions): boolean {
  return prompt === undefined && promptFile === undefined && template !== undefined && (field ?? []).length > 0
}

function cancelOnInterrupt(app: App, id: string): () => void {
  const onInterrupt = (): void => {
    app.generations.cancel(id).catch((error: unknown) => app.platform.log.error('generate.cancel_failed', error))
  }
  process.once('SIGINT', onInterrupt)
  return () => process.off('SIGINT', onInterrupt)
}

async function showStream(app: App, id: string): Promise<void> {
  for await (const event of app.generations.watch(id)) {
    if (event.type === 'text') process.stdout.write(event.delta)
    if (event.type === 'decision') {
      process.stderr.write(`${event.decision.summary}\n`)
      if (event.decision.status !== 'routed') return
    }
  }
}

function report(generation: Generation, options: GenerateOptions): number {
  const { state, decision } = generation
  if (options.json === true) print(true, generation, () => [])
  else if (state === 'succeeded') {
    const streamed = options.stream === true
    process.stdout.write(streamed ? '\n' : `${generation.text}\n`)
    const lines = generation.citations.map(
      ({ marker, sourceName, quote, verified }) =>
        `${marker} ${sourceName}: “${excerpt(quote, QUOTE_CHARS)}”${verified ? '' : '  (NOT VERIFIED)'}`,
    )
    process.stdout.write(lines.length === 0 ? '' : `\nSources\n${[...new Set(lines)].join('\n')}\n`)
    const notes = new Set(generation.attempts.flatMap(({ note }) => note ?? []))
    if (notes.size > 0) process.stderr.write(`\n${[...notes].join('\n')}\n`)
    const left = requestsThatLeft(generation.egress)
    const bytes = left.reduce((sum, { bytesOut }) => sum + bytesOut, 0)
    process.stderr.write(
      `\n${generation.engine ?? ''}. ${decision?.summary ?? ''} ${left.length === 0 ? 'Nothing left this machine.' : `${bytes} bytes left this machine in ${left.length} request${left.length === 1 ? '' : 's'}.`}\n`,
    )
  }
  if (state === 'succeeded') return EXIT.ok
  if (options.json !== true) {
    if (generation.text !== '') process.stdout.write(`${generation.text}\n`)
    process.stderr.write(`tidegate: ${generation.error?.message ?? `The request ended as ${state}.`}\n`)
    for (const step of decision?.unblock ?? []) process.stderr.write(`  → ${step}\n`)
  }
  if (state === 'blocked') return EXIT.blocked
  if (state === 'deferred') {
    if (options.json !== true && generation.retryAt !== null) {
      process.stderr.write(`It is tried again at ${new Date(generation.retryAt).toLocaleTimeString()} while the app runs.\n`)
    }
    return EXIT.deferred
  }
  return exitCodeFor(generation.error?.code ?? 'INTERNAL')
}
