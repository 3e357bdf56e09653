import { availableParallelism } from 'node:os'
import type { EmbeddedProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import type { MemoryFit, ModelEntry, ModelList, ModelState, Verification } from '#contracts/models.ts'
import type { ConfigStore } from '../config/index.ts'
import type { End, Generate, Load, ModelPiece, ModelProcess } from '../model-process/index.ts'
import type { Clock } from '../platform.ts'
import type { ResourceMonitor } from '../resources/types.ts'
import { addProvider } from './add-provider.ts'
import { engineProblem } from './engine-installed.ts'
import { type InspectedModel, splitParts } from './gguf/index.ts'
import { gpuChoice, gpuFolderOf } from './gpu-builds.ts'
import { type HashOptions, openHashBook } from './hash-book.ts'
import { createInspections } from './inspections.ts'
import { memoryFit } from './memory-fit.ts'
import { type FoundModel, findModels } from './places/index.ts'

const MIB = 2 ** 20

/** The models of this machine, and what runs them. */
export interface ModelService {
  /** Models of the settings first, then what is found. Loads nothing. */
  list(): Promise<ModelList>
  /** One file. Its problem is in `state` when it cannot be used. */
  inspect(file: string): Promise<ModelEntry>
  /**
   * What a model needs and how much context there is for it now; of a loaded one what it has. Throws FILE_NOT_FOUND, FILE_UNREADABLE, and
   * PROVIDER_UNAVAILABLE for one that is set aside.
   */
  fit(file: string, wantedTokens: number): Promise<MemoryFit>
  /** One answer; loads the model first where that is needed. Throws as `ModelProcess.generate` and `fit` do. */
  generate(config: EmbeddedProviderConfig, request: Generate, signal: AbortSignal): AsyncIterable<ModelPiece>
  /** Vectors of texts. Throws as `generate` does. */
  embed(config: EmbeddedProviderConfig, texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly number[])[]>
  load(file: string, signal: AbortSignal): Promise<void>
  unload(): Promise<void>
  tryAgain(file: string): void
  verify(file: string, options: HashOptions): Promise<Verification>
  /** Adds a provider for a file to the settings; the first of them when `prefer` is set. Returns its id. Throws FILE_NOT_FOUND, FILE_UNREADABLE. */
  add(file: string, prefer: boolean): Promise<string>
  /** Null when the engine is installed, else what to do. */
  problem(): string | null
}

export interface ModelServiceDeps {
  readonly dataDir: string
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly config: ConfigStore
  readonly resources: Pick<ResourceMonitor, 'current'>
  readonly process: ModelProcess
  /** Makes vectors, beside the one that writes. */
  readonly embeddingProcess: ModelProcess
  readonly clock: Pick<Clock, 'monotonic'>
}

/** Context that a model is loaded with when nobody asked for one. */
const USUAL_CONTEXT = 8_192
/** Longer than any passage; what makes vectors holds all of its context in memory at once. */
const PASSAGE_TOKENS = 2_048
/** How long the looking around on the disk holds, ms. */
const FOUND_TTL_MS = 10_000

export function createModelService(deps: ModelServiceDeps): ModelService {
  const { config, dataDir } = deps
  const inspections = createInspections()
  const hashes = openHashBook(dataDir)

  function embedded(): EmbeddedProviderConfig[] {
    return config.get().providers.filter((provider) => provider.kind === 'embedded')
  }
  function wantedOf(file: string): number {
    return embedded().find((provider) => provider.file === file)?.contextTokens ?? USUAL_CONTEXT
  }

  async function freeBytes(): Promise<number> {
    const { memory } = await deps.resources.current()
    return Math.max(0, memory.availableMb - config.get().machine.memoryReserveMb) * MIB
  }

  async function fitOf({ facts, shape, file }: InspectedModel, wantedTokens: number): Promise<MemoryFit> {
    const free = await freeBytes()
    const phase = deps.process.phase()
    // What is loaded and idle is given back before anything else is loaded.
    const held = phase.phase === 'loaded' && !phase.busy ? (phase.rssBytes ?? 0) : 0
    const anew = memoryFit(shape, free + held, facts.contextTokens, wantedTokens)
    if (phase.phase !== 'loaded' || phase.file !== file) return anew
    // It has its memory already, and keeps it unless all the context that is wanted can be had by loading it again.
    const worthwhile = !phase.busy && anew.fits && anew.limitedBy === null && anew.contextTokens > phase.contextTokens
    return worthwhile ? anew : { fits: true, contextTokens: phase.contextTokens, needsBytes: 0, freeBytes: free, limitedBy: null }
  }

  /** How a file is loaded now. Throws when it is broken or does not fit. */
  async function loadOf(file: string, wantedTokens: number): Promise<Load> {
    const model = await inspections.of(file)
    if (model.facts.missingBytes > 0) throw shortFile()
    const fit = await fitOf(model, wantedTokens)
    if (!fit.fits) throw new TidegateError('PROVIDER_UNAVAILABLE', notFitting(fit))
    const { gpu, threads } = config.get().models
    return {
      file: model.file,
      contextTokens: fit.contextTokens,
      gpu: gpuChoice(gpu, dataDir, process),
      gpuOptional: gpu === 'auto',
      gpuFolder: gpuFolderOf(dataDir),
      threads: threads > 0 ? threads : Math.max(1, availableParallelism() - 1),
    }
  }

  function stateOf(file: string): ModelState {
    const why = deps.process.setAside().get(file)
    if (why !== undefined) return { state: 'set-aside', why }
    const phase = deps.process.phase()
    if (phase.phase === 'off' || phase.file !== file) return { state: 'not-loaded' }
    if (phase.phase === 'loading') return { state: 'loading', share: phase.share }
    const { contextTokens, rssBytes, busy, gpu } = phase
    return { state: 'loaded', contextTokens, rssBytes, busy, gpu }
  }

  async function entryOf(found: FoundModel): Promise<ModelEntry> {
    const { file, name, place } = found
    const providerId = embedded().find((provider) => provider.file === file)?.id ?? null
    try {
      const model = await inspections.of(file)
      const fit = await fitOf(model, wantedOf(file))
      const state: ModelState = model.facts.missingBytes > 0 ? { state: 'unusable', problem: shortFile().message } : stateOf(model.file)
      return { file, name, place, facts: model.facts, fit, state, changed: hashes.looksChanged(file), providerId }
    } catch (error) {
      if (!(error instanceof TidegateError)) throw error
      return { file, name, place, facts: null, fit: null, state: { state: 'unusable', problem: error.message }, changed: false, providerId }
    }
  }

  let looked: { readonly at: number; readonly folders: string; readonly models: Promise<FoundModel[]> } | null = null
  function found(): Promise<FoundModel[]> {
    const { folders } = config.get().models
    const key = folders.join('\n')
    if (looked === null || looked.folders !== key || deps.clock.monotonic() - looked.at >= FOUND_TTL_MS)
      looked = { at: deps.clock.monotonic(), folders: key, models: findModels({ home: deps.home, env: deps.env, folders }) }
    return looked.models
  }

  async function everyModel(): Promise<FoundModel[]> {
    const known = embedded().map(({ file, model }): FoundModel => ({ file, name: model, place: 'settings' }))
    return [...known, ...(await found()).filter(({ file }) => !known.some((model) => model.file === file))]
  }

  return {
    problem: engineProblem,
    async list() {
      return { engineProblem: engineProblem(), models: await Promise.all((await everyModel()).map(entryOf)) }
    },
    inspect: (file) => entryOf({ file, name: nameOf(file), place: 'folder' }),
    async fit(file, wantedTokens) {
      const model = await inspections.of(file)
      if (model.facts.missingBytes > 0) throw shortFile()
      const why = deps.process.setAside().get(model.file)
      if (why !== undefined)
        throw new TidegateError('PROVIDER_UNAVAILABLE', `${why} It is set aside; "Try again" in Resources loads it anew.`)
      return fitOf(model, wantedTokens)
    },
    async *generate({ file, contextTokens }, request, signal) {
      yield* deps.process.generate(await loadOf(file, contextTokens), request, signal)
    },
    async embed({ file, contextTokens }, texts, signal) {
      const load = await loadOf(file, Math.min(contextTokens, PASSAGE_TOKENS))
      return deps.embeddingProcess.embed({ ...load, forVectors: true }, texts, signal)
    },
    load: async (file, signal) => deps.process.load(await loadOf(file, wantedOf(file)), signal),
    unload: () => deps.process.unload(),
    tryAgain: (file) => deps.process.tryAgain(file),
    async verify(file, options) {
      const parts = splitParts(file)
      const results: Verification[] = []
      for (const part of parts) results.push(await hashes.verify(part, options))
      const worst = results.find(({ result }) => result === 'wrong' || result === 'changed') ?? results[0]
      if (worst === undefined) throw new TidegateError('FILE_NOT_FOUND', 'There is no such model file.')
      return worst
    },
    async add(file, prefer) {
      const model = await inspections.of(file)
      if (model.facts.missingBytes > 0) throw shortFile()
      return addProvider(config, model.file, model.facts.name, prefer)
    },
  }
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file
}

function shortFile(): TidegateError {
  return new TidegateError('FILE_UNREADABLE', 'The model file ends too early. Its download broke off, most likely: get it again.')
}

/** Why a model cannot be loaded now, with the figures. */
export function notFitting({ needsBytes, freeBytes, contextTokens }: MemoryFit): string {
  const gib = (bytes: number): string => (bytes / 2 ** 30).toFixed(1)
  return `The model needs ${gib(needsBytes)} GB of memory with a context of ${contextTokens}, and ${gib(freeBytes)} GB are free. Close other programs, or choose a smaller one.`
}

export type { End, ModelPiece }
