import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../telemetry/index.ts'
import { type OpenedStorage, openStorage } from './index.ts'
import type { SearchWithin, StoredPassage } from './source-store.ts'

let dataDir: string
let storage: OpenedStorage

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-search-'))
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  const source = { mediaType: 'text/plain', bytes: 1, chars: 1, label: 'public', addedAt: 1 } as const
  await storage.sources.add({ ...source, id: 'src_a', name: 'a.md', sha256: 'a' }, 'text')
  await storage.sources.add({ ...source, id: 'src_b', name: 'b.md', sha256: 'b' }, 'text')
  await storage.sources.append('src_a', [
    passage(0, 30, 'The barrier closes at high water.'),
    passage(30, 60, 'Ein Café am Meer.\nDas Wehr.'),
  ])
  await storage.sources.append('src_b', [{ ...passage(5, 9, 'The barrier, the barrier and its gates.'), kind: 'page', number: 4 }])
})
afterEach(async () => {
  await storage.dispose()
  rmSync(dataDir, { recursive: true })
})

const passage = (start: number, end: number, text: string): StoredPassage => ({ start, end, text, kind: 'line', number: 7, context: '' })
const found = async (query: string, within: SearchWithin = {}): Promise<string[]> =>
  (await storage.sources.search(query, 10, within)).map(({ sourceName, start }) => `${sourceName}:${start}`)

it('finds passages by any of the words, the nearest first', async () => {
  expect(await found('barrier gates')).toEqual(['b.md:5', 'a.md:0'])
  expect(await found('cafe')).toEqual(['a.md:30'])
  expect(await found('mountain')).toEqual([])
})

it.each(['', '   ', '"', 'NEAR(', 'a* OR', "x'; DROP TABLE sources", 'text:barrier', '^-{}'])(
  'takes %j for words, not for its own syntax',
  async (query) => {
    await expect(found(query)).resolves.toBeInstanceOf(Array)
  },
)

it('replaces the passages of a source, and forgets them with it', async () => {
  expect(await storage.sources.shrink('src_a', 10)).toBe(2)
  await storage.sources.append('src_a', [passage(0, 4, 'Nothing of that.')])
  expect(await found('water')).toEqual([])
  await storage.sources.remove('src_b')
  expect(await found('barrier')).toEqual([])
  await storage.sources.append('src_gone', [passage(0, 4, 'barrier')])
  expect(await found('barrier')).toEqual([])
})

it('takes words between quotes together, and the last word for a beginning while somebody types', async () => {
  expect(await found('"high water"')).toEqual(['a.md:0'])
  expect(await found('"water high"')).toEqual([])
  expect(await found('barrier gat')).toEqual(['b.md:5', 'a.md:0'])
  expect(await found('gat')).toEqual([])
  expect(await found('gat', { typing: true })).toEqual(['b.md:5'])
  expect(await found('ga', { typing: true })).toEqual([])
})

it('finds what holds all words before what holds some', async () => {
  expect(await found('barrier water mountain')).toEqual(['a.md:0', 'b.md:5'])
})

it('says where a passage is, and an offset in it', async () => {
  const [hit] = await storage.sources.search('gates', 1)
  expect(hit).toMatchObject({ sourceName: 'b.md', location: 'page 4' })
  expect(await storage.sources.locate('src_a', 30)).toBe('line 7')
  expect(await storage.sources.locate('src_a', 49)).toBe('line 8')
  expect(await storage.sources.locate('src_a', 900)).toBe(null)
  expect(await storage.sources.locate('src_gone', 0)).toBe(null)
})

it('answers at once for words that stand in every passage', async () => {
  const many = Array.from({ length: 6_000 }, (_, n) => passage(n, n + 1, `the gate number ${n}`))
  await storage.sources.append('src_b', many)
  expect(await found('the gate')).toHaveLength(10)
  expect((await found('the gate number 4711'))[0]).toBe('b.md:4711')
})

it('finds a phrase wherever it stands in an index that is too large to count it in, and what stands everywhere at once', async () => {
  const source = { mediaType: 'text/plain', bytes: 1, chars: 1, label: 'public', addedAt: 1 } as const
  await storage.sources.add({ ...source, id: 'src_c', name: 'c.md', sha256: 'c' }, 'text')
  const rare = 15_000
  for (let from = 0; from < 24_000; from += 2_000) {
    const texts = Array.from({ length: 2_000 }, (_, n) => (from + n === rare ? 'The quiet sluice.' : 'A sluice at the quiet weir.'))
    await storage.sources.append(
      'src_c',
      texts.map((text, n) => passage(from + n, from + n + 1, text)),
    )
  }
  expect(await found('"quiet sluice"')).toEqual([`c.md:${rare}`])
  expect(await found('"quiet sluice" water')).toEqual([`c.md:${rare}`, 'a.md:0'])
  expect((await storage.sources.search('"quiet weir"', 10)).map(({ score }) => score)).toEqual(Array(10).fill(0))
})

it('finds within a folder only what stands in its files, the nearest first', async () => {
  await storage.folders.add({ id: 'fld_1', path: '/notes', addedAt: 1 })
  const file = { bytes: 1, mtimeMs: 1, status: 'indexed', reason: null, error: null, sha256: 'b', checkedAt: 1 } as const
  await storage.folders.putFile('fld_1', { ...file, path: 'b.md', sourceId: 'src_b' })
  await storage.sources.append('src_b', [passage(9, 12, 'A barrier of many other words, which are not asked for at all.')])
  expect(await found('barrier', { folder: 'fld_1' })).toEqual(['b.md:5', 'b.md:9'])
  expect(await found('water', { folder: 'fld_1' })).toEqual([])
  expect(await found('barrier', { folder: 'fld_none' })).toEqual([])
})

it('scores what it finds, a nearer passage higher', async () => {
  const scores = (await storage.sources.search('barrier', 10)).map(({ score }) => score)
  expect(scores).toHaveLength(2)
  expect(scores.every((score) => score > 0)).toBe(true)
  expect(scores).toEqual([...scores].sort((a, b) => b - a))
})

it('leaves out sources of other labels, whatever they hold', async () => {
  await storage.sources.relabel('src_b', 'restricted')
  expect(await found('barrier gates', { labels: ['public'] })).toEqual(['a.md:0'])
  expect(await found('gates', { labels: ['public', 'internal'] })).toEqual([])
  expect(await found('gates', { labels: [] })).toEqual([])
  // One of them holds all of the words: that is not told by finding nothing in the others.
  expect(await found('water gates', { labels: ['public'] })).toEqual(['a.md:0'])
  expect(await found('barrier gates', { labels: ['public', 'restricted'] })).toEqual(['b.md:5', 'a.md:0'])
})
