import type { Worker } from 'node:worker_threads'
import type { Piscina } from 'piscina'
import type { Disposable } from '../platform.ts'
import { createMemoryWatch } from './memory-watch.ts'
import { createQuarantine, fingerprintOf } from './quarantine.ts'
import { createTurns } from './turns.ts'

/** What crosses to a thread; `kind` is the name of the exported function that does it. */
interface Task {
  readonly kind: string
}

/** A task as it is sent. What is in `transfer` is gone afterwards. */
export interface Parcel<T extends Task> {
  readonly task: T
  readonly transfer: readonly ArrayBuffer[]
}

export interface PoolTask<T extends Task> {
  /** What is worked on: the same content counts as the same task. */
  readonly content: Uint8Array
  /** Packs the task; asked again when a thread died and it is tried in another one. Null when it can no longer be packed. */
  readonly pack: (attempt: number) => Parcel<T> | null
  /** A task that takes longer (ms) is given up, and its thread ended. */
  readonly limitMs: number
}

/** Threads for pure work. A task that ends its thread, or takes too long, is tried no more once it has done so twice. */
export interface WorkerPool<T extends Task> extends Disposable {
  /**
   * Waits for a thread until `waits` aborts; `ends` ends the work and its thread. Rejects with a {@link WorkerFailure}, or with the reason of
   * a signal.
   */
  run(task: PoolTask<T>, signals: { readonly waits: AbortSignal; readonly ends: AbortSignal }): Promise<unknown>
}

/** Why there is no result. `crashed`: the thread died. `shut`: it did so before, and was not tried again. `closed`: no thread could be had. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure'
  readonly kind: 'crashed' | 'too-long' | 'shut' | 'closed'
  constructor(kind: WorkerFailure['kind'], options?: { cause?: unknown }) {
    super(`worker: ${kind}`, options)
    this.kind = kind
  }
}

export interface WorkerPoolOptions {
  /** File of the worker. */
  readonly file: string
  readonly workerData: unknown
  /** Bound of a thread's heap, and of what it holds outside of it, MiB. */
  readonly heapMb: number
  readonly minThreads: number
  readonly maxThreads: number
}

/** An idle thread ends after this long (ms). */
const IDLE_MS = 30_000
/** A thread may have died of the task before: that is no reason to shut out this one. */
const CRASHES_ALLOWED = 2

export function createWorkerPool<T extends Task>(options: WorkerPoolOptions): WorkerPool<T> {
  // The pool's own queue is served by the threads that it has: when a cancelled task takes the last one with it, what waits there
  // waits for ever. So no more is given to it than it has threads for.
  const takeTurn = createTurns(options.maxThreads)
  const quarantine = createQuarantine(CRASHES_ALLOWED)
  let pool: Promise<Piscina> | null = null
  let threads: () => readonly Worker[] = () => []
  const watch = createMemoryWatch(() => threads(), options.heapMb)

  async function open(): Promise<Piscina> {
    const { Piscina: Pool } = await import('piscina')
    const opened = new Pool({
      filename: options.file,
      minThreads: options.minThreads,
      maxThreads: options.maxThreads,
      idleTimeout: IDLE_MS,
      workerData: options.workerData,
      resourceLimits: { maxOldGenerationSizeMb: options.heapMb },
      // Atomics would block the thread between tasks, and with it its own timers.
      atomics: 'disabled',
    })
    // A thread died that had no task: it could not start, or something of an earlier task came late. Where it was the last one, a task may wait
    // that the pool would keep for ever, so the pool ends and the task with it. Where there are others they go on, and take what waits.
    opened.on('error', () => {
      if (opened.threads.length > 0) return
      pool = null
      void opened.destroy()
    })
    threads = () => opened.threads
    return opened
  }

  async function attempt({ task, transfer }: Parcel<T>, fingerprint: string, limitMs: number, ends: AbortSignal): Promise<unknown> {
    const limit = AbortSignal.timeout(limitMs)
    pool ??= open()
    const own = pool
    const endWatch = watch.begin()
    try {
      const opened = await own
      const result: unknown = await opened.run(task, {
        name: task.kind,
        signal: AbortSignal.any([ends, limit]),
        transferList: [...transfer],
      })
      quarantine.noteSuccess(fingerprint)
      return result
    } catch (error) {
      if (ends.aborted) throw ends.reason
      // The pool ended: whatever it was, this task had no thread.
      if (pool !== own) throw new WorkerFailure('closed', { cause: error })
      quarantine.noteCrash(fingerprint)
      throw new WorkerFailure(limit.aborted ? 'too-long' : 'crashed', { cause: error })
    } finally {
      endWatch()
    }
  }

  return {
    async run({ content, pack, limitMs }, { waits, ends }) {
      const endTurn = await takeTurn(waits)
      try {
        // What is handed over is empty afterwards.
        const fingerprint = fingerprintOf('task', content)
        for (let count = 0; ; count += 1) {
          if (quarantine.isShut(fingerprint)) throw new WorkerFailure('shut')
          const parcel = pack(count)
          if (parcel === null) throw new WorkerFailure('crashed')
          try {
            return await attempt(parcel, fingerprint, limitMs, ends)
          } catch (error) {
            const isCrash = error instanceof WorkerFailure && error.kind === 'crashed'
            if (!isCrash || quarantine.isShut(fingerprint)) throw error
          }
        }
      } finally {
        endTurn()
      }
    },
    async dispose() {
      const opened = pool
      pool = null
      if (opened !== null) await (await opened).destroy()
    },
  }
}
