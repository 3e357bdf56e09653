import { fileURLToPath } from 'node:url'
import { TidegateError } from '#contracts/errors.ts'
import type { VisualDiff } from '#contracts/visual-diff.ts'
import type { Disposable } from '../../platform.ts'
import { createWorkerPool, unpack, WorkerFailure } from '../../worker-pool/index.ts'
import { type CompareOptions, comparePictures, type Picture } from './compare-pictures.ts'
import { type PictureReply, type PictureTask, packPictures } from './picture-tasks.ts'

/**
 * As {@link comparePictures}, somewhere else: the caller's thread goes on meanwhile. Rejects with BAD_INPUT for what is no PNG, is damaged, too large or
 * cannot be compared in reasonable time, and with CANCELLED, when the thread has ended.
 */
export type ComparePictures = (before: Picture, after: Picture, options: CompareOptions, signal?: AbortSignal) => Promise<VisualDiff>

export interface PictureWorkers extends Disposable {
  readonly compare: ComparePictures
}

export interface PictureWorkersOptions {
  /** Built file of the worker; without it the source file is run. */
  readonly workerFile?: string
  /** A pair that takes longer (ms) is given up, and its thread ended. */
  readonly limitMs?: number
}

/** A picture of a screen is never this large (bytes). */
const MOST_BYTES = 64 * 1024 * 1024
/** A pair of 4K screens takes about half a second, on a busy machine a few times as long. */
const LIMIT_MS = 60_000
/** Pixels lie outside the heap; what is described of them does not. */
const HEAP_MB = 512
/** Each holds four pictures as pixels. */
const THREADS = 2

/** Starts no thread before the first pair that differs, and ends idle ones. `dispose` ends what runs; its callers get CANCELLED. */
export function createPictureWorkers({ workerFile, limitMs = LIMIT_MS }: PictureWorkersOptions = {}): PictureWorkers {
  const disposed = new AbortController()
  const pool = createWorkerPool<PictureTask>({
    file: workerFile ?? fileURLToPath(new URL('../../../workers/picture-worker.ts', import.meta.url)),
    workerData: null,
    heapMb: HEAP_MB,
    minThreads: 0,
    maxThreads: THREADS,
  })
  return {
    async compare(before, after, options, signal = new AbortController().signal) {
      if (signal.aborted || disposed.signal.aborted) throw cancelled(signal.reason)
      for (const [picture, name] of [[before, 'The baseline'] as const, [after, 'The new picture'] as const]) {
        if (picture.png.byteLength > MOST_BYTES)
          throw new TidegateError('BAD_INPUT', `${name} is larger than ${MOST_BYTES / 1_048_576} MiB.`)
      }
      // Equal files are told apart by nothing but their environments: quicker than the way to a thread and back.
      if (Buffer.compare(before.png, after.png) === 0) return comparePictures(before, after, options)
      const first = packPictures(before, after, options)
      const ends = AbortSignal.any([signal, disposed.signal])
      try {
        const reply = await pool.run(
          {
            content: first.files,
            pack(attempt) {
              const task = attempt === 0 ? first : packPictures(before, after, options)
              return { task, transfer: [task.files.buffer] }
            },
            limitMs,
          },
          { waits: ends, ends },
        )
        return unpack(reply as PictureReply)
      } catch (error) {
        if (error instanceof TidegateError) throw error
        if (ends.aborted) throw cancelled(ends.reason)
        throw new TidegateError('BAD_INPUT', incomparable(error), { cause: error })
      }
    },
    async dispose() {
      disposed.abort()
      await pool.dispose()
    },
  }
}

function incomparable(error: unknown): string {
  return error instanceof WorkerFailure && error.kind === 'shut'
    ? 'Comparing these pictures failed twice, so it is not tried again until the app is restarted. Take the picture again.'
    : 'These pictures could not be compared in reasonable time and memory. Take the picture again.'
}

function cancelled(reason: unknown): TidegateError {
  return reason instanceof TidegateError
    ? reason
    : new TidegateError('CANCELLED', 'Cancelled before the pictures were compared.', { cause: reason })
}
