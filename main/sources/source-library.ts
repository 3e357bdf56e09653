import { createHash } from 'node:crypto'
import { TidegateError } from '#contracts/errors.ts'
import { LIMITS, type Source } from '#contracts/generation.ts'
import type { Label } from '#contracts/privacy.ts'
import type { Log, Platform } from '../platform.ts'
import type { SourceStore } from '../storage/types.ts'
import type { TextWorkers } from './types.ts'

/** The user's sources: extracted, labelled, stored once per content and name. */
export interface SourceLibrary {
  /** Throws FILE_IS_BINARY, FILE_TOO_LARGE, SOURCE_NOT_EXTRACTABLE, CANCELLED. */
  add(file: { name: string; mediaType: string; bytes: Uint8Array }, signal?: AbortSignal): Promise<Source>
  addText(name: string, text: string): Promise<Source>
  list(): Promise<readonly Source[]>
  /** Throws NOT_FOUND. */
  get(id: string): Promise<Source>
  /** Throws NOT_FOUND. */
  text(id: string): Promise<{ source: Source; text: string }>
  remove(id: string): Promise<boolean>
  /** Labels all sources anew, one after the other; a second call begins again. One that cannot be checked keeps its label. */
  relabel(): Promise<void>
  /** Ends what `relabel` is at. */
  dispose(): void
}

export function createSourceLibrary(deps: {
  platform: Platform
  store: SourceStore
  workers: TextWorkers
  onChange: () => void
  /** A source that was not there before: it wants indexing. */
  onAdded: (source: Source) => Promise<void>
}): SourceLibrary {
  const { platform, store, workers } = deps
  const { log } = platform

  async function keep(name: string, mediaType: string, bytes: Uint8Array, text: string): Promise<Source> {
    const id = platform.ids.next('src')
    if (text.length > LIMITS.sourceTextChars) {
      throw new TidegateError('FILE_TOO_LARGE', `This source has more than ${LIMITS.sourceTextChars} characters of text. Split it.`)
    }
    const source = await store.add(
      {
        id,
        name,
        mediaType,
        bytes: bytes.byteLength,
        chars: text.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        label: await labelOf(text, workers, platform.log),
        addedAt: platform.clock.now(),
      },
      text,
    )
    deps.onChange()
    if (source.id === id) await deps.onAdded(source)
    return source
  }

  let relabelling = new AbortController()

  async function get(id: string): Promise<Source> {
    const source = await store.get(id)
    if (source === null) throw new TidegateError('NOT_FOUND', `There is no source ${id}. Add the file again.`)
    return source
  }

  return {
    get,
    async add(file, signal = new AbortController().signal) {
      const extracted = await workers.extract(file, signal)
      return keep(file.name, extracted.mediaType, file.bytes, extracted.text)
    },
    addText: (name, text) => keep(name, 'text/plain', Buffer.from(text, 'utf8'), text),
    list: () => store.list(),
    async text(id) {
      const source = await get(id)
      const text = await store.text(id)
      if (text === null) throw new TidegateError('NOT_FOUND', `The text of source ${id} is gone. Add the file again.`)
      return { source, text }
    },
    async remove(id) {
      const removed = await store.remove(id)
      if (removed) deps.onChange()
      return removed
    },
    async relabel() {
      relabelling.abort()
      relabelling = new AbortController()
      const { signal } = relabelling
      for (const { id, label } of await store.list()) {
        const text = await store.text(id)
        if (text === null || signal.aborted) continue
        const now = await workers.scan(text, signal).catch((error: unknown) => {
          if (!signal.aborted) log.error('sources.scan_failed', error)
          return null
        })
        if (now === null || signal.aborted || now.label === label) continue
        await store.relabel(id, now.label)
        deps.onChange()
      }
    },
    dispose: () => relabelling.abort(),
  }
}

async function labelOf(text: string, workers: TextWorkers, log: Log): Promise<Label> {
  try {
    return (await workers.scan(text)).label
  } catch (error) {
    log.error('sources.scan_failed', error)
    return 'restricted'
  }
}
