import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import type { SourceFolder } from '#contracts/sources.ts'
import type { JobEngine } from '../../coordinator/types.ts'
import type { OpenedStorage } from '../../storage/index.ts'
import type { SourceFolders } from '../index.ts'
import { foundIn, openFolders, statusesIn } from './folders-under-test.ts'

let place: string
let root: string
let dataDir: string
let storage: OpenedStorage
let engine: JobEngine
let folders: SourceFolders
/** What happens while the text of a file is extracted. */
let whileExtracting: (name: string) => Promise<void> | void
/** How far the clock of the machine has been set, ms. */
let clockSet: number

async function open(namedAs = dataDir): Promise<void> {
  const clock = { now: () => Date.now() + clockSet, monotonic: () => performance.now() }
  ;({ storage, engine, folders } = await openFolders({ dataDir, namedAs, clock, whileExtracting: (name) => whileExtracting(name) }))
}
async function close(): Promise<void> {
  await folders.dispose()
  await engine.dispose()
  await storage.dispose()
}
beforeEach(async () => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'tidegate-folder-')))
  root = join(place, 'root')
  dataDir = join(place, 'data')
  for (const folder of [root, dataDir]) mkdirSync(folder)
  whileExtracting = () => {}
  clockSet = 0
  await open()
})
afterEach(async () => {
  await close()
  rmSync(place, { recursive: true, force: true })
})

const write = (path: string, content: string): void => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), content)
}
const writeMany = (words: string): void => {
  for (let n = 0; n < 20; n += 1) write(`f${String(n).padStart(2, '0')}.md`, `Number ${n}: ${words}`)
}
async function look(id: string): Promise<SourceFolder> {
  await engine.runOnly((await folders.sync(id)).jobId)
  return folders.get(id)
}
async function add(): Promise<SourceFolder> {
  return look((await folders.add(root)).id)
}
const statuses = (id: string) => statusesIn(folders, id)
const found = (query: string) => foundIn(storage, query)

describe('what this application keeps', () => {
  it.each([
    ['from where it was started', (path: string) => relative(process.cwd(), path)],
    ['with a stroke at the end', (path: string) => `${path}/`],
    [
      'by a link',
      (path: string) => {
        symlinkSync(path, join(place, 'link'))
        return join(place, 'link')
      },
    ],
  ])('is not read in a folder above it, also where its place was named %s', async (_, named) => {
    await close()
    write('a.md', 'The lock')
    write('kept/keys.json', '{"weir": "sluice"}')
    await open(named(join(root, 'kept')))
    expect(await statuses((await add()).id)).toEqual({ 'a.md': 'indexed', 'kept/': 'ignored' })
  })
})

describe('a clock that is set back', () => {
  it('while a folder is read loses none of its files', async () => {
    writeMany('the lock')
    whileExtracting = (name) => {
      if (name === 'f05.md') clockSet = -3_600_000
    }
    expect((await add()).counts.indexed).toBe(20)
  })

  it('keeps nothing of a file that is deleted after that', async () => {
    write('a.md', 'The lock')
    write('b.md', 'The weir')
    clockSet = 86_400_000
    const { id } = await add()
    clockSet = 0
    unlinkSync(join(root, 'b.md'))
    await look(id)
    expect(await statuses(id)).toEqual({ 'a.md': 'unchanged' })
    expect(await found('weir')).toEqual([])
  })
})

describe('a disk that is taken out while its folder is read', () => {
  const takeOut = async (): Promise<void> => {
    whileExtracting = () => {}
    renameSync(root, join(place, 'away'))
  }

  it('is unreachable, no fault of its files, and they are read when it is back', async () => {
    writeMany('the lock')
    whileExtracting = takeOut
    const { id, state, counts } = await add()
    expect({ state, failed: counts.failed }).toEqual({ state: 'unreachable', failed: 0 })
    renameSync(join(place, 'away'), root)
    expect(await look(id)).toMatchObject({ state: 'ready', sources: 20, counts: { failed: 0 } })
  })

  it('keeps what was known of files that had changed', async () => {
    writeMany('the lock')
    const { id } = await add()
    writeMany('the lock of now')
    whileExtracting = takeOut
    expect(await look(id)).toMatchObject({ state: 'unreachable', sources: 20, counts: { failed: 0 } })
  })
})

describe('a file', () => {
  it('that is gone before its turn has no status, and has one when it is back', async () => {
    writeMany('the lock')
    whileExtracting = (name) => {
      if (name === 'f00.md') renameSync(join(root, 'f19.md'), join(place, 'f19.md'))
    }
    const { id } = await add()
    expect(Object.keys(await statuses(id))).not.toContain('f19.md')
    renameSync(join(place, 'f19.md'), join(root, 'f19.md'))
    await look(id)
    expect((await statuses(id))['f19.md']).toBe('indexed')
  })

  it('that could not be read is tried again by the next start of the app alone, which may be one of a newer version', async () => {
    write('a.md', 'The lock')
    let tries = 0
    whileExtracting = () => {
      tries += 1
      if (tries === 1) throw new TidegateError('SOURCE_NOT_EXTRACTABLE', 'This file ended its reader twice.')
    }
    const { id } = await add()
    expect((await look(id)).counts).toMatchObject({ failed: 1, indexed: 0 })
    await close()
    await open()
    expect((await look(id)).counts).toMatchObject({ failed: 0, indexed: 1 })
    expect(tries).toBe(2)
  })

  it('and a folder that change places are each what they are now', async () => {
    write('x', 'The lock')
    write('y/z.md', 'The weir')
    const { id } = await add()
    for (const path of ['x', 'y']) rmSync(join(root, path), { recursive: true })
    write('x/in.md', 'The lock')
    write('y', 'The weir')
    await look(id)
    expect(await statuses(id)).toEqual({ 'x/in.md': 'indexed', y: 'indexed' })
    expect(await found('lock weir')).toEqual(['x/in.md', 'y'])
  })

  it.skipIf(process.platform !== 'linux')('whose name is no text fails, and says that the name is to blame', async () => {
    writeFileSync(Buffer.concat([Buffer.from(join(root, 'bad')), Buffer.from([0xff])]), 'The lock')
    const { id } = await add()
    const [file] = await folders.files(id, { after: '', limit: 10 })
    expect(file).toMatchObject({ status: 'failed', error: { code: 'FILE_UNREADABLE', message: expect.stringContaining('Rename it') } })
  })

  it.skipIf(process.platform === 'win32')('may have any name', async () => {
    const names = [
      'new\nline.md',
      'x'.repeat(255),
      '-rf',
      'caf\u00e9',
      'cafe\u0301',
      'dots...',
      ' ',
      '\u{1f600}',
      '\u202egpj.exe',
      '__proto__',
      '\\',
    ]
    for (const name of names) write(name, `The lock ${name}`)
    const { id } = await add()
    const files = await folders.files(id, { after: '', limit: 100 })
    expect(files.map(({ path, status }) => [path, status])).toEqual([...names].sort().map((name) => [name, 'indexed']))
    expect((await look(id)).counts).toMatchObject({ unchanged: names.length, failed: 0 })
  })
})

describe('a folder', () => {
  it('that has become a link is not read, and keeps what it had', async () => {
    write('a.md', 'The lock')
    const { id } = await add()
    renameSync(root, join(place, 'away'))
    mkdirSync(join(place, 'other'))
    writeFileSync(join(place, 'other', 'secret.md'), 'The weir')
    symlinkSync(join(place, 'other'), root)
    expect(await look(id)).toMatchObject({ state: 'unreachable', sources: 1, error: { message: expect.stringContaining('link') } })
    expect(await found('weir')).toEqual([])
  })

  it('that is removed while it is read leaves nothing behind', async () => {
    writeMany('the lock')
    await engine.start()
    let removing: Promise<unknown> | null = null
    const removed = new Promise<void>((resolve, reject) => {
      whileExtracting = async () => {
        removing ??= folders.remove(id).then(() => resolve(), reject)
        await removing
      }
    })
    const { id } = await folders.add(root)
    await removed
    // Its job ends first.
    await engine.dispose()
    expect(await storage.folders.orphans(null)).toEqual([])
    expect(await storage.sources.list()).toEqual([])
  })
})
