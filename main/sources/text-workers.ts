import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Piscina } from 'piscina'
import { TidegateError } from '#contracts/errors.ts'
import type { Finding } from '#contracts/privacy.ts'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { AROUND, cutSections, type Section, type SectionClassifier, settle } from '../privacy/classifier/index.ts'
import { plainText } from './plain-text.ts'
import { createSectionCache } from './section-cache.ts'
import { type ExtractReply, packText, type ScanReply, type TextTask, unpack } from './text-tasks.ts'
import { createTurns } from './turns.ts'
import type { TextWorkers } from './types.ts'

export interface TextWorkersOptions {
  readonly lexiconsDir: string
  /** The classifier on the calling thread, for short texts and for what changed in a long one. */
  readonly classifier: Pick<SectionClassifier, 'scanSection'>
  /** The workspace's own rules that hold now. */
  readonly rules: () => readonly PrivacyRule[]
  /** Built file of the worker; without it the source file is run. */
  readonly workerFile?: string
  readonly minThreads?: number
  readonly maxThreads?: number
  /** Nobody waits for its work: where the system can, its threads run after everybody else's. */
  readonly background?: boolean
  /** A file that takes longer (ms) is given up, and its thread ended. */
  readonly extractMs?: number
}

/** Up to this many UTF-16 code units, or bytes of plain text, work is quicker than the way to a thread and back. */
const INLINE_CHARS = 48_000
/** Sections of texts up to this length are kept: a prompt is scanned again at each key. */
const KEPT_CHARS = 400_000
/** A thread is given about so much at a time: it ends soon after the scan was cancelled, and no more than this per thread is in memory twice. */
const BATCH_CHARS = 131_072
/** An idle thread ends after this long (ms). */
const IDLE_MS = 30_000
/** A file that takes longer than this (ms) is made to take long. */
const EXTRACT_MS = 120_000
/** Bound of a thread's heap (MiB): a file that needs more ends its thread, not the app. */
const HEAP_MB = 1_024

/**
 * The pool for text work. It starts no thread before the first long text or the first file that is not plain text, ends idle ones, and ends a thread whose task is
 * cancelled. `dispose` ends what runs; its callers get CANCELLED.
 */
export function createTextWorkers(options: TextWorkersOptions): TextWorkers {
  const disposed = new AbortController()
  const maxThreads = options.maxThreads ?? Math.max(1, Math.min(4, availableParallelism() - 1))
  // The pool's own queue is served by the threads that it has: when a cancelled task takes the last one with it, what waits there
  // waits for ever. So no more is given to it than it has threads for.
  const takeTurn = createTurns(maxThreads)
  let pool: Promise<Piscina> | null = null
  const cache = createSectionCache()
  let numbered: { readonly rules: readonly PrivacyRule[]; readonly number: number } = { rules: [], number: 0 }

  async function open(): Promise<Piscina> {
    const { Piscina: Pool } = await import('piscina')
    const opened = new Pool({
      filename: options.workerFile ?? fileURLToPath(new URL('../../workers/text-worker.ts', import.meta.url)),
      minThreads: options.minThreads ?? 0,
      maxThreads,
      idleTimeout: IDLE_MS,
      workerData: { lexiconsDir: options.lexiconsDir, background: options.background === true },
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

  async function run<T>(task: TextTask, signal: AbortSignal, transferList: readonly ArrayBuffer[]): Promise<T> {
    const endTurn = await takeTurn(signal)
    try {
      pool ??= open()
      return await (await pool).run(task, { name: task.kind, signal, transferList: [...transferList] })
    } finally {
      endTurn()
    }
  }

  /** Everything found in a text. Sections that were read before are not read again, and many new ones are read in several threads. */
  async function readAll(text: string, signal: AbortSignal): Promise<Finding[]> {
    const rules = options.rules()
    if (rules !== numbered.rules) {
      numbered = { rules, number: numbered.number + 1 }
      cache.clear()
    }
    const sections = cutSections(text)
    const isKept = sections.length > 1 && text.length <= KEPT_CHARS
    const found = sections.map((section) => (isKept ? cache.get(text, section) : null))
    const missing = sections.filter((_, index) => found[index] === null)
    const chars = missing.reduce((sum, { start, end }) => sum + end - start, 0)
    const read =
      chars <= INLINE_CHARS
        ? missing.map((section) => options.classifier.scanSection(text, section))
        : await readInThreads(text, missing, signal)
    let next = 0
    return sections.flatMap((section, index) => {
      const known = found[index]
      if (known !== null && known !== undefined) return known
      const fresh = read[next] ?? []
      next += 1
      if (isKept && numbered.rules === rules) cache.set(text, section, fresh)
      return fresh
    })
  }

  async function readInThreads(text: string, sections: readonly Section[], signal: AbortSignal): Promise<(readonly Finding[])[]> {
    const gone = new AbortController()
    const ended = AbortSignal.any([signal, gone.signal])
    try {
      return (await Promise.all(batchesOf(sections).map((batch) => readBatch(text, batch, ended)))).flat()
    } finally {
      // When one fails, the others are not wanted any more.
      gone.abort()
    }
  }

  async function readBatch(text: string, sections: readonly Section[], signal: AbortSignal): Promise<Finding[][]> {
    const endTurn = await takeTurn(signal)
    const from = Math.max(0, (sections[0]?.start ?? 0) - AROUND)
    const to = Math.min(text.length, (sections.at(-1)?.end ?? 0) + AROUND)
    const work = (async () => {
      try {
        pool ??= open()
        const packed = packText(text.slice(from, to))
        const task: TextTask = {
          kind: 'scan',
          text: packed,
          sections: sections.map(({ start, end }) => ({ start: start - from, end: end - from })),
          goesOn: from > 0,
          rules: numbered.rules,
          rulesNumber: numbered.number,
        }
        const reply: ScanReply = await (await pool).run(task, { name: 'scan', transferList: [packed.bytes.buffer] })
        const found = unpack(reply)
        if (found.length !== sections.length) throw new Error('the text worker left something out')
        return found
      } finally {
        endTurn()
      }
    })()
    // A batch takes a few hundredths of a second: whoever cancels does not wait for it, and its thread lives on.
    const found = await orAborted(work, signal)
    return found.map((inSection) => inSection.map((finding) => ({ ...finding, start: finding.start + from, end: finding.end + from })))
  }

  return {
    async extract({ name, mediaType, bytes, handOver = false }, signal) {
      const timeout = AbortSignal.timeout(options.extractMs ?? EXTRACT_MS)
      try {
        if (signal.aborted || disposed.signal.aborted) throw cancelled(signal.reason)
        const plain = bytes.byteLength <= INLINE_CHARS ? plainText({ name, mediaType, bytes }) : null
        if (plain !== null) return plain
        const task: TextTask = { kind: 'extract', name, mediaType, bytes }
        const ended = AbortSignal.any([signal, timeout, disposed.signal])
        const handed = handOver && bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : []
        return unpack(await run<ExtractReply>(task, ended, handed))
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
      const started = performance.now()
      try {
        signal?.throwIfAborted()
        const ended = signal === undefined ? disposed.signal : AbortSignal.any([signal, disposed.signal])
        const { label, findings } = settle(await readAll(text, ended))
        return { label, findings, elapsedMs: performance.now() - started }
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

/** Sections side by side, in parts of about BATCH_CHARS. */
function batchesOf(sections: readonly Section[]): Section[][] {
  const batches: Section[][] = []
  for (const section of sections) {
    const batch = batches.at(-1)
    const joins = batch !== undefined && batch.at(-1)?.end === section.start && section.end - (batch[0]?.start ?? 0) <= BATCH_CHARS
    if (joins) batch.push(section)
    else batches.push([section])
  }
  return batches
}

/** What a promise resolves to; rejects with the signal's reason as soon as that aborts. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let giveUp = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason)
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

function cancelled(reason: unknown): TidegateError {
  return reason instanceof TidegateError ? reason : new TidegateError('CANCELLED', 'Cancelled before the text was read.', { cause: reason })
}
