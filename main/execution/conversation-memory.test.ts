import { describe, expect, it } from 'vitest'
import type { ScanResult } from '#contracts/privacy.ts'
import type { ConversationTurn } from '../storage/types.ts'
import { createConversationMemory } from './conversation-memory.ts'

/** Calls every capitalised pair of words a person. */
const scan = async (text: string): Promise<ScanResult> => ({
  label: 'public',
  findings: [...text.matchAll(/[A-Z][a-z]+ [A-Z][a-z]+/g)].map(({ 0: name, index }) => ({
    ...{ type: 'PERSON', start: index, end: index + name.length, score: 0.9, recognizer: 'test' },
  })),
  elapsedMs: 0,
})

function memoryOf(turns: (ConversationTurn & { readonly prompt: string; readonly sources?: readonly { id: string; name: string }[] })[]) {
  const memory = createConversationMemory({
    generations: {
      turnsOf: async () => turns,
      turnTexts: async (id) => {
        const turn = turns.find((one) => one.id === id)
        return turn === undefined ? null : { prompt: turn.prompt, sources: turn.sources ?? [] }
      },
    },
    sources: { text: async () => null },
    scans: { text: scan, source: ({ text }) => scan(text) },
  })
  return (turn: string | null) => memory.recall('letters', turn, new AbortController().signal)
}

describe('what a request knows of the others in its conversation', () => {
  it('is each private value once, with the label of the request that asked for most, and nothing of one that was public', async () => {
    const recall = memoryOf([
      { id: 'a', label: 'internal', leftMasked: false, prompt: 'Anna Berger' },
      { id: 'b', label: 'confidential', leftMasked: false, prompt: 'Anna Berger again' },
      { id: 'c', label: 'public', leftMasked: false, prompt: 'Marie Curie' },
    ])
    expect((await recall(null)).values).toEqual([{ type: 'PERSON', original: 'Anna Berger', label: 'confidential' }])
  })

  it('is all that is private, but draws stand-ins only by what came before it', async () => {
    const recall = memoryOf([
      { id: 'a', label: 'internal', leftMasked: false, prompt: 'Anna Berger' },
      { id: 'b', label: 'internal', leftMasked: false, prompt: 'Ole Lund' },
    ])
    const [first, second] = [await recall('a'), await recall('b')]
    expect(first).toMatchObject({ firstTurn: null, texts: [], values: [{ original: 'Ole Lund' }] })
    expect(second).toMatchObject({ firstTurn: 'a', values: [{ original: 'Anna Berger' }] })
    expect(second.texts.map(({ findings }) => findings.length)).toEqual([1])
  })

  it('grows when a request that had been read already leaves masked later', async () => {
    const turns = [{ id: 'a', label: 'public' as const, leftMasked: false, prompt: 'Anna Berger' }]
    const recall = memoryOf(turns)
    expect((await recall(null)).values).toEqual([])
    turns[0] = { ...turns[0], id: 'a', label: 'public', leftMasked: true, prompt: 'Anna Berger' }
    expect((await recall(null)).values).toEqual([{ type: 'PERSON', original: 'Anna Berger', label: 'internal' }])
  })

  it('is incomplete where a source of a private request is gone', async () => {
    const sources = [{ id: 'src_1', name: 'notes.md' }]
    const gone = memoryOf([{ id: 'a', label: 'restricted', leftMasked: false, prompt: 'Summarise it.', sources }])
    const publicly = memoryOf([{ id: 'a', label: 'public', leftMasked: false, prompt: 'Summarise it.', sources }])
    expect((await gone(null)).isIncomplete).toBe(true)
    expect((await publicly(null)).isIncomplete).toBe(false)
  })
})
