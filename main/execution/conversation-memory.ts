import { highestLabel, type Label } from '#contracts/privacy.ts'
import { type Log, token } from '../platform.ts'
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

/** What a request has to know of those before it in its conversation. */
export interface Remembered {
  readonly values: readonly PrivateValue[]
  /** Where they stood, by request: masked in this order they get the stand-ins that they had. */
  readonly texts: readonly (readonly TextToMask[])[]
  /** What the stand-ins of the whole conversation depend on; null for its first request. */
  readonly firstTurn: string | null
}

export const NOTHING_REMEMBERED: Remembered = { values: [], texts: [], firstTurn: null }

/**
 * What was private in a conversation stays so until its end: a name that was masked in one request is not sent in the next, only because nothing
 * beside it there says whose it is. Read from the stored requests and their sources, so that it outlives the process, and is forgotten with them.
 */
export interface ConversationMemory {
  /** @param turn the request that asks, which is not among those before it. Rejects where the texts cannot be read or checked. */
  recall(conversation: string, turn: string | null, signal: AbortSignal): Promise<Remembered>
  /** Other privacy rules hold. */
  forget(): void
}

interface Turn {
  readonly values: readonly PrivateValue[]
  readonly texts: readonly TextToMask[]
}

/** Requests that were read already, the latest; the others are read again. */
const KEPT_TURNS = 2_000

export function createConversationMemory(deps: {
  readonly generations: Pick<GenerationStore, 'turnsOf'>
  readonly sources: Pick<SourceStore, 'text'>
  readonly scans: Pick<Scans, 'text' | 'source'>
  readonly log: Pick<Log, 'warn'>
}): ConversationMemory {
  const { scans, log } = deps
  let known = new Map<string, Turn>()

  async function turnOf(stored: ConversationTurn, signal: AbortSignal): Promise<Turn> {
    const kept = known
    const before = kept.get(stored.id)
    if (before !== undefined) return before
    const turn = await read(stored, signal)
    // One that is not decided yet may still turn out to leave masked.
    if (stored.label === null) return turn
    const oldest = kept.keys().next()
    if (kept.size >= KEPT_TURNS && oldest.done !== true) kept.delete(oldest.value)
    kept.set(stored.id, turn)
    return turn
  }

  async function read(stored: ConversationTurn, signal: AbortSignal): Promise<Turn> {
    const prompt = await scans.text(stored.prompt, signal)
    const sources = []
    for (const { id, name } of stored.sources) {
      const text = await deps.sources.text(id)
      // It was removed, for good: nothing of it is known any more.
      if (text === null) log.warn('conversation.source_gone', { source: token(id) })
      const found = text === null ? null : await scans.source({ id, text }, signal)
      const ofName = await scans.text(name, signal)
      sources.push({
        label: highestLabel([found?.label ?? 'public', ofName.label]),
        name: { text: name, findings: ofName.findings },
        text: { text: text ?? '', findings: found?.findings ?? [] },
      })
    }
    const label = highestLabel([stored.label ?? 'public', prompt.label, ...sources.map((source) => source.label)])
    if (label === 'public' && !stored.leftMasked) return { values: [], texts: [] }
    const texts = privateTexts({ prompt: { text: stored.prompt, findings: prompt.findings }, sources }, stored)
    return { values: valuesIn(texts, label), texts }
  }

  return {
    async recall(conversation, turn, signal) {
      const earlier = (await deps.generations.turnsOf(conversation)).filter(({ id }) => id !== turn)
      const turns: Turn[] = []
      for (const stored of earlier) {
        signal.throwIfAborted()
        turns.push(await turnOf(stored, signal))
      }
      return {
        values: turns.flatMap(({ values }) => values),
        texts: turns.map(({ texts }) => texts).filter((texts) => texts.length > 0),
        firstTurn: earlier[0]?.id ?? null,
      }
    },
    forget() {
      known = new Map()
    },
  }
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
