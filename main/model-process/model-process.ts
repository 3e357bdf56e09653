import { createAsyncQueue } from '../async-queue.ts'
import { type Clock, type Disposable, type Log, token } from '../platform.ts'
import { createBulkhead } from '../providers/resilience/bulkhead.ts'
import { abortError, sleep, systemTimers, type Timers } from '../providers/resilience/timers.ts'
import type { ForkModelChild } from './child.ts'
import { type ChildLink, createChildLink, type Heard } from './child-link.ts'
import { CRASH_BUDGET, createCrashRecord } from './crash-record.ts'
import type { End, Generate, Load } from './messages.ts'
import { type Ending, endingText, ModelProcessError } from './model-process-error.ts'

/** What the process does now. Sizes in bytes. */
export type ModelPhase =
  | { readonly phase: 'off' }
  | { readonly phase: 'loading'; readonly file: string; readonly share: number }
  | {
      readonly phase: 'loaded'
      readonly file: string
      readonly contextTokens: number
      readonly gpu: string | null
      readonly busy: boolean
      readonly rssBytes: number | null
    }

export type ModelPiece = { readonly type: 'text'; readonly delta: string } | { readonly type: 'end'; readonly end: End }

/**
 * The supervised process of embedded models: at most one, with at most one model, doing one thing at a time. It is started by the first call,
 * and ends when it was idle for long, when memory is short, or with the app. Calls throw ModelProcessError (PROVIDER_UNAVAILABLE,
 * PROVIDER_CONTEXT_OVERFLOW, PROVIDER_INVALID_REQUEST, PROVIDER_NOT_FOUND) or what the signal stands for.
 */
export interface ModelProcess extends Disposable {
  phase(): ModelPhase
  /** Models that crashed too often and are left alone, with the reason, until `tryAgain`. */
  setAside(): ReadonlyMap<string, string>
  /** Loads a model unless it is loaded already. */
  load(load: Load, signal: AbortSignal): Promise<void>
  generate(load: Load, request: Generate, signal: AbortSignal): AsyncIterable<ModelPiece>
  embed(load: Load, texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly number[])[]>
  /** Unloads now what is idle; what is in use is unloaded when its call ends. */
  unload(): Promise<void>
  /** A model that was set aside gets another chance; without a file every one of them. */
  tryAgain(file?: string): void
  /** Memory that is free on the machine, told from time to time while a model is loaded; too little of it unloads the model. MiB. */
  noteMemory(availableMb: number, reserveMb: number): void
  onChange(listener: (phase: ModelPhase) => void): () => void
}

export interface ModelProcessDeps {
  readonly fork: ForkModelChild
  readonly clock: Clock
  readonly log: Log
  /** An idle model is unloaded after so long, ms. Asked each time. */
  readonly idleMs: () => number
  readonly timers?: Timers
}

const SILENT_MS = 30_000
const CANCEL_MS = 2_000
/** So many short samples in a row unload a model: one alone may be our own loading. */
const SHORT_SAMPLES = 3

export function createModelProcess(deps: ModelProcessDeps): ModelProcess {
  const { clock, log } = deps
  const timers = deps.timers ?? systemTimers
  const lane = createBulkhead('embedded', { running: 1, waiting: 64 })
  const crashes = createCrashRecord(clock)
  const listeners = new Set<(phase: ModelPhase) => void>()
  const stopped = new AbortController()
  let link: ChildLink | null = null
  let loaded: { readonly load: Load; readonly contextTokens: number; readonly gpu: string | null } | null = null
  let loading: { readonly file: string; readonly share: number } | null = null
  let callOffIdle: () => void = () => {}
  let short = 0
  let unloadNext = false

  function phase(): ModelPhase {
    if (loading !== null) return { phase: 'loading', ...loading }
    if (loaded === null || link === null) return { phase: 'off' }
    const { load, contextTokens, gpu } = loaded
    return { phase: 'loaded', file: load.file, contextTokens, gpu, busy: lane.running > 0, rssBytes: link.rssBytes }
  }
  function changed(): void {
    for (const listener of [...listeners]) listener(phase())
  }

  function start(file: string): ChildLink {
    log.info('model_process.started')
    const made = createChildLink(deps.fork(), {
      timers,
      silentMs: SILENT_MS,
      cancelMs: CANCEL_MS,
      onMemory: changed,
      onEnd(ending) {
        if (link !== made) return
        link = null
        const at = loading?.file ?? loaded?.load.file ?? file
        loading = null
        loaded = null
        callOffIdle()
        if (ending !== 'closed') noteCrash(at, ending, made.rssBytes)
        changed()
      },
    })
    return made
  }
  function noteCrash(file: string, ending: Ending, rssBytes: number | null): void {
    log.warn('model_process.ended', { how: token(ending), rssBytes })
    crashes.crashed(file, endingText(ending, rssBytes))
  }

  /** The process with the model in it; waits out what a crash asks for. */
  async function withModel(load: Load, signal: AbortSignal): Promise<ChildLink> {
    if (link !== null && loaded !== null && sameLoad(loaded.load, load)) return link
    const why = crashes.setAside(load.file)
    if (why !== null) {
      throw new ModelProcessError(
        'PROVIDER_UNAVAILABLE',
        `${why} That was ${CRASH_BUDGET} times, so the model is set aside; "Try again" in Resources loads it anew.`,
      )
    }
    const waitMs = crashes.waitMs(load.file)
    if (waitMs > 0) await sleep(waitMs, signal, timers)
    link ??= start(load.file)
    const using = link
    loaded = null
    loading = { file: load.file, share: 0 }
    changed()
    try {
      const answer = await using.call({ type: 'load', load }, signal, (heard) => {
        if (heard.type !== 'progress') return
        loading = { file: load.file, share: heard.share }
        changed()
      })
      if (answer.type !== 'loaded')
        throw new ModelProcessError('PROVIDER_UNAVAILABLE', 'The process of the model answered out of turn. Try again.')
      loaded = { load, contextTokens: answer.contextTokens, gpu: answer.gpu }
      return using
    } finally {
      if (link === using) loading = null
      changed()
    }
  }

  /** One call, alone, with the model loaded. */
  async function alone<T>(load: Load, given: AbortSignal, work: (using: ChildLink, signal: AbortSignal) => Promise<T>): Promise<T> {
    const signal = AbortSignal.any([given, stopped.signal])
    const leave = await lane.enter(signal)
    callOffIdle()
    try {
      const using = await withModel(load, signal)
      changed()
      return await work(using, signal)
    } catch (error) {
      throw signal.aborted ? abortError(signal) : error
    } finally {
      leave()
      await settle()
    }
  }
  async function settle(): Promise<void> {
    if (lane.running > 0 || link === null) return
    if (unloadNext) return close()
    changed()
    callOffIdle()
    callOffIdle = timers.after(deps.idleMs(), () => void close())
  }
  async function close(): Promise<void> {
    unloadNext = false
    short = 0
    callOffIdle()
    await link?.close()
  }

  return {
    phase,
    setAside: crashes.all,
    load: (load, signal) => alone(load, signal, async () => {}),
    async *generate(load, request, signal) {
      const leaving = new AbortController()
      const queue = createAsyncQueue<ModelPiece>(joined)
      const hear = (heard: Heard): void => {
        if (heard.type === 'text') queue.push({ type: 'text', delta: heard.delta })
      }
      const done = alone(load, AbortSignal.any([signal, leaving.signal]), async (using, both) => {
        const answer = await using.call({ type: 'generate', request }, both, hear)
        if (answer.type === 'end') queue.push({ type: 'end', end: answer.end })
      })
      done.then(queue.close, queue.close)
      try {
        yield* queue
        await done
      } finally {
        leaving.abort()
        // The place is free only when the engine is.
        await done.catch(() => {})
      }
    },
    embed: (load, texts, signal) =>
      alone(load, signal, async (using, both) => {
        const answer = await using.call({ type: 'embed', texts: [...texts] }, both)
        return answer.type === 'vectors' ? answer.vectors : []
      }),
    async unload() {
      if (lane.running > 0) unloadNext = true
      else await close()
    },
    tryAgain(file) {
      crashes.forget(file)
      changed()
    },
    noteMemory(availableMb, reserveMb) {
      short = availableMb < reserveMb ? short + 1 : 0
      if (short < SHORT_SAMPLES || link === null || loading !== null) return
      log.warn('model_process.memory_short', { availableMb, reserveMb })
      if (lane.running > 0) unloadNext = true
      else void close()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async dispose() {
      stopped.abort(new ModelProcessError('CANCELLED', 'The app is closing.'))
      callOffIdle()
      listeners.clear()
      await link?.close()
    },
  }
}

/** The memory that the process of a model holds, bytes; null while there is none, or before it was first told. */
export function memoryOf(phase: ModelPhase): number | null {
  return phase.phase === 'loaded' ? phase.rssBytes : null
}

/** The memory that processes of models hold together, bytes; null while there are none, or before it was first told. */
export function memoryOfAll(processes: readonly Pick<ModelProcess, 'phase'>[]): number | null {
  const held = processes.map((process) => memoryOf(process.phase())).filter((bytes) => bytes !== null)
  return held.length === 0 ? null : held.reduce((sum, bytes) => sum + bytes, 0)
}

/** Text that waits is handed out in one piece. */
function joined(last: ModelPiece, next: ModelPiece): ModelPiece | null {
  return last.type === 'text' && next.type === 'text' ? { type: 'text', delta: last.delta + next.delta } : null
}

function sameLoad(one: Load, other: Load): boolean {
  return (
    one.file === other.file &&
    one.contextTokens === other.contextTokens &&
    one.gpu === other.gpu &&
    one.gpuOptional === other.gpuOptional &&
    one.gpuFolder === other.gpuFolder &&
    one.threads === other.threads &&
    one.forVectors === other.forVectors
  )
}
