import { describe, expect, it } from 'vitest'
import type { SourceHit } from '#contracts/sources.ts'
import type { VectorStore } from '../../storage/types.ts'
import { silentLog } from '../../telemetry/index.ts'
import type { Standing } from './embedding.ts'
import { packVector } from './pack-vector.ts'
import { createPassageSearch } from './passage-search.ts'
import type { QuestionVector } from './question-vectors.ts'

const hit = (source: string, start = 0): SourceHit => ({
  source,
  sourceName: `${source}.md`,
  start,
  end: start + 1,
  text: source,
  score: 1,
})
const READY: Standing = {
  state: 'ready',
  embedder: { provider: 'box', model: 'm', key: 'k', atOnce: 4, locality: async () => 'local', embed: async () => [] },
}
const VECTOR = { vector: packVector([1, 0]) ?? { levels: new Uint8Array(), signs: new Uint8Array() }, dimension: 2 }

/** What each side finds, and what stands in its way. */
function search(given: {
  words?: SourceHit[]
  near?: SourceHit[] | Error
  standing?: Standing
  question?: QuestionVector
  problem?: string
  index?: Awaited<ReturnType<VectorStore['counts']>>
}) {
  const asked: unknown[] = []
  const { near = [] } = given
  const passages = createPassageSearch({
    sources: { search: async () => given.words ?? [] },
    vectors: {
      problem: async () => given.problem ?? null,
      counts: async () => given.index ?? { index: null, passages: 2, vectors: 0 },
      async nearest(...args) {
        asked.push(args)
        if (near instanceof Error) throw near
        return near
      },
    },
    embedding: { standing: async () => given.standing ?? READY },
    questions: { vectorOf: async () => given.question ?? VECTOR, dispose: () => {} },
    log: silentLog,
  })
  return { passages, asked }
}

describe('a search of passages', () => {
  it('fuses both rankings, tells which found what, and gives no more than was asked for', async () => {
    const { passages, asked } = search({ words: [hit('a'), hit('b')], near: [hit('c'), hit('b'), hit('b', 7)] })
    const { hits, meaning } = await passages.search('x', 3, { folder: 'fld_1' })
    expect(meaning).toEqual({ used: true, note: '' })
    expect(hits.map(({ source, start, foundBy }) => [source, start, foundBy])).toEqual([
      ['b', 0, ['words', 'meaning']],
      ['a', 0, ['words']],
      ['c', 0, ['meaning']],
    ])
    expect(asked).toEqual([[{ model: 'k', dimension: 2 }, VECTOR.vector, 40, { folder: 'fld_1' }]])
  })

  it('goes by words while somebody types, without a model, and for nothing but blanks', async () => {
    const typing = search({ words: [hit('a')], near: [hit('c')] })
    expect(await typing.passages.search('x', 3, { typing: true })).toEqual({ hits: [hit('a')], meaning: { used: false, note: '' } })
    const off = search({ words: [hit('a')], near: [hit('c')], standing: { state: 'off' } })
    expect(await off.passages.search('x', 3)).toEqual({ hits: [hit('a')], meaning: { used: false, note: '' } })
    const blank = search({})
    await blank.passages.search(' ', 3)
    expect([...typing.asked, ...off.asked, ...blank.asked]).toEqual([])
  })

  it.each([
    ['this system cannot compare vectors', { problem: 'Vectors cannot be compared here.' }, /^Vectors cannot be compared here\./],
    ['the model was too slow', { question: { note: 'Found by words alone: too slow.' } }, /too slow/],
    [
      'the provider is hosted',
      { standing: { state: 'refused', provider: 'far', model: 'm', detail: 'Provider "far" …' } as const },
      /"far"/,
    ],
    ['nothing is embedded yet', {}, /nothing is embedded yet with the model of the settings\. "tidegate sources embed"/],
    ['storage fails', { near: new Error('disk') }, /the search by meaning failed; the log has the cause/],
  ])('answers by words, and says so, when %s', async (_why, given, note) => {
    const { hits, meaning } = await search({ words: [hit('a')], ...given }).passages.search('x', 3)
    expect(hits).toEqual([hit('a')])
    expect(meaning).toEqual({ used: false, note: expect.stringMatching(note) })
  })

  it('has looked at the meaning also where nothing is near', async () => {
    const index = { index: { model: 'k', dimension: 2 }, passages: 2, vectors: 2 }
    expect((await search({ words: [hit('a')], index }).passages.search('x', 3)).meaning).toEqual({ used: true, note: '' })
  })

  it('by meaning alone stays within the given sources, and costs nobody a draft', async () => {
    const { passages, asked } = search({ near: [hit('c')] })
    expect(await passages.byMeaning('x', 5, ['c'])).toEqual([hit('c')])
    expect(asked).toEqual([[{ model: 'k', dimension: 2 }, VECTOR.vector, 5, { sources: ['c'] }]])
    expect(await passages.byMeaning('x', 5, [])).toEqual([])
    expect(await search({ near: new Error('disk') }).passages.byMeaning('x', 5, ['c'])).toEqual([])
  })
})
