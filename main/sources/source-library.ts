import { createHash } from 'node:crypto'
import { TidegateError } from '#contracts/errors.ts'
import { highestLabel } from '#contracts/privacy.ts'
import { SOURCE_LIMITS, type Source } from '#contracts/sources.ts'
import type { Platform } from '../platform.ts'
import type { SourceStore } from '../storage/types.ts'
import { labelOfSource } from './label-of-source.ts'
import type { PassageSearch } from './meaning/index.ts'
import type { ExtractedText, TextWorkers } from './types.ts'

/** Of a folder, so many sources take part in a request: those that hold the passages nearest to its prompt. */
const NEAREST_SOURCES = 8
const NEAREST_PASSAGES = 40
const QUERY_CHARS = 2_000

/** The user's sources: extracted, labelled, stored once per content and name. */
export interface SourceLibrary {
  /** Throws FILE_IS_BINARY, FILE_TOO_LARGE, SOURCE_NOT_EXTRACTABLE, CANCELLED. */
  add(file: { name: string; mediaType: string; bytes: Uint8Array }, signal?: AbortSignal): Promise<Source>
  addText(name: string, text: string): Promise<Source>
  /** Those that were added one by one. */
  list(): Promise<readonly Source[]>
  /** Throws NOT_FOUND. */
  get(id: string): Promise<Source>
  /** Throws NOT_FOUND. */
  text(id: string): Promise<{ source: Source; text: string }>
  /** The sources of a folder whose passages are nearest to a prompt, the nearest first. */
  nearest(folder: string, prompt: string): Promise<readonly string[]>
  remove(id: string): Promise<boolean>
}

export function createSourceLibrary(deps: {
  platform: Platform
  store: SourceStore
  search: Pick<PassageSearch, 'search'>
  workers: TextWorkers
  /** Which rules a text is read by; another text when they have changed. */
  rulesVersion: () => Promise<string>
  onChange: () => void
  /** A source that was not there before: it wants indexing. */
  onAdded: (source: Source) => Promise<void>
}): SourceLibrary {
  const { platform, store, workers } = deps
  const { log } = platform

  /** It can be searched and is on disk before it is labelled; until then it counts as restricted. */
  async function keep(name: string, bytes: Uint8Array, { text, mediaType, parts, note }: ExtractedText): Promise<Source> {
    const id = platform.ids.next('src')
    if (text.length > SOURCE_LIMITS.sourceTextChars) {
      throw new TidegateError('FILE_TOO_LARGE', `This source has more than ${SOURCE_LIMITS.sourceTextChars} characters of text. Split it.`)
    }
    const source = await store.add(
      {
        id,
        name,
        mediaType,
        bytes: bytes.byteLength,
        chars: text.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        label: 'restricted',
        labelState: 'pending',
        indexState: 'pending',
        addedAt: platform.clock.now(),
        ...(note === undefined ? {} : { note }),
      },
      text,
      parts ?? [],
    )
    if (source.id === id) await deps.onAdded(source)
    await label(source, text)
    deps.onChange()
    return get(source.id)
  }

  /** A source that was labelled before keeps the stricter of both judgements. */
  async function label(source: Source, text: string): Promise<void> {
    try {
      const version = await deps.rulesVersion()
      const found = await labelOfSource(workers, source.name, text)
      await store.relabel(source.id, source.labelState === undefined ? highestLabel([source.label, found]) : found, version)
    } catch (error) {
      log.error('sources.scan_failed', error)
      await store.labelFailed(source.id)
    }
  }

  async function get(id: string): Promise<Source> {
    const source = await store.get(id)
    if (source === null) throw new TidegateError('NOT_FOUND', `There is no source ${id}. Add the file again.`)
    return source
  }

  return {
    get,
    async add(file, signal = new AbortController().signal) {
      const extracted = await workers.extract(file, signal)
      if (extracted.text.trim() === '') throw holdsNoText(file.bytes.byteLength === 0)
      return keep(file.name, file.bytes, extracted)
    },
    addText: (name, text) => keep(name, Buffer.from(text, 'utf8'), { text, mediaType: 'text/plain' }),
    list: () => store.listAdded(),
    async text(id) {
      const source = await get(id)
      const text = await store.text(id)
      if (text === null) throw new TidegateError('NOT_FOUND', `The text of source ${id} is gone. Add the file again.`)
      return { source, text }
    },
    async nearest(folder, prompt) {
      const { hits } = await deps.search.search(prompt.slice(0, QUERY_CHARS), NEAREST_PASSAGES, { folder })
      return [...new Set(hits.map(({ source }) => source))].slice(0, NEAREST_SOURCES)
    },
    async remove(id) {
      const removed = await store.remove(id)
      if (removed) deps.onChange()
      return removed
    },
  }
}

/** A draft cannot draw from it, and a list that shows it would say otherwise. */
function holdsNoText(isEmpty: boolean): TidegateError {
  return new TidegateError(
    'SOURCE_NOT_EXTRACTABLE',
    isEmpty
      ? 'This file is empty, so there is nothing to draw from and it was not added. Check that it was saved or downloaded whole.'
      : 'This file holds no text, only blanks, so there is nothing to draw from and it was not added. Check that it was saved or downloaded whole.',
  )
}
