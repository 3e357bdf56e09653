import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { TidegateError } from '#contracts/errors.ts'
import type { Platform } from '../../platform.ts'
import type { DocumentStore, ImportedDocument } from '../../storage/types.ts'
import { type ParsedConversation, parseConversation, type SkipReason } from './chatgpt-conversation.ts'
import { createElementSplitter } from './json-elements.ts'
import { zipMembers } from './zip-members.ts'

/** Bounds of one import: bytes of JSON in all, and characters of one conversation. */
export const IMPORT_LIMITS = { bytes: 2 * 1024 * 1024 * 1024, conversationChars: 32 * 1024 * 1024 } as const
const CONVERSATIONS = /(?:^|\/)conversations(?:-\d{1,5})?\.json$/

/** `read` of `total` bytes of the JSON, as far as the file states them. */
export interface ImportProgress {
  readonly read: number
  readonly total: number
  readonly conversations: number
}

export interface ImportReport {
  readonly imported: number
  /** There already, from an earlier import; left as they are. */
  readonly known: number
  readonly turns: number
  readonly skipped: readonly { readonly reason: SkipReason; readonly count: number }[]
  /** It was stopped; what had been imported stays. */
  readonly cancelled: boolean
}

/**
 * Imports an export of ChatGPT: `conversations.json`, or the ZIP that holds it. Throws FILE_NOT_FOUND, FILE_UNREADABLE, FILE_TOO_LARGE, BAD_INPUT.
 */
export async function importChatgpt(
  path: string,
  deps: { platform: Platform; store: Pick<DocumentStore, 'addImported'> },
  options: { signal?: AbortSignal; onProgress?: (progress: ImportProgress) => void } = {},
): Promise<ImportReport> {
  const file = await open(path).catch(cannotOpen)
  try {
    const inputs = await inputsOf(file)
    const total = inputs.reduce((sum, { size }) => sum + size, 0)
    const counts = { imported: 0, known: 0, turns: 0, read: 0 }
    const skipped = new Map<SkipReason, number>()
    const skip = (reason: SkipReason): void => void skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
    const report = (cancelled: boolean): ImportReport => ({
      imported: counts.imported,
      known: counts.known,
      turns: counts.turns,
      skipped: [...skipped].map(([reason, count]) => ({ reason, count })),
      cancelled,
    })
    for (const input of inputs) {
      for await (const text of elements(await input.open(), counts)) {
        if (options.signal?.aborted === true) return report(true)
        const conversation = text === null ? null : conversationOf(text)
        for (const reason of conversation?.skipped ?? []) skip(reason)
        if (text === null) skip('longer than an imported conversation may be')
        else if (conversation === null) skip('not readable as a conversation')
        else if (conversation.turns.length === 0) skip('no text in it')
        else if (await deps.store.addImported(documentOf(conversation, text, deps.platform))) {
          counts.imported += 1
          counts.turns += conversation.turns.length
        } else counts.known += 1
        options.onProgress?.({ read: counts.read, total, conversations: counts.imported + counts.known })
        await nextTurn()
      }
    }
    return report(false)
  } finally {
    await file.close()
  }
}

async function inputsOf(file: FileHandle): Promise<{ size: number; open(): Promise<Readable> }[]> {
  const stat = await file.stat()
  if (stat.isDirectory())
    throw new TidegateError('FILE_IS_DIRECTORY', 'That is a folder. Name its conversations.json, or the ZIP as downloaded.')
  const magic = Buffer.alloc(4)
  await file.read(magic, 0, 4, 0)
  if (magic.toString('latin1', 0, 2) !== 'PK') {
    return [{ size: stat.size, open: async () => file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 18 }) }]
  }
  const members = (await zipMembers(file, stat.size)).filter(({ name }) => CONVERSATIONS.test(name))
  if (members.length > 0) return members
  throw new TidegateError('BAD_INPUT', 'The ZIP holds no conversations.json. Import the file that ChatGPT sends under "Export data".')
}

/** The conversations' JSON texts, one after the other. Throws BAD_INPUT for what is no list, FILE_TOO_LARGE, FILE_UNREADABLE. */
async function* elements(input: Readable, counts: { read: number }): AsyncGenerator<string | null> {
  const splitter = createElementSplitter(IMPORT_LIMITS.conversationChars)
  const decoder = new TextDecoder('utf-8')
  try {
    for await (const chunk of input) {
      const bytes: Uint8Array = chunk
      counts.read += bytes.length
      if (counts.read > IMPORT_LIMITS.bytes)
        throw new TidegateError('FILE_TOO_LARGE', 'The export holds more than 2 GB of conversations. Import its parts.')
      yield* splitter.push(decoder.decode(bytes, { stream: true }))
    }
  } catch (error) {
    if (error instanceof TidegateError) throw error
    throw new TidegateError('FILE_UNREADABLE', 'The file cannot be read to its end; what came before was imported.', { cause: error })
  } finally {
    input.destroy()
  }
  if (!splitter.complete) {
    throw new TidegateError(
      'BAD_INPUT',
      'The file is no complete list of conversations. Import the conversations.json of a ChatGPT export.',
    )
  }
}

function conversationOf(text: string): ParsedConversation | null {
  try {
    return parseConversation(JSON.parse(text))
  } catch {
    return null
  }
}

function documentOf(conversation: ParsedConversation, text: string, { clock, ids }: Platform): ImportedDocument {
  const createdAt = conversation.createdAt ?? conversation.turns[0]?.createdAt ?? clock.now()
  const versions = new Map(conversation.turns.map(({ node }) => [node, ids.next('ver')]))
  const versionOf = (node: string | null): string | null => (node === null ? null : (versions.get(node) ?? null))
  return {
    id: ids.next('doc'),
    title: conversation.title || 'Imported conversation',
    origin: 'chatgpt',
    originId: conversation.originId ?? `sha256:${createHash('sha256').update(text).digest('hex')}`,
    createdAt,
    turns: conversation.turns.map((turn) => ({
      id: versionOf(turn.node) ?? ids.next('ver'),
      parentId: versionOf(turn.parent),
      role: turn.role,
      createdAt: turn.createdAt ?? createdAt,
      text: turn.text,
    })),
    current: versionOf(conversation.current),
  }
}

function cannotOpen(error: unknown): never {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  throw missing
    ? new TidegateError('FILE_NOT_FOUND', 'There is no such file. Check the path.')
    : new TidegateError('FILE_UNREADABLE', 'The file cannot be read. Check its permissions.', { cause: error })
}
