import { highestLabel, type Label } from '#contracts/privacy.ts'
import { labelOfFinding } from '../privacy/index.ts'
import type { TextToMask } from '../privacy/masking/index.ts'
import type { ConversationTurn, GenerationStore, SourceStore } from '../storage/types.ts'
import { privateTexts } from './private-texts.ts'
import type { Scans } from './scans.ts'

/** A value that an earlier request of the conversation held and that may not leave as it is. */
export interface PrivateValue {
  readonly type: string
  readonly original: string
  /** What a text asks for in which it stands. */
  readonly label: Label
}

/** What a request has to know of the others in its conversation. */
export interface Remembered {
  /** Each once, with the highest label that it asks for. */
  readonly values: readonly PrivateValue[]
  /** Where those of the requests before this one first stood: masked in this order they get the stand-ins that they had. */
  readonly texts: readonly TextToMask[]
  /** The first request of the conversation, by which stand-ins are drawn; null for the first itself. */
  readonly firstTurn: string | null
  /** Something private was said of which nothing is known any more: a source was removed. What cannot be looked for must not leave. */
  readonly isIncomplete: boolean
}

export const NOTHING_REMEMBERED: Remembered = { values: [], texts: [], firstTurn: null, isIncomplete: false }

/**
 * What was private in a conversation stays so until its end: a name that was masked in one request is not sent in the next, only because nothing
 * beside it there says whose it is. Read from the stored requests and their sources, so that it outlives the process, and is forgotten with them.
 */
export interface ConversationMemory {
  /** @param turn the request that asks, which is not among the others. Rejects where the texts cannot be read or checked. */
  recall(conversation: string, turn: string | null, signal: AbortSignal): Promise<Remembered>
  /** Other privacy rules hold. */
  forget(): void
}

interface Turn {
  readonly values: readonly PrivateValue[]
  readonly texts: readonly TextToMask[]
  readonly isIncomplete: boolean
}

const NOTHING_PRIVATE: Turn = { values: [], texts: [], isIncomplete: false }
/** Requests whose private values are kept in memory, the latest used; the others are read again. */
const KEPT_TURNS = 20_000

export function createConversationMemory(deps: {
  readonly generations: Pick<GenerationStore, 'turnsOf' | 'turnTexts'>
  readonly sources: Pick<SourceStore, 'text'>
  readonly scans: Pick<Scans, 'text' | 'source'>
}): ConversationMemory {
  const { scans } = deps
  let known = new Map<string, Turn>()

  async function turnOf(stored: ConversationTurn, signal: AbortSignal): Promise<Turn> {
    const kept = known
    // What is decided of it later (that it leaves masked, a higher label) makes more of it private.
    const key = `${stored.id} ${stored.label} ${stored.leftMasked}`
    const turn = kept.get(key) ?? (await read(stored, signal))
    kept.delete(key)
    const oldest = kept.keys().next()
    if (kept.size >= KEPT_TURNS && oldest.done !== true) kept.delete(oldest.value)
    kept.set(key, turn)
    return turn
  }

  async function read(stored: ConversationTurn, signal: AbortSignal): Promise<Turn> {
    const said = await deps.generations.turnTexts(stored.id)
    // Deleted meanwhile.
    if (said === null) return NOTHING_PRIVATE
    const prompt = await scans.text(said.prompt, signal)
    const sources = []
    let isIncomplete = false
    for (const { id, name } of said.sources) {
      const text = await deps.sources.text(id)
      isIncomplete ||= text === null
      const found = text === null ? null : await scans.source({ id, text }, signal)
      const ofName = await scans.text(name, signal)
      sources.push({
        label: highestLabel([found?.label ?? 'public', ofName.label]),
        name: { text: name, findings: ofName.findings },
        text: { text: text ?? '', findings: found?.findings ?? [] },
      })
    }
    const label = highestLabel([stored.label ?? 'public', prompt.label, ...sources.map((source) => source.label)])
    if (label === 'public' && !stored.leftMasked) return NOTHING_PRIVATE
    const texts = privateTexts({ prompt: { text: said.prompt, findings: prompt.findings }, sources }, stored)
    return { values: valuesIn(texts, label), texts, isIncomplete }
  }

  return {
    async recall(conversation, turn, signal) {
      const stored = await deps.generations.turnsOf(conversation)
      const own = stored.findIndex(({ id }) => id === turn)
      const before = own === -1 ? stored.length : own
      const values = new Map<string, PrivateValue>()
      const texts: TextToMask[] = []
      let isIncomplete = false
      for (const [index, one] of stored.entries()) {
        if (index === own) continue
        signal.throwIfAborted()
        const read = await turnOf(one, signal)
        isIncomplete ||= read.isIncomplete
        if (index < before) for (const text of read.texts) pushNew(texts, text, values)
        for (const value of read.values) {
          const key = keyOf(value)
          values.set(key, { ...value, label: highestLabel([value.label, values.get(key)?.label ?? 'public']) })
        }
      }
      const [first] = stored
      return { values: [...values.values()], texts, firstTurn: first === undefined || first.id === turn ? null : first.id, isIncomplete }
    },
    forget() {
      known = new Map()
    },
  }
}

/** A text with what is new in it: a tool sends its whole history with each request. */
function pushNew(texts: TextToMask[], { text, findings }: TextToMask, known: ReadonlyMap<string, unknown>): void {
  const fresh = findings.filter(({ type, start, end }) => !known.has(keyOf({ type, original: text.slice(start, end) })))
  if (fresh.length > 0) texts.push({ text, findings: fresh })
}

function keyOf({ type, original }: { readonly type: string; readonly original: string }): string {
  return `${type}\n${original}`
}

/** A value asks for what its request asked for, though at most for being masked, unless it is restricted by itself. */
function valuesIn(texts: readonly TextToMask[], label: Label): PrivateValue[] {
  const masked: Label = label === 'restricted' ? 'confidential' : label === 'public' ? 'internal' : label
  return texts.flatMap(({ text, findings }) =>
    findings.map((finding) => ({
      type: finding.type,
      original: text.slice(finding.start, finding.end),
      label: highestLabel([masked, labelOfFinding(finding)]),
    })),
  )
}
