import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Piscina } from 'piscina'
import { TidegateError } from '#contracts/errors.ts'
import type { ScanResult } from '#contracts/privacy.ts'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { type ExtractReply, type ScanReply, type TextTask, unpack } from './text-tasks.ts'
import { createTurns } from './turns.ts'
import type { TextWorkers } from './types.ts'

export interface TextWorkersOptions {
  readonly lexiconsDir: string
  /** The classifier on the calling thread, for short texts. */
  readonly scan: (text: string) => Omit<ScanResult, 'elapsedMs'>
  /** The workspace's own rules that hold now. */
  readonly rules: () => readonly PrivacyRule[]
  /** Built file of the worker; without it the source file is run. */
  readonly workerFile?: string
  readonly minThreads?: number
  readonly maxThreads?: number
}

/** Below this many UTF-16 code units a scan is quicker than the way to a thread and back. */
const INLINE_CHARS = 48_000
/** An idle thread ends after this long (ms). */
const IDLE_MS = 30_000
/** A file that takes longer than this (ms) is made to take long. */
const EXTRACT_MS = 120_000
/** Bound of a thread's heap (MiB): a file that needs more ends its thread, not the app. */
const HEAP_MB = 1_024

/**
 * The pool for text work. It starts no thread before the first long text, ends idle ones, and ends a thread whose task is
 * cancelled. `dispose` ends what runs; its callers get CANCELLED.
 */
export function createTextWorkers(options: TextWorkersOptions): TextWorkers {
  const disposed = new AbortController()
  const maxThreads = options.maxThreads ?? Math.max(1, Math.min(4, availableParallelism() - 1))
  // The pool's own queue is served by the threads that it has: when a cancelled task takes the last one with it, what waits there
  // waits for ever. So no more is given to it than it has threads for.
  const takeTurn = createTurns(maxThreads)
  let pool: Promise<Piscina> | null = null

  async function open(): Promise<Piscina> {
    const { Piscina: Pool } = await import('piscina')
    const opened = new Pool({
      filename: options.workerFile ?? fileURLToPath(new URL('../../workers/text-worker.ts', import.meta.url)),
      minThreads: options.minThreads ?? 0,
      maxThreads,
      idleTimeout: IDLE_MS,
      workerData: { lexiconsDir: options.lexiconsDir },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      // Atomics would block the thread between tasks, and with it its own timers.
      atomics: 'disabled',
    })
    // A thread that cannot start has no task yet, and its pool would keep the task that waits for it. Ending the pool ends the task.
    opened.on('error', () => {
      pool = null
      void opened.destroy()
    })
    return opened
  }

  async function run<T>(task: TextTask, signal: AbortSignal): Promise<T> {
    const endTurn = await takeTurn(signal)
    try {
      pool ??= open()
      return await (await pool).run(task, { name: task.kind, signal })
    } finally {
      endTurn()
    }
  }

  return {
    async extract({ name, mediaType, bytes }, signal) {
      const timeout = AbortSignal.timeout(EXTRACT_MS)
      try {
        const task: TextTask = { kind: 'extract', name, mediaType, bytes }
        return unpack(await run<ExtractReply>(task, AbortSignal.any([signal, timeout, disposed.signal])))
      } catch (error) {
        if (error instanceof TidegateError) throw error
        if (signal.aborted || disposed.signal.aborted) throw cancelled(signal.reason)
        throw new TidegateError(
          'SOURCE_NOT_EXTRACTABLE',
          'This file could not be read in reasonable time and memory. Split it, or save it as text.',
          {
            cause: error,
          },
        )
      }
    },
    async scan(text, signal) {
      try {
        signal?.throwIfAborted()
        if (text.length < INLINE_CHARS) {
          const started = performance.now()
          const { label, findings } = options.scan(text)
          return { label, findings, elapsedMs: performance.now() - started }
        }
        const ended = signal === undefined ? disposed.signal : AbortSignal.any([signal, disposed.signal])
        return unpack(await run<ScanReply>({ kind: 'scan', text, rules: options.rules() }, ended))
      } catch (error) {
        if (error instanceof TidegateError) throw error
        if (signal?.aborted === true || disposed.signal.aborted) throw cancelled(signal?.reason)
        throw new TidegateError('CLASSIFIER_FAILED', 'The text could not be checked, so it counts as restricted. Try again.', {
          cause: error,
        })
      }
    },
    async dispose() {
      disposed.abort()
      const opened = pool
      pool = null
      if (opened !== null) await (await opened).destroy()
    },
  }
}

function cancelled(reason: unknown): TidegateError {
  return reason instanceof TidegateError ? reason : new TidegateError('CANCELLED', 'Cancelled before the text was read.', { cause: reason })
}
