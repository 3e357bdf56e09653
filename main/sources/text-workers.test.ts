import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClassifier, loadLexicons } from '../privacy/classifier/index.ts'
import { createTextWorkers } from './index.ts'
import { docxOf } from './test-files.ts'
import type { TextWorkers } from './types.ts'

const lexiconsDir = fileURLToPath(new URL('../../resources/lexicons', import.meta.url))
const never = new AbortController().signal
const LONG = 'The gate is closed at high water. '.repeat(1_500)

describe('text workers', () => {
  let workers: TextWorkers
  let inline = 0
  beforeAll(() => {
    const classifier = createClassifier(loadLexicons(lexiconsDir))
    workers = createTextWorkers({
      rules: () => [],
      lexiconsDir,
      maxThreads: 1,
      scan: (text) => {
        inline += 1
        return classifier.scan(text)
      },
    })
  })
  afterAll(() => workers.dispose())

  it('scans a short text at once and a long one in the pool, with the same result', async () => {
    const mail = 'Write to anna.hale@example.org today. '
    const short = await workers.scan(mail)
    expect(short.findings.map(({ type }) => type)).toContain('EMAIL_ADDRESS')
    expect(inline).toBe(1)
    const long = await workers.scan(LONG + mail)
    expect(inline).toBe(1)
    expect(long.label).toBe(short.label)
    const mailOf = (findings: readonly { type: string; start: number }[]) =>
      findings.find(({ type }) => type === 'EMAIL_ADDRESS')?.start ?? -1
    expect(mailOf(long.findings) - LONG.length).toBe(mailOf(short.findings))
  })

  it('extracts in the pool, and errors keep their code and their words', async () => {
    const docx = docxOf('<w:p><w:r><w:t>Hello from a thread.</w:t></w:r></w:p>')
    await expect(workers.extract({ name: 'a.docx', mediaType: '', bytes: docx }, never)).resolves.toMatchObject({
      text: 'Hello from a thread.',
    })
    expect(docx.byteLength).toBeGreaterThan(0)
    const image = Buffer.from('89504e470d0a1a0a0000000d', 'hex')
    await expect(workers.extract({ name: 'a.png', mediaType: '', bytes: image }, never)).rejects.toMatchObject({
      code: 'FILE_IS_BINARY',
      message: expect.stringContaining('not text'),
    })
  })

  it('ends a task that is cancelled, and goes on to work', async () => {
    const cancel = new AbortController()
    const busy = workers.scan(LONG.repeat(100), cancel.signal)
    cancel.abort()
    await expect(busy).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect(workers.scan(LONG)).resolves.toMatchObject({ label: expect.any(String) })
    await expect(workers.scan(LONG, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect(workers.scan('short', AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('goes on with what waits when the task before it is cancelled', async () => {
    // Its thread has started, so that the first task is at work and not in the queue when it is cancelled.
    await workers.scan(LONG)
    const cancel = new AbortController()
    const first = expect(workers.scan(LONG.repeat(100), cancel.signal)).rejects.toMatchObject({ code: 'CANCELLED' })
    const gone = new AbortController()
    const second = expect(workers.scan(LONG, gone.signal)).rejects.toMatchObject({ code: 'CANCELLED' })
    const third = workers.scan(LONG)
    gone.abort()
    await second
    cancel.abort()
    await first
    await expect(third).resolves.toMatchObject({ label: 'public' })
  })

  it('takes no more work once it is disposed, and ends what runs', async () => {
    const other = createTextWorkers({ lexiconsDir, rules: () => [], scan: () => ({ label: 'public', findings: [] }) })
    const running = other.scan(LONG.repeat(100))
    const ended = expect(running).rejects.toMatchObject({ code: 'CANCELLED' })
    await other.dispose()
    await ended
    await expect(other.scan(LONG)).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it.each([
    ['is not there', null],
    ['dies', 'export const scan = () => process.exit(3)\nexport const extract = scan\n'],
    ['answers something else', 'export const scan = () => undefined\nexport const extract = scan\n'],
    ['throws', "export const scan = () => { throw new Error('the text was: hush') }\nexport const extract = scan\n"],
  ])('never takes a worker that %s for an empty result', async (_name, code) => {
    const folder = await mkdtemp(join(tmpdir(), 'tidegate-worker-'))
    const workerFile = join(folder, 'worker.mjs')
    if (code !== null) await writeFile(workerFile, code)
    const broken = createTextWorkers({
      lexiconsDir,
      rules: () => [],
      workerFile,
      maxThreads: 1,
      scan: () => ({ label: 'public', findings: [] }),
    })
    const file = { name: 'a.txt', mediaType: '', bytes: Buffer.from('a') }
    await expect(broken.scan(LONG)).rejects.toMatchObject({ code: 'CLASSIFIER_FAILED', message: expect.not.stringContaining('hush') })
    await expect(broken.extract(file, never)).rejects.toMatchObject({ code: 'SOURCE_NOT_EXTRACTABLE' })
    await broken.dispose()
    await rm(folder, { recursive: true })
  })

  it('refuses a short text that the classifier fails on', async () => {
    const broken = createTextWorkers({
      rules: () => [],
      lexiconsDir,
      scan: () => {
        throw new RangeError('bad span')
      },
    })
    await expect(broken.scan('short')).rejects.toMatchObject({ code: 'CLASSIFIER_FAILED' })
    await broken.dispose()
  })
})
