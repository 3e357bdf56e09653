import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SourceFolder } from '#contracts/sources.ts'
import { createJobEngine } from '../../coordinator/index.ts'
import type { JobEngine } from '../../coordinator/types.ts'
import type { Platform } from '../../platform.ts'
import type { OpenedStorage } from '../../storage/index.ts'
import { sampleGeneration, sampleJob, sampleSource } from '../../storage/storage-samples.ts'
import { silentLog } from '../../telemetry/index.ts'
import type { SourceFolders } from '../index.ts'
import { createLabelling } from '../label-job.ts'
import { docxOf, pdfOf } from '../test-files.ts'
import { foundIn, openFolders, statusesIn } from './folders-under-test.ts'

let root: string
let dataDir: string
let storage: OpenedStorage
let engine: JobEngine
let folders: SourceFolders
let extracted: string[]
/** What happens while the text of a file is extracted. */
let whileExtracting: (name: string, signal: AbortSignal | undefined) => Promise<void>
let changed: () => void
let platform: Platform

async function open(): Promise<void> {
  ;({ storage, engine, folders, platform } = await openFolders({
    dataDir,
    async whileExtracting(name, signal) {
      extracted.push(name)
      await whileExtracting(name, signal)
    },
    onChange: () => changed(),
  }))
}
async function close(): Promise<void> {
  await folders.dispose()
  await engine.dispose()
  await storage.dispose()
}
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'tidegate-folder-'))
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-data-'))
  extracted = []
  changed = () => {}
  whileExtracting = async () => {}
  await open()
})
afterEach(async () => {
  await close()
  for (const folder of [root, dataDir]) rmSync(folder, { recursive: true, force: true })
})

const write = (path: string, content: string | Buffer): void => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), content)
}
async function look(id: string): Promise<SourceFolder> {
  extracted = []
  await engine.runOnly((await folders.sync(id)).jobId)
  return folders.get(id)
}
async function add(): Promise<SourceFolder> {
  return look((await folders.add(root)).id)
}
const statuses = (id: string) => statusesIn(folders, id)
const found = (query: string) => foundIn(storage, query)

describe('a folder', () => {
  it('has a status for every file, and its texts can be searched before they are labelled', async () => {
    write('notes/gate.md', '# Gate\n\nThe north gate closes at three metres.')
    write('costs.csv', 'gate,cost\nnorth,12\n')
    write('report.pdf', pdfOf(['Quarterly barrier report.']))
    write('letter.docx', docxOf('<w:p><w:r><w:t>Dear harbour master</w:t></w:r></w:p>'))
    write('photo.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
    write('broken.pdf', '%PDF-1.7\nnothing')
    write('.hidden', 'x')
    write('node_modules/a/b.md', 'x')
    write('big.txt', Buffer.alloc(21 * 1024 * 1024, 'a'))
    symlinkSync(root, join(root, 'loop'))
    symlinkSync('/etc/hostname', join(root, 'link.txt'))
    execFileSync('mkfifo', [join(root, 'pipe')])
    const folder = await add()
    expect(await statuses(folder.id)).toEqual({
      'notes/gate.md': 'indexed',
      'costs.csv': 'indexed',
      'report.pdf': 'indexed',
      'letter.docx': 'indexed',
      'photo.png': 'binary',
      'broken.pdf': 'SOURCE_NOT_EXTRACTABLE',
      '.hidden': 'hidden',
      'node_modules/': 'ignored',
      'big.txt': 'too-large',
      loop: 'link',
      'link.txt': 'link',
      pipe: 'special',
    })
    expect(folder).toMatchObject({
      state: 'ready',
      sources: 4,
      unlabelled: 4,
      label: 'restricted',
      counts: { indexed: 4, failed: 1, skipped: 7 },
    })
    expect(await found('barrier metres harbour')).toEqual(['letter.docx', 'notes/gate.md', 'report.pdf'])
  })

  it('is read again only where it has changed', async () => {
    write('a.md', 'The lock')
    write('b.md', 'The weir')
    const { id } = await add()
    const before = await storage.sources.list()
    await look(id)
    expect(extracted).toEqual([])
    expect(await statuses(id)).toEqual({ 'a.md': 'unchanged', 'b.md': 'unchanged' })
    write('b.md', 'The sluice')
    utimesSync(join(root, 'a.md'), new Date(), new Date(Date.now() + 5_000))
    await look(id)
    expect(extracted).toEqual(['b.md'])
    expect(await found('sluice weir lock')).toEqual(['a.md', 'b.md'])
    expect((await storage.sources.list()).filter(({ id: one }) => before.some((other) => other.id === one))).toHaveLength(1)
  })

  it('keeps what was renamed and lets go of what is gone', async () => {
    write('a.md', 'The lock')
    write('b.md', 'The weir')
    const { id } = await add()
    const [hit] = await storage.sources.search('lock', 1)
    renameSync(join(root, 'a.md'), join(root, 'moved.md'))
    unlinkSync(join(root, 'b.md'))
    const folder = await look(id)
    expect(extracted).toEqual([])
    expect(await statuses(id)).toEqual({ 'moved.md': 'indexed' })
    expect(await storage.sources.search('lock', 1)).toMatchObject([
      { source: hit?.source, sourceName: expect.stringMatching(/\/moved\.md$/) },
    ])
    expect(await found('weir')).toEqual([])
    expect(folder.sources).toBe(1)
  })

  it('when it is removed keeps what was added by hand and what a draft cites', async () => {
    write('a.md', 'The lock')
    write('b.md', 'The weir')
    write('c.md', 'The sluice')
    const { id, name } = await add()
    const [cited] = await storage.sources.search('weir', 1)
    await storage.generations.create(sampleGeneration({ sourceIds: [cited?.source ?? ''] }), sampleJob())
    const sha256 = createHash('sha256').update('The sluice').digest('hex')
    await storage.sources.add(sampleSource({ id: 'src_hand', name: `${name}/c.md`, sha256 }), 'The sluice')
    expect(await folders.remove(id)).toEqual({ removed: true, kept: 2 })
    expect(await found('lock weir sluice')).toEqual(['b.md', 'c.md'])
    expect(await folders.list()).toEqual([])
  })

  it('survives a restart in the middle, and nothing is twice or half there', async () => {
    for (let n = 0; n < 40; n += 1) write(`f${n}.md`, `Number ${n}: ${'the gate closes at high water. '.repeat(2_000)}`)
    const { id } = await folders.add(root)
    const { jobId } = await folders.sync(id)
    await engine.start()
    await new Promise<void>((resolve) => {
      changed = () => resolve()
    })
    await close()
    await open()
    await engine.runOnly(jobId)
    expect((await folders.get(id)).counts).toMatchObject({ failed: 0, skipped: 0 })
    const sources = await storage.sources.list()
    expect(sources).toHaveLength(40)
    for (const { id: one, chars } of sources) expect((await storage.sources.text(one))?.length).toBe(chars)
  })

  it('makes way for a draft, and goes on behind it', async () => {
    for (let n = 0; n < 60; n += 1) write(`f${n}.md`, `${n} the gate closes at high water.`)
    // One of the files takes until its folder makes way.
    const reached = Promise.withResolvers<void>()
    whileExtracting = async (name, signal) => {
      if (name !== 'f30.md' || signal?.aborted !== false) return
      whileExtracting = async () => {}
      reached.resolve()
      await once(signal, 'abort')
      signal.throwIfAborted()
    }
    const order: string[] = []
    engine.register('generate', async () => {
      order.push('draft')
      return { status: 'succeeded' }
    })
    await engine.dispose()
    engine = createJobEngine({ storage: storage.jobs, clock: platform.clock, log: silentLog, concurrency: 1, random: () => 0 })
    engine.register('sync-folder', folders.handler)
    engine.register('generate', async () => {
      order.push('draft')
      return { status: 'succeeded' }
    })
    const { id } = await folders.add(root)
    const { jobId } = await folders.sync(id)
    const over = new Promise<void>((resolve) => {
      engine.onChange((job) => {
        if (job.id === jobId && job.state === 'succeeded') resolve(void order.push('folder'))
      })
    })
    await engine.start()
    await reached.promise
    await storage.jobs.enqueue(sampleJob({ priority: 100, runAt: Date.now(), createdAt: Date.now() }))
    engine.wake('enqueued')
    await over
    expect(order).toEqual(['draft', 'folder'])
    expect((await folders.get(id)).sources).toBe(60)
  })

  it('that cannot be read says so and keeps what it had', async () => {
    write('a.md', 'The lock')
    const { id } = await add()
    renameSync(root, `${root}-away`)
    expect(await look(id)).toMatchObject({ state: 'unreachable', sources: 1, error: { code: 'FILE_NOT_FOUND' } })
    renameSync(`${root}-away`, root)
    expect(await look(id)).toMatchObject({ state: 'ready', error: null })
  })

  it('is watched: what is written into it can be found', async () => {
    await engine.start()
    await folders.start()
    write('a.md', 'The lock')
    const { id } = await folders.add(root)
    const until = async (isSo: () => Promise<boolean>): Promise<void> => {
      for (;;) {
        const next = new Promise<void>((resolve) => engine.onChange(() => resolve()))
        if (await isSo()) return
        await next
      }
    }
    await until(async () => (await folders.get(id)).watched && (await found('lock')).length > 0)
    write('later/b.md', 'The weir')
    await until(async () => (await found('weir')).length > 0)
    expect(await found('weir')).toEqual(['later/b.md'])
  })

  it.each([
    ['notes', 'BAD_INPUT'],
    ['/no/such/folder', 'FILE_NOT_FOUND'],
    ['/etc/hostname', 'BAD_INPUT'],
  ])('is refused as %s', async (path, code) => {
    await expect(folders.add(path)).rejects.toMatchObject({ code })
  })

  it('is not the one that this application keeps its data in', async () => {
    await expect(folders.add(dataDir)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })
})

describe('a file that is written while it is read', () => {
  it('fails for now and is read at the next look', async () => {
    write('log.txt', 'begin\n'.repeat(1_000_000))
    const { id } = await folders.add(root)
    const { jobId } = await folders.sync(id)
    const growing = setInterval(() => appendFileSync(join(root, 'log.txt'), 'more\n'), 0)
    await engine.runOnly(jobId)
    clearInterval(growing)
    expect(['FILE_UNREADABLE', 'indexed', 'too-large']).toContain((await statuses(id))['log.txt'])
    await look(id)
    expect((await storage.sources.search('more', 1)).length).toBeLessThanOrEqual(1)
  })
})

describe('labels', () => {
  it('come later: until then a source is restricted, and one that cannot be read stays so', async () => {
    write('a.md', 'The lock')
    write('b.md', 'The weir')
    const { id } = await add()
    const { handler } = createLabelling({
      store: storage.sources,
      jobs: storage.jobs,
      workers: {
        async scan(text) {
          if (text.includes('weir')) throw new Error('broken')
          return { label: 'public', findings: [], elapsedMs: 0 }
        },
      },
      rulesVersion: () => storage.privacyRules.version(),
      clock: platform.clock,
      log: silentLog,
      onChange: () => {},
    })
    engine.register('label-sources', handler)
    await storage.jobs.enqueue(sampleJob({ id: 'job_label', kind: 'label-sources', priority: -20 }))
    expect((await engine.runOnly('job_label')).state).toBe('succeeded')
    const labels = (await storage.sources.list()).map(({ name, label, labelState }) => [name.slice(-4), label, labelState]).sort()
    expect(labels).toEqual([
      ['a.md', 'public', undefined],
      ['b.md', 'restricted', 'failed'],
    ])
    expect(await folders.get(id)).toMatchObject({ label: 'restricted', unlabelled: 1 })
  })
})
