import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packVector } from '../sources/meaning/pack-vector.ts'
import { silentLog } from '../telemetry/index.ts'
import { listBackups } from './backup.ts'
import { type OpenedStorage, openStorage } from './index.ts'
import { DATABASE_FILE } from './open-database.ts'
import type { StoredPassage } from './source-store.ts'
import { besideArchive, createVectorExtension } from './vector-extension.ts'

const INDEX = { model: 'test', dimension: 3 }
let dataDir: string
let storage: OpenedStorage

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-vectors-'))
  await open('inline')
})
afterEach(async () => {
  await storage.dispose()
  rmSync(dataDir, { recursive: true })
})

async function open(mode: 'inline' | 'thread'): Promise<void> {
  storage = await openStorage({ dataDir, mode, log: silentLog })
}

const passage = (start: number, text: string, context = ''): StoredPassage => ({
  start,
  end: start + text.length,
  text,
  context,
  kind: 'line',
  number: 1,
})
async function addSource(id: string, ...passages: StoredPassage[]): Promise<void> {
  const source = { mediaType: 'text/plain', bytes: 1, chars: 1, label: 'public', addedAt: 1 } as const
  await storage.sources.add({ ...source, id, name: `${id}.md`, sha256: id }, 'text')
  await storage.sources.append(id, passages)
}
const packed = (...numbers: number[]) => packVector(numbers) ?? { levels: new Uint8Array(0), signs: new Uint8Array(0) }
/** Gives every passage that waits a vector by what it says. */
async function embed(vectorOf: (text: string) => readonly number[]): Promise<number> {
  let done = 0
  for (let after: number | null = 0; after !== null; ) {
    const { passages, next }: Awaited<ReturnType<OpenedStorage['vectors']['unembedded']>> = await storage.vectors.unembedded(after, 2)
    await storage.vectors.put(
      INDEX,
      passages.map(({ id, content, text }) => ({ id, content, ...packed(...vectorOf(text)) })),
    )
    done += passages.length
    after = next
  }
  return done
}
const found = async (vector: readonly number[], within = {}): Promise<string[]> =>
  (await storage.vectors.nearest(INDEX, packed(...vector), 10, within)).map(({ sourceName, start }) => `${sourceName}:${start}`)
const byWord = (text: string): number[] => (text.includes('gate') ? [1, 0.1, 0] : text.includes('sea') ? [0, 1, 0.1] : [0, 0, 1])

async function threePassages(): Promise<void> {
  await addSource('src_a', passage(0, 'The gate.'), passage(10, 'The sea.'))
  await addSource('src_b', passage(0, 'A hill.'))
  expect(await storage.vectors.open(INDEX)).toBe(true)
  expect(await embed(byWord)).toBe(3)
}

describe.each(['inline', 'thread'] as const)('vectors of passages, with storage %s', (mode) => {
  it('find what is nearest, also within some sources', async () => {
    await storage.dispose()
    await open(mode)
    await threePassages()
    expect(await storage.vectors.problem()).toBeNull()
    expect(await found([1, 0.2, 0])).toEqual(['src_a.md:0', 'src_a.md:10'])
    const [best] = await storage.vectors.nearest(INDEX, packed(0, 0.2, 1), 1)
    expect(best).toMatchObject({ source: 'src_b', text: 'A hill.', location: 'line 1' })
    expect(best?.score).toBeGreaterThan(0.95)
    expect(await found([1, 1, 1], { sources: ['src_b'] })).toEqual(['src_b.md:0'])
    expect(await found([1, 1, 1], { folder: 'fld_none' })).toEqual([])
  })
})

describe('vectors of passages', () => {
  it('go with their source, and with it alone', async () => {
    await threePassages()
    await storage.sources.remove('src_a')
    expect(await storage.vectors.counts()).toEqual({ index: INDEX, passages: 1, vectors: 1 })
    expect(await found([1, 1, 1])).toEqual(['src_b.md:0'])
    await storage.sources.shrink('src_b', 10)
    expect(await storage.vectors.counts()).toMatchObject({ vectors: 0 })
  })

  it('are not made again for a text that has one', async () => {
    await threePassages()
    await addSource('src_c', passage(0, 'The gate.'), passage(10, 'The gate.', 'Under a heading'))
    const { passages } = await storage.vectors.unembedded(0, 10)
    expect(passages.map(({ text }) => text)).toEqual(['Under a heading\nThe gate.'])
    expect(await found([1, 0, 0])).toEqual(['src_a.md:0', 'src_c.md:0'])
    // What it was copied from goes; the copy stays.
    await storage.sources.remove('src_a')
    expect(await found([1, 0, 0])).toEqual(['src_c.md:0'])
  })

  it('are taken over by a passage that was there before its text had one', async () => {
    await addSource('src_a', passage(0, 'The gate.'))
    await addSource('src_b', passage(0, 'The gate.'), passage(10, 'The sea.'))
    await storage.vectors.open(INDEX)
    const before = await storage.vectors.unembedded(0, 10)
    expect(before.passages.map(({ isKnown }) => isKnown)).toEqual([false, false, false])
    const [first] = before.passages
    await storage.vectors.put(INDEX, first === undefined ? [] : [{ id: first.id, content: first.content, ...packed(1, 0, 0) }])
    const { passages } = await storage.vectors.unembedded(0, 10)
    expect(passages.map(({ text, isKnown }) => [text, isKnown])).toEqual([
      ['The gate.', true],
      ['The sea.', false],
    ])
    await storage.vectors.adopt([...passages.map(({ id }) => id), 999])
    expect(await found([1, 0, 0])).toEqual(['src_a.md:0', 'src_b.md:0'])
  })

  it('are not taken for those of another passage that got the same number', async () => {
    await addSource('src_a', passage(0, 'The gate.'))
    await storage.vectors.open(INDEX)
    const { passages } = await storage.vectors.unembedded(0, 10)
    await storage.sources.remove('src_a')
    await addSource('src_b', passage(0, 'The sea.'))
    expect((await storage.vectors.unembedded(0, 10)).passages.map(({ id }) => id)).toEqual(passages.map(({ id }) => id))
    expect(
      await storage.vectors.put(
        INDEX,
        passages.map(({ id, content }) => ({ id, content, ...packed(1, 0, 0) })),
      ),
    ).toBe(true)
    expect(await storage.vectors.counts()).toMatchObject({ vectors: 0 })
  })

  it('wait only for sources that are complete, and are not lost sight of in a long stretch', async () => {
    const source = { mediaType: 'text/plain', bytes: 1, chars: 1, label: 'public', addedAt: 1 } as const
    await storage.sources.begin({ ...source, id: 'src_half', name: 'half.md', sha256: 'h', indexState: 'pending' })
    await storage.sources.append('src_half', [passage(0, 'Half of it.')])
    await addSource('src_a', ...Array.from({ length: 5 }, (_, index) => passage(index * 10, `Text ${index}.`)))
    await storage.vectors.open(INDEX)
    expect(await embed(byWord)).toBe(5)
    await storage.sources.indexed('src_half')
    expect(await embed(byWord)).toBe(1)
  })

  it('belong to one model: another one begins only when the last vector of the old one is gone', async () => {
    await threePassages()
    const other = { model: 'other', dimension: 2 }
    expect(await storage.vectors.put(other, [])).toBe(false)
    expect(await storage.vectors.nearest(other, packed(1, 1), 5)).toEqual([])
    await storage.vectors.retire()
    expect(await found([1, 1, 1])).toEqual([])
    expect(await storage.vectors.open(other)).toBe(false)
    expect(await storage.vectors.shrink(2)).toBe(2)
    expect(await storage.vectors.shrink(2)).toBe(1)
    expect(await storage.vectors.open(other)).toBe(true)
    expect(await storage.vectors.counts()).toEqual({ index: other, passages: 3, vectors: 0 })
  })

  it('leave the database readable, deletable and sound to whoever has not got what compares them', async () => {
    await threePassages()
    await storage.dispose()
    const db = new Database(join(dataDir, DATABASE_FILE))
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.pragma('foreign_keys = ON')
    db.prepare("DELETE FROM sources WHERE id = 'src_a'").run()
    expect(db.prepare('SELECT count(*) FROM passage_signs').pluck().get()).toBe(1)
    db.close()
    await open('inline')
    expect(listBackups(dataDir)).toEqual([])
    expect(await found([0, 0, 1])).toEqual(['src_b.md:0'])
  })
})

describe('what compares vectors', () => {
  it('says so where there is none for this system, and is not asked for a second time', () => {
    const db = new Database(':memory:')
    let asked = 0
    const extension = createVectorExtension(db, () => {
      asked += 1
      throw new Error('Unsupported platform')
    })
    expect(extension.problem()).toMatch(/^Vectors cannot be compared here: there is no sqlite-vec for \w+-\w+ .* by their words\.$/)
    expect(() => extension.need()).toThrow(/cannot be compared here/)
    expect(asked).toBe(1)
    db.close()
  })

  it('is looked for beside the archive of a packaged app', () => {
    expect(besideArchive('/opt/Tidegate/resources/app.asar/node_modules/x/vec0.so')).toBe(
      '/opt/Tidegate/resources/app.asar.unpacked/node_modules/x/vec0.so',
    )
    expect(besideArchive('C:\\T\\resources\\app.asar\\vec0.dll')).toBe('C:\\T\\resources\\app.asar.unpacked\\vec0.dll')
    expect(besideArchive('/home/me/app.asar.unpacked/vec0.so')).toBe('/home/me/app.asar.unpacked/vec0.so')
  })
})
