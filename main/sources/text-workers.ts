import { availableParallelism } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { TidegateError } from '#contracts/errors.ts'
import type { Finding } from '#contracts/privacy.ts'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { AROUND, cutSections, labelOf, labelOfSpans, type Section, type SectionClassifier, settle } from '../privacy/classifier/index.ts'
import { createWorkerPool, unpack, WorkerFailure } from '../worker-pool/index.ts'
import { plainText } from './plain-text.ts'
import { createSectionCache } from './section-cache.ts'
import { type ExtractReply, packText, type ScanReply, type TextTask } from './text-tasks.ts'
import type { TextWorkers } from './types.ts'

export interface TextWorkersOptions {
  readonly lexiconsDir: string
  /** The classifier on the calling thread, for short texts and for what changed in a long one; in the background for very short ones alone. */
  readonly classifier: Pick<SectionClassifier, 'scanSection'>
  /** Resolves when the classifier can be asked without its being made first, which would keep the calling thread. */
  readonly ready?: () => Promise<void>
  /** The workspace's own rules that hold now; asked for with each text. */
  readonly rules: () => readonly PrivacyRule[] | Promise<readonly PrivacyRule[]>
  /** Those that are known without asking: a text is read by them meanwhile, and once more where others turn out to hold. */
  readonly heldRules?: () => readonly PrivacyRule[]
  /** Built file of the worker; without it the source file is run. */
  readonly workerFile?: string
  readonly minThreads?: number
  readonly maxThreads?: number
  /** Nobody waits for its work: where the system can, its threads run after everybody else's. */
  readonly background?: boolean
  /** A file that takes longer (ms) is given up, and its thread ended. */
  readonly extractMs?: number
  /** The same for a part of a text (of about 130,000 characters) that is scanned. */
  readonly scanMs?: number
  /** Bound of a thread's heap, MiB. */
  readonly heapMb?: number
}

/** Up to this many UTF-16 code units, or bytes of plain text, work is quicker than the way to a thread and back. */
const INLINE_CHARS = 48_000
/** What nobody waits for is scanned on the calling thread only up to so many: 48,000 would take it for as long as a person notices. */
const BACKGROUND_INLINE_CHARS = 2_000
/** Sections of texts up to this length are kept: a prompt is scanned again at each key. */
const KEPT_CHARS = 400_000
/** A thread is given about so much at a time: it ends soon after the scan was cancelled, and no more than this per thread is in memory twice. */
const BATCH_CHARS = 131_072
/** A file that takes longer than this (ms) is made to take long. */
const EXTRACT_MS = 120_000
/** A file that needs more ends its thread, not the app. */
const HEAP_MB = 1_024
/** A part of a text takes a few hundredths of a second, on a busy machine a few times as long. */
const SCAN_MS = 30_000

/**
 * The pool for text work. It starts no thread before the first long text or the first file that is not plain text, ends idle ones, and ends a thread whose task is
 * cancelled. `dispose` ends what runs; its callers get CANCELLED.
 */
export function createTextWorkers(options: TextWorkersOptions): TextWorkers {
  const disposed = new AbortController()
  const pool = createWorkerPool<TextTask>({
    file: options.workerFile ?? fileURLToPath(new URL('../../workers/text-worker.ts', import.meta.url)),
    workerData: { lexiconsDir: options.lexiconsDir, background: options.background === true },
    heapMb: options.heapMb ?? HEAP_MB,
    minThreads: options.minThreads ?? 0,
    maxThreads: options.maxThreads ?? Math.max(1, Math.min(4, availableParallelism() - 1)),
  })
  const cache = createSectionCache()
  const inlineChars = options.background === true ? BACKGROUND_INLINE_CHARS : INLINE_CHARS
  let numbered: { readonly rules: readonly PrivacyRule[]; readonly number: number } = { rules: [], number: 0 }

  /** Everything found in a text. Sections that were read before are not read again, and many new ones are read in several threads. */
  async function readAll(text: string, signal: AbortSignal): Promise<Finding[]> {
    const held = options.heldRules?.()
    if (held === undefined) return readBy(await options.rules(), text, signal)
    // What holds now is asked for while the text is read by what is known.
    const asked = options.rules()
    const [current, found] = await Promise.all([asked, nextTurn().then(() => readBy(held, text, signal))])
    return current === held ? found : readBy(current, text, signal)
  }

  async function readBy(rules: readonly PrivacyRule[], text: string, signal: AbortSignal): Promise<Finding[]> {
    if (rules !== numbered.rules) {
      numbered = { rules, number: numbered.number + 1 }
      cache.clear()
    }
    const sections = cutSections(text)
    const isKept = sections.length > 1 && text.length <= KEPT_CHARS
    const found = sections.map((section) => (isKept ? cache.get(text, section) : null))
    const missing = sections.filter((_, index) => found[index] === null)
    const chars = missing.reduce((sum, { start, end }) => sum + end - start, 0)
    if (missing.length > 0 && chars <= inlineChars) await options.ready?.()
    const read =
      chars <= inlineChars
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
    const from = Math.max(0, (sections[0]?.start ?? 0) - AROUND)
    const to = Math.min(text.length, (sections.at(-1)?.end ?? 0) + AROUND)
    const part = text.slice(from, to)
    const { rules, number } = numbered
    // Packed twice only where a thread died: the first time it serves as the content, too.
    const first = packText(part)
    const work = (async () => {
      const reply = await pool.run(
        {
          content: first.bytes,
          pack(attempt) {
            const packed = attempt === 0 ? first : packText(part)
            const own = sections.map(({ start, end }) => ({ start: start - from, end: end - from }))
            return {
              task: { kind: 'scan', text: packed, sections: own, goesOn: from > 0, rules, rulesNumber: number },
              transfer: [packed.bytes.buffer],
            }
          },
          limitMs: options.scanMs ?? SCAN_MS,
        },
        { waits: signal, ends: disposed.signal },
      )
      const found = unpack(reply as ScanReply)
      if (found.length !== sections.length) throw new Error('the text worker left something out')
      return found
    })()
    // A batch takes a few hundredths of a second: whoever cancels does not wait for it, and its thread lives on.
    const found = await orAborted(work, signal)
    return found.map((inSection) => inSection.map((finding) => ({ ...finding, start: finding.start + from, end: finding.end + from })))
  }

  async function read(text: string, signal?: AbortSignal): Promise<Finding[]> {
    try {
      signal?.throwIfAborted()
      return await readAll(text, signal === undefined ? disposed.signal : AbortSignal.any([signal, disposed.signal]))
    } catch (error) {
      if (error instanceof TidegateError) throw error
      if (signal?.aborted === true || disposed.signal.aborted) throw cancelled(signal?.reason)
      throw new TidegateError('CLASSIFIER_FAILED', uncheckable(error), { cause: error })
    }
  }

  return {
    async extract({ name, mediaType, bytes, handOver = false }, signal) {
      try {
        if (signal.aborted || disposed.signal.aborted) throw cancelled(signal.reason)
        const plain = bytes.byteLength <= INLINE_CHARS ? plainText({ name, mediaType, bytes }) : null
        if (plain !== null) return plain
        const handed = handOver && bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : []
        const ended = AbortSignal.any([signal, disposed.signal])
        const reply = await pool.run(
          {
            content: bytes,
            // What was handed over went with the thread.
            pack: (attempt) =>
              attempt > 0 && handed.length > 0 ? null : { task: { kind: 'extract', name, mediaType, bytes }, transfer: handed },
            limitMs: options.extractMs ?? EXTRACT_MS,
          },
          { waits: ended, ends: ended },
        )
        return unpack(reply as ExtractReply)
      } catch (error) {
        if (error instanceof TidegateError) throw error
        if (signal.aborted || disposed.signal.aborted) throw cancelled(signal.reason)
        throw new TidegateError('SOURCE_NOT_EXTRACTABLE', unreadable(error), { cause: error })
      }
    },
    async scan(text, signal) {
      const started = performance.now()
      const { label, findings } = settle(await read(text, signal))
      return { label, findings, elapsedMs: performance.now() - started }
    },
    async labels(text) {
      const found = await read(text)
      return { whole: labelOf(found), spans: labelOfSpans(found) }
    },
    async dispose() {
      disposed.abort()
      await pool.dispose()
    },
  }
}

function unreadable(error: unknown): string {
  return error instanceof WorkerFailure && error.kind === 'shut'
    ? 'This file ended its reader twice, so it is not tried again until the app is restarted. Save it as text, or split it.'
    : 'This file could not be read in reasonable time and memory. Split it, or save it as text.'
}

function uncheckable(error: unknown): string {
  return error instanceof WorkerFailure && error.kind === 'shut'
    ? 'Checking this text failed twice, so it counts as restricted and is not tried again until the app is restarted. Shorten it, or split it.'
    : 'The text could not be checked, so it counts as restricted. Try again.'
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
