import { expect, it } from 'vitest'
import type { Embedder } from '../../providers/embedding/index.ts'
import { ProviderError } from '../../providers/index.ts'
import { embedTexts } from './embed-texts.ts'
import { NO_VECTOR, packVector } from './pack-vector.ts'

const never = new AbortController().signal

/** Takes texts of at most `most` characters, as a model with that context does. */
function embedderFor(most: number, failure?: ProviderError): { embedder: Embedder; calls: string[][] } {
  const calls: string[][] = []
  const embedder: Embedder = {
    provider: 'box',
    model: 'm',
    key: 'k',
    atOnce: 4,
    locality: async () => 'local',
    async embed(texts) {
      calls.push([...texts])
      if (failure !== undefined) throw failure
      if (texts.some((text) => text.length > most)) throw new ProviderError('PROVIDER_CONTEXT_OVERFLOW', 'too long')
      return texts.map((text) => [text.length, 1])
    },
  }
  return { embedder, calls }
}
const vectorOf = (length: number) => packVector([length, 1])

it('embeds all texts in one call where they fit, and none that are blank', async () => {
  const { embedder, calls } = embedderFor(1_000)
  expect(await embedTexts(embedder, 2, ['a', ' \n', 'bcd'], never)).toEqual([vectorOf(1), NO_VECTOR, vectorOf(3)])
  expect(calls).toEqual([['a', 'bcd']])
  expect(await embedTexts(embedder, 2, ['  '], never)).toEqual([NO_VECTOR])
})

it('cuts the one that is too long until it fits, and leaves the others whole', async () => {
  const { embedder } = embedderFor(400)
  expect(await embedTexts(embedder, 2, ['short', 'x'.repeat(1_500)], never)).toEqual([vectorOf(5), vectorOf(375)])
})

it('gives up on a text that never fits, not on the others', async () => {
  const { embedder, calls } = embedderFor(6)
  expect(await embedTexts(embedder, 2, ['x'.repeat(900), 'short'], never)).toEqual([NO_VECTOR, vectorOf(5)])
  expect(calls.length).toBeLessThan(8)
})

it('does not go on with vectors of another length, nor over a failure of the provider', async () => {
  await expect(embedTexts(embedderFor(100).embedder, 3, ['a'], never)).rejects.toThrow(/makes vectors of another length than before/)
  const away = new ProviderError('PROVIDER_UNAVAILABLE', 'away', { retryable: true })
  const { embedder, calls } = embedderFor(100, away)
  await expect(embedTexts(embedder, 2, ['a', 'b'], never)).rejects.toBe(away)
  expect(calls).toHaveLength(1)
})
