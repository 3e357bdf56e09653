import { expect, it } from 'vitest'
import type { ModelEntry } from '#contracts/models.ts'
import type { FoundServer } from '#contracts/providers.ts'
import { providerFor, writerChoices } from './found-choices.ts'

const ollama: FoundServer = {
  product: 'Ollama',
  kind: 'ollama',
  baseUrl: 'http://127.0.0.1:11434',
  models: ['nomic-embed-text', 'llama3.2:3b'],
  providerId: null,
}
const file = (name: string, fits: boolean): ModelEntry => ({
  file: `/m/${name}.gguf`,
  name,
  place: 'folder',
  facts: null,
  fit: { fits, contextTokens: 4_096, needsBytes: 1, freeBytes: 2, limitedBy: null },
  state: { state: 'not-loaded' },
  changed: false,
  providerId: null,
})

it('offers servers, then files that fit, and always a way without a model', () => {
  const choices = writerChoices([ollama], [file('big', false), file('small', true)])
  expect(choices.map(({ key }) => key)).toEqual(['http://127.0.0.1:11434', '/m/small.gguf', 'extractive'])
  expect(writerChoices([], []).map(({ key }) => key)).toEqual(['extractive'])
})

it('offers models that write, not those that make vectors, and no server that has none', () => {
  expect(writerChoices([ollama], [])[0]).toMatchObject({ models: ['llama3.2:3b'] })
  expect(writerChoices([{ ...ollama, models: ['nomic-embed-text'] }], [])).toHaveLength(1)
})

it('names a provider after what was found, and takes no name twice', () => {
  expect(providerFor({ ...ollama, product: 'LM Studio' }, 'm', []).id).toBe('lm-studio')
  expect(providerFor(ollama, 'm', ['ollama']).id).toBe('ollama-2')
})
