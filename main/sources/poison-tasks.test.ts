import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTextWorkers, type TextWorkersOptions } from './text-workers.ts'
import type { TextWorkers } from './types.ts'

const never = new AbortController().signal
const LONG = 'The gate is closed at high water. '.repeat(1_500)

/** What a file says is what its reader does. Each task leaves a line before it begins. */
const WORKER = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
const folder = workerData.lexiconsDir
async function act(text) {
  const word = text.trim().split(' ').at(-1)
  appendFileSync(folder + '/began', word + '\\n')
  if (word === 'poison') process.exit(3)
  if (word === 'glutton') for (const hoard = []; ; ) hoard.push(new Array(1e6).fill(text))
  if (word === 'hoarder') {
    // As an unpacker does: in one go, and outside of the heap. It stops by itself where nobody stops it.
    const hoard = []
    for (let turn = 0; turn < 20; turn += 1) {
      hoard.push(new Uint8Array(25e6).fill(1))
      for (const begun = Date.now(); Date.now() - begun < 100; );
    }
    return String(hoard.length)
  }
  if (word === 'stuck') for (;;);
  if (word === 'once' && !existsSync(folder + '/once')) {
    writeFileSync(folder + '/once', '')
    process.exit(3)
  }
  if (word === 'late') setTimeout(() => { throw new Error('late') }, 20)
  if (word === 'patient') while (!existsSync(folder + '/go')) await new Promise((resolve) => setTimeout(resolve, 10))
  return word
}
export const extract = async ({ bytes }) => ({ ok: true, value: { text: await act(Buffer.from(bytes).toString()), mediaType: 'text/html' } })
export const scan = async ({ text, sections }) => {
  await act(Buffer.from(text.bytes).toString(text.encoding))
  return { ok: true, value: sections.map(() => []) }
}
`

describe('a task that ends the thread it runs in', () => {
  let folder = ''
  let workers: TextWorkers | null = null
  const start = (more: Partial<TextWorkersOptions> = {}): TextWorkers => {
    const workerFile = join(folder, 'worker.mjs')
    workers = createTextWorkers({
      lexiconsDir: folder,
      classifier: { scanSection: () => [] },
      rules: () => [],
      workerFile,
      maxThreads: 2,
      ...more,
    })
    return workers
  }
  const file = (word: string) => ({ name: `${word}.html`, mediaType: '', bytes: Buffer.from(`<html> ${word}`) })
  const began = async (): Promise<string[]> => (await readFile(join(folder, 'began'), 'utf8').catch(() => '')).split('\n').filter(Boolean)
  const hasBegun = async (word: string): Promise<void> => {
    await expect.poll(began, { timeout: 10_000, interval: 20 }).toContain(word)
  }

  /** The end of each thread that was started, in the order of their start. */
  let ends: Promise<unknown>[] = []
  const onThread = (thread: Worker): void => {
    // The pool hears of its death first, since it listens from the start.
    ends.push(new Promise((resolve) => thread.once('exit', () => setImmediate(resolve))))
  }

  beforeEach(async () => {
    ends = []
    process.on('worker', onThread)
    folder = await mkdtemp(join(tmpdir(), 'tidegate-poison-'))
    await writeFile(join(folder, 'worker.mjs'), WORKER)
  })
  afterEach(async () => {
    process.off('worker', onThread)
    await workers?.dispose()
    await rm(folder, { recursive: true })
  })

  it('is tried in one other thread, and then no more until the next start', async () => {
    const { extract } = start()
    await expect(extract(file('poison'), never)).rejects.toMatchObject({
      code: 'SOURCE_NOT_EXTRACTABLE',
      message: expect.stringContaining('reasonable time and memory'),
    })
    expect(await began()).toEqual(['poison', 'poison'])
    await expect(extract({ ...file('poison'), name: 'copy.html' }, never)).rejects.toMatchObject({
      code: 'SOURCE_NOT_EXTRACTABLE',
      message: expect.stringContaining('not tried again until the app is restarted'),
    })
    expect(await began()).toHaveLength(2)
    await expect(extract(file('fine'), never)).resolves.toMatchObject({ text: 'fine' })
  })

  it('has two chances too when its bytes were handed over, the second when it is asked for again', async () => {
    const { extract } = start()
    const handed = () => ({ name: 'a.html', mediaType: '', bytes: new Uint8Array(Buffer.from('<html> poison')), handOver: true })
    for (let round = 0; round < 3; round += 1) {
      await expect(extract(handed(), never)).rejects.toMatchObject({ code: 'SOURCE_NOT_EXTRACTABLE' })
    }
    expect(await began()).toHaveLength(2)
  })

  it('takes no other task with it', async () => {
    const { extract } = start()
    const patient = extract(file('patient'), never)
    await hasBegun('patient')
    await expect(extract(file('poison'), never)).rejects.toMatchObject({ code: 'SOURCE_NOT_EXTRACTABLE' })
    await writeFile(join(folder, 'go'), '')
    await expect(patient).resolves.toMatchObject({ text: 'patient' })
  })

  it('takes no other task with it when it does so after it was done', async () => {
    const { extract } = start()
    const patient = extract(file('patient'), never)
    await hasBegun('patient')
    await expect(extract(file('late'), never)).resolves.toMatchObject({ text: 'late' })
    await ends[1]
    for (const word of ['one', 'two', 'three']) await expect(extract(file(word), never)).resolves.toMatchObject({ text: word })
    await writeFile(join(folder, 'go'), '')
    await expect(patient).resolves.toMatchObject({ text: 'patient' })
  })

  it('is done in another thread when it was not its fault', async () => {
    await expect(start().extract(file('once'), never)).resolves.toMatchObject({ text: 'once' })
    expect(await began()).toEqual(['once', 'once'])
  })

  it('takes memory until its thread ends, and the app goes on', async () => {
    const { extract } = start({ heapMb: 64 })
    await expect(extract(file('glutton'), never)).rejects.toMatchObject({ code: 'SOURCE_NOT_EXTRACTABLE' })
    await expect(extract(file('fine'), never)).resolves.toMatchObject({ text: 'fine' })
  })

  it('takes memory outside of its heap until its thread ends, and the app goes on', async () => {
    const { extract } = start({ heapMb: 64, maxThreads: 1 })
    await expect(extract(file('hoarder'), never)).rejects.toMatchObject({ code: 'SOURCE_NOT_EXTRACTABLE' })
    await expect(extract(file('fine'), never)).resolves.toMatchObject({ text: 'fine' })
  })

  it('hangs, and is cancelled with its thread', async () => {
    const { extract } = start({ maxThreads: 1 })
    const cancel = new AbortController()
    const stuck = expect(extract(file('stuck'), cancel.signal)).rejects.toMatchObject({ code: 'CANCELLED' })
    await hasBegun('stuck')
    cancel.abort()
    await stuck
    await expect(extract(file('fine'), never)).resolves.toMatchObject({ text: 'fine' })
    // Whoever gives up says nothing against the file.
    const again = new AbortController()
    const second = expect(extract(file('stuck'), again.signal)).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect.poll(async () => (await began()).filter((word) => word === 'stuck').length, { timeout: 10_000 }).toBe(2)
    again.abort()
    await second
  })

  it('is a text that counts as restricted, and its thread is another one', async () => {
    const { scan } = start({ maxThreads: 1, scanMs: 2_500 })
    for (const words of ['counts as restricted. Try again.', 'counts as restricted. Try again.', 'not tried again']) {
      await expect(scan(`${LONG}stuck`)).rejects.toMatchObject({ code: 'CLASSIFIER_FAILED', message: expect.stringContaining(words) })
    }
    expect((await began()).filter((word) => word === 'stuck')).toHaveLength(2)
    await expect(scan(`${LONG}fine`)).resolves.toMatchObject({ findings: [] })
  })

  it('does not keep the thread of a scan that was cancelled while it hangs', async () => {
    const { scan } = start({ maxThreads: 1, scanMs: 2_500 })
    const cancel = new AbortController()
    const stuck = expect(scan(`${LONG}stuck`, cancel.signal)).rejects.toMatchObject({ code: 'CANCELLED' })
    await hasBegun('stuck')
    cancel.abort()
    await stuck
    await expect(scan(`${LONG}fine`)).resolves.toMatchObject({ findings: [] })
  })
})
