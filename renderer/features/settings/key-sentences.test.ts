import { describe, expect, it } from 'vitest'
import { KEY_PLACES, KEY_STATES } from '#contracts/keys.ts'
import type { ProviderStatus } from '#contracts/rpc.ts'
import { importSentence, keySentence } from './key-sentences.ts'

const HOSTED: ProviderStatus = {
  id: 'hosted',
  kind: 'openai-compatible',
  model: 'm',
  address: 'api.example.com',
  locality: 'hosted',
  hasKey: false,
  healthy: false,
  circuit: 'closed',
  detail: '',
}

describe('what is said of a key', () => {
  const trouble = KEY_STATES.filter((state) => state !== 'ok' && state !== 'none')
  it.each(trouble)('%s comes with what to do', (keyState) => {
    const sentence = keySentence({ ...HOSTED, keyState, keyPlace: 'keychain' })
    expect(sentence.tone).toBe('warn')
    expect(sentence.hint).toMatch(/\.$/)
  })

  it('each state has words of its own', () => {
    const texts = KEY_STATES.map((keyState) => keySentence({ ...HOSTED, keyState, keyPlace: 'keychain' }).text)
    expect(new Set(texts).size).toBe(KEY_STATES.length)
  })

  it('a key that can be used says where it is', () => {
    const texts = KEY_PLACES.map((keyPlace) => keySentence({ ...HOSTED, hasKey: true, keyState: 'ok', keyPlace }))
    expect(texts.every(({ tone, hint }) => tone === 'good' && hint === '')).toBe(true)
    expect(new Set(texts.map(({ text }) => text)).size).toBe(KEY_PLACES.length)
  })

  it('a key of the session is told from one that is stored', () => {
    expect(keySentence({ ...HOSTED, hasKey: true, keyState: 'unavailable', keyPlace: 'session' }).text).toBe('This session only')
  })

  it('a local model needs none; a host that says nothing of states is still understood', () => {
    expect(keySentence({ ...HOSTED, locality: 'local' }).text).toBe('Not needed')
    expect(keySentence({ ...HOSTED, hasKey: true }).text).toBe('Stored')
    expect(keySentence(HOSTED)).toMatchObject({ text: 'Missing', tone: 'warn' })
  })
})

it.each([
  [['a'], [], '1 key moved'],
  [['a', 'b'], [], '2 keys moved'],
  [[], [], 'no key in keys.json'],
  [[], ['a', 'b'], 'no keychain to take 2 keys'],
])('moved %j, left %j', (moved, left, text) => expect(importSentence({ moved, left })).toContain(text))
