import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../telemetry/index.ts'
import { type OpenedStorage, openStorage } from './index.ts'

let dataDir: string
let storage: OpenedStorage

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-search-'))
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  const source = { mediaType: 'text/plain', bytes: 1, chars: 1, label: 'public', addedAt: 1 } as const
  await storage.sources.add({ ...source, id: 'src_a', name: 'a.md', sha256: 'a' }, 'text')
  await storage.sources.add({ ...source, id: 'src_b', name: 'b.md', sha256: 'b' }, 'text')
  await storage.sources.index('src_a', [
    { start: 0, end: 30, text: 'The barrier closes at high water.' },
    { start: 30, end: 60, text: 'Ein Café am Meer.' },
  ])
  await storage.sources.index('src_b', [{ start: 5, end: 9, text: 'The barrier, the barrier and its gates.' }])
})
afterEach(async () => {
  await storage.dispose()
  rmSync(dataDir, { recursive: true })
})

const found = async (query: string): Promise<string[]> =>
  (await storage.sources.search(query, 10)).map(({ sourceName, start }) => `${sourceName}:${start}`)

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
  await storage.sources.index('src_a', [{ start: 0, end: 4, text: 'Nothing of that.' }])
  expect(await found('water')).toEqual([])
  await storage.sources.remove('src_b')
  expect(await found('barrier')).toEqual([])
  await storage.sources.index('src_gone', [{ start: 0, end: 4, text: 'barrier' }])
  expect(await found('barrier')).toEqual([])
})
