import type { Config, ServedProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { Source } from '#contracts/generation.ts'
import type { Memory, MemoryDocument, Pipe, PipeTemplate, UploadVerdict } from '#contracts/langbase.ts'
import { highestLabel, type Label, labelRank } from '#contracts/privacy.ts'
import type { LangbaseAccount } from './langbase-account.ts'
import type { NewPipe } from './pipe-templates.ts'

export interface DeskDeps {
  readonly account: (provider?: string) => Promise<{ readonly config: ServedProviderConfig; readonly account: LangbaseAccount }>
  readonly config: { get(): Config; set(path: string, value: unknown): Config }
  readonly templates: () => readonly NewPipe[]
  /** Throws where a text cannot be judged; it counts as restricted then. */
  readonly scan: (text: string, signal: AbortSignal) => Promise<{ readonly label: Label }>
  readonly sources: {
    list(): Promise<readonly Source[]>
    text(id: string): Promise<{ readonly source: Source; readonly text: string }>
  }
}

/** A text for a memory. */
export interface Upload {
  readonly memory: string
  readonly name: string
  readonly text: string
  readonly mediaType: string
}

/**
 * What a person does at a Langbase account. `provider` is the id in the settings; without it the first Langbase provider is meant. Throws
 * what {@link LangbaseAccount} throws, NOT_FOUND, and POLICY_FORBIDS_ROUTE for a text that is not public.
 */
export interface LangbaseDesk {
  pipes(provider: string | undefined, signal: AbortSignal): Promise<Pipe[]>
  pipeTemplates(): PipeTemplate[]
  createPipe(
    wish: { template: string; name?: string | undefined; model?: string | undefined; provider?: string | undefined },
    signal: AbortSignal,
  ): Promise<Pipe>
  /** The provider runs this pipe from now on. */
  choosePipe(provider: string | undefined, name: string): Promise<void>
  memories(provider: string | undefined, signal: AbortSignal): Promise<Memory[]>
  createMemory(provider: string | undefined, memory: { name: string; description: string }, signal: AbortSignal): Promise<Memory>
  /** Also takes it out of the settings, so that no request asks for what is gone. */
  deleteMemory(provider: string | undefined, name: string, signal: AbortSignal): Promise<void>
  chooseMemory(provider: string | undefined, name: string, use: boolean): Promise<void>
  documents(provider: string | undefined, memory: string, signal: AbortSignal): Promise<MemoryDocument[]>
  /** Every source, by its label and its name; the content is scanned once more when it is uploaded. */
  uploadable(signal: AbortSignal): Promise<(UploadVerdict & { source: string; name: string })[]>
  /** Scans the text and its name, and sends them when both are public. */
  upload(provider: string | undefined, upload: Upload, signal: AbortSignal): Promise<void>
  uploadSource(provider: string | undefined, memory: string, source: string, signal: AbortSignal): Promise<{ name: string }>
  /** The account itself, for what needs no judgement here: the egress door judges each call. */
  account(provider?: string): Promise<LangbaseAccount>
}

export function createLangbaseDesk(deps: DeskDeps): LangbaseDesk {
  const at = (provider: string | undefined) => deps.account(provider)

  async function labelOf(text: string, signal: AbortSignal): Promise<Label> {
    try {
      return (await deps.scan(text, signal)).label
    } catch (error) {
      if (signal.aborted) throw error
      // What cannot be judged may not leave.
      return 'restricted'
    }
  }

  async function setProvider(id: string, key: 'model' | 'memories', value: unknown): Promise<void> {
    const index = deps.config.get().providers.findIndex((provider) => provider.id === id)
    deps.config.set(`providers.${index}.${key}`, value)
  }

  async function chooseMemory(provider: string | undefined, name: string, use: boolean): Promise<void> {
    const { config } = await at(provider)
    const others = config.memories.filter((memory) => memory !== name)
    if (use || others.length < config.memories.length) await setProvider(config.id, 'memories', use ? [...others, name] : others)
  }

  async function upload(provider: string | undefined, { memory, name, text, mediaType }: Upload, signal: AbortSignal): Promise<void> {
    const { account } = await at(provider)
    const label = highestLabel([await labelOf(text, signal), await labelOf(name, signal)])
    const { allowed, reason } = verdictOf(label)
    if (!allowed) throw new TidegateError('POLICY_FORBIDS_ROUTE', `${reason} Nothing was sent.`)
    await account.upload({ memory, name, text, mediaType: textTypeOf(mediaType) }, signal)
  }

  return {
    account: async (provider) => (await at(provider)).account,
    async pipes(provider, signal) {
      const { config, account } = await at(provider)
      return (await account.pipes(signal)).map((pipe) => ({ ...pipe, inUse: pipe.name === config.model }))
    },
    pipeTemplates: () => deps.templates().map(({ name, description, model }) => ({ name, description, model })),
    async createPipe({ template, name, model, provider }, signal) {
      const found = deps.templates().find((candidate) => candidate.name === template)
      if (found === undefined) {
        const known = deps.templates().map((candidate) => candidate.name)
        throw new TidegateError('NOT_FOUND', `There is no such template. There are: ${known.join(', ')}.`)
      }
      const { config, account } = await at(provider)
      const wanted = { ...found, name: name ?? found.name, model: model ?? found.model }
      const made = await account.createPipe(wanted, signal)
      return { ...made, inUse: made.name === config.model }
    },
    async choosePipe(provider, name) {
      await setProvider((await at(provider)).config.id, 'model', name)
    },
    async memories(provider, signal) {
      const { config, account } = await at(provider)
      return (await account.memories(signal)).map((memory) => ({ ...memory, inUse: config.memories.includes(memory.name) }))
    },
    async createMemory(provider, memory, signal) {
      const { config, account } = await at(provider)
      const made = await account.createMemory(memory, signal)
      return { ...made, inUse: config.memories.includes(made.name) }
    },
    async deleteMemory(provider, name, signal) {
      await (await at(provider)).account.deleteMemory(name, signal)
      await chooseMemory(provider, name, false)
    },
    chooseMemory,
    documents: async (provider, memory, signal) => (await at(provider)).account.documents(memory, signal),
    async uploadable(signal) {
      const sources = await deps.sources.list()
      return Promise.all(
        sources.map(async ({ id, name, label }) => ({
          source: id,
          name,
          ...verdictOf(highestLabel([label, await labelOf(name, signal)])),
        })),
      )
    },
    upload,
    async uploadSource(provider, memory, id, signal) {
      const { source, text } = await deps.sources.text(id)
      // Never lower than it is kept: a rule of the workspace may have raised it.
      const { allowed, reason } = verdictOf(source.label)
      if (!allowed) throw new TidegateError('POLICY_FORBIDS_ROUTE', `${reason} Nothing was sent.`)
      await upload(provider, { memory, name: source.name, text, mediaType: source.mediaType }, signal)
      return { name: source.name }
    },
  }
}

function verdictOf(label: Label): UploadVerdict {
  const allowed = labelRank(label) === labelRank('public')
  return { allowed, label, reason: allowed ? '' : `This text is ${label}, and only public texts may go into a hosted memory.` }
}

/** Of a PDF or a page only the extracted text goes, because only that has been judged. */
function textTypeOf(mediaType: string): 'text/plain' | 'text/markdown' | 'text/csv' {
  if (/\bmarkdown\b/.test(mediaType)) return 'text/markdown'
  return /\bcsv\b/.test(mediaType) ? 'text/csv' : 'text/plain'
}
