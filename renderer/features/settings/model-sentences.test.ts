import { describe, expect, it } from 'vitest'
import type { ModelEntry } from '#contracts/models.ts'
import { contextText, fitSentence, kindText, stateSentence } from './model-sentences.ts'

const entry: ModelEntry = {
  file: '/m/a.gguf',
  name: 'A',
  place: 'ollama',
  facts: null,
  fit: { fits: true, contextTokens: 8_192, needsBytes: 3 * 2 ** 30, freeBytes: 8 * 2 ** 30, limitedBy: null },
  state: { state: 'not-loaded' },
  changed: false,
  providerId: null,
}
const loaded = { state: 'loaded', contextTokens: 4_096, rssBytes: 1.2 * 2 ** 30, busy: false, gpu: null } as const

describe('what is said of a model', () => {
  it.each([
    [{ state: 'not-loaded' }, 'Not loaded'],
    [{ state: 'loading', share: 0.429 }, 'Loading 42 %'],
    [loaded, 'Loaded 1.2 GiB'],
    [{ ...loaded, rssBytes: null }, 'Loaded'],
    [{ ...loaded, busy: true }, 'Writing, holds 1.2 GiB'],
    [{ state: 'set-aside', why: 'It crashed.' }, 'Set aside'],
    [{ state: 'unusable', problem: 'Get it again.' }, 'Cannot be used'],
  ] as const)('%j is told as %s', (state, text) => {
    expect(stateSentence({ ...entry, state }).text).toBe(text)
  })

  it('says why a model is set aside, and that a file has changed', () => {
    expect(stateSentence({ ...entry, state: { state: 'set-aside', why: 'It crashed.' } }).hint).toMatch(/^It crashed\..*try again/)
    expect(stateSentence({ ...entry, changed: true })).toMatchObject({ tone: 'warn', hint: expect.stringContaining('changed') })
  })

  it('says whether it fits, and with how much context', () => {
    expect(fitSentence(entry)).toMatchObject({ text: 'Yes, up to 8k', tone: 'good' })
    const fit = { fits: false, contextTokens: 2_048, needsBytes: 3 * 2 ** 30, freeBytes: 2 ** 30, limitedBy: 'memory' as const }
    expect(fitSentence({ ...entry, fit })).toEqual({ text: 'No', tone: 'warn', hint: 'Needs 3 GiB, 1 GiB are free.' })
    expect(fitSentence({ ...entry, state: loaded }).text).toBe('With 4k')
    expect(contextText(512)).toBe('512')
    expect(kindText(entry)).toBe('From Ollama')
  })
})
