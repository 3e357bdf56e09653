import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { createClassifier, loadLexicons } from '../privacy/classifier/index.ts'
import { createTextWorkers } from './index.ts'
import { docxOf } from './test-files.ts'
import type { TextWorkers } from './types.ts'

const lexiconsDir = fileURLToPath(new URL('../../resources/lexicons', import.meta.url))
const never = new AbortController().signal
const NOTHING_FOUND = { scanSection: () => [] }
const LONG = 'The gate is closed at high water. '.repeat(1_500)

describe('text workers', () => {
  let workers: TextWorkers
  let inline = 0
  const classifier = createClassifier(loadLexicons(lexiconsDir))
  beforeAll(() => {
    workers = createTextWorkers({
      rules: () => [],
      lexiconsDir,
      maxThreads: 1,
      classifier: {
        scanSection(...args) {
          inline += 1
          return classifier.scanSection(...args)
        },
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

  it('scans in the background nothing on the calling thread that would hold it up', async () => {
    const lengths: number[] = []
    const background = createTextWorkers({
      ...{ rules: () => [], lexiconsDir, maxThreads: 1, background: true },
      classifier: {
        scanSection(text, section, goesOn) {
          lengths.push(text.length)
          return classifier.scanSection(text, section, goesOn)
        },
      },
    })
    await background.scan('anna.hale@example.org.txt')
    const { findings } = await background.scan(`${LONG.slice(0, 8_000)} Write to anna.hale@example.org.`)
    expect(findings.map(({ type }) => type)).toContain('EMAIL_ADDRESS')
    expect(lengths).toEqual(['anna.hale@example.org.txt'.length])
    await background.dispose()
  })

  it('finds in several threads what it finds in one piece', async () => {
    const threads = createTextWorkers({ rules: () => [], lexiconsDir, maxThreads: 2, classifier })
    const parts = [
      'Write to anna.hale@example.org. ',
      'SSN 536-22-8145\n',
      'Grüße an Łukasz Żak 😀\n',
      'card 4539 5787 6362 1486, ',
      LONG.slice(0, 9_000),
    ]
    const text = Array.from({ length: 90 }, (_, index) => parts[(index * 7) % parts.length]).join('')
    const { label, findings } = await threads.scan(text)
    expect({ label, findings }).toEqual(classifier.scan(text))
    expect(findings.length).toBeGreaterThan(50)
    await threads.dispose()
  })

  it('reads again only what changed in a long prompt, and finds the same', async () => {
    const rules: [] = []
    const read: number[] = []
    const prompts = createTextWorkers({
      rules: () => rules,
      lexiconsDir,
      maxThreads: 1,
      classifier: {
        scanSection(text, section, goesOn) {
          read.push(section.end - section.start)
          return classifier.scanSection(text, section, goesOn)
        },
      },
    })
    let prompt = `${LONG}Call Anna Hale on +44 20 7946 0958.\n${LONG}`.slice(0, 100_000)
    await prompts.scan(prompt)
    for (const at of [99_000, 50_000, 10, 70_000]) {
      prompt = `${prompt.slice(0, at)} ann@mail.example ${prompt.slice(at)}`
      read.length = 0
      const { label, findings } = await prompts.scan(prompt)
      expect({ label, findings }).toEqual(classifier.scan(prompt))
      expect(read.length).toBeLessThan(3)
    }
    await prompts.dispose()
  })

  it('reads by the rules that are known while it asks which hold, and once more where others do', async () => {
    const known: readonly PrivacyRule[] = []
    let hold = known
    let answer = Promise.withResolvers<readonly PrivacyRule[]>()
    let reads = 0
    const begun: PromiseWithResolvers<void>[] = [Promise.withResolvers(), Promise.withResolvers()]
    const prompts = createTextWorkers({
      rules: () => answer.promise,
      heldRules: () => known,
      lexiconsDir,
      classifier: {
        scanSection() {
          begun[reads]?.resolve()
          reads += 1
          return hold === known ? [] : [{ type: 'WORKSPACE/restricted', start: 0, end: 5, score: 1, recognizer: 'rule-new' }]
        },
      },
    })
    const same = prompts.scan('Heron')
    await begun[0]?.promise
    answer.resolve(known)
    expect(await same).toMatchObject({ label: 'public', findings: [] })
    expect(reads).toBe(1)
    answer = Promise.withResolvers()
    const other = prompts.scan('Heron')
    await begun[1]?.promise
    hold = []
    answer.resolve(hold)
    expect(await other).toMatchObject({ label: 'restricted', findings: [{ recognizer: 'rule-new' }] })
    expect(reads).toBe(3)
    answer = Promise.withResolvers()
    answer.reject(new Error('storage is gone'))
    await expect(prompts.scan('Heron')).rejects.toMatchObject({ code: 'CLASSIFIER_FAILED' })
    await prompts.dispose()
  })

  it('gives up a scan within a tenth of a second', async () => {
    await workers.scan(LONG)
    const cancel = new AbortController()
    const busy = workers.scan(LONG.repeat(200), cancel.signal)
    const ended = expect(busy).rejects.toMatchObject({ code: 'CANCELLED' })
    await workers.scan('short')
    const started = performance.now()
    cancel.abort()
    await ended
    expect(performance.now() - started).toBeLessThan(100)
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

  it('takes the bytes that are handed over, and leaves the others where they are', async () => {
    const bytes = Buffer.alloc(100_000, 'tide ')
    const file = { name: 'a.txt', mediaType: '', bytes }
    await expect(workers.extract(file, never)).resolves.toMatchObject({ text: bytes.toString() })
    expect(bytes.byteLength).toBe(100_000)
    await expect(workers.extract({ ...file, handOver: true }, never)).resolves.toMatchObject({ text: 'tide '.repeat(20_000) })
    expect(bytes.byteLength).toBe(0)
  })

  it('reads a short plain text without a thread, and nothing after it was cancelled or disposed', async () => {
    const other = createTextWorkers({
      lexiconsDir,
      rules: () => [],
      classifier: NOTHING_FOUND,
      workerFile: join(tmpdir(), 'no-such-worker.mjs'),
    })
    const file = { name: 'a.md', mediaType: '', bytes: Buffer.from('# Tides\n') }
    await expect(other.extract(file, never)).resolves.toEqual({ text: '# Tides\n', mediaType: 'text/markdown' })
    await expect(other.extract({ ...file, bytes: Buffer.from([0, 1, 2]) }, never)).rejects.toMatchObject({ code: 'FILE_IS_BINARY' })
    await expect(other.extract(file, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' })
    await other.dispose()
    await expect(other.extract(file, never)).rejects.toMatchObject({ code: 'CANCELLED' })
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
    const other = createTextWorkers({ lexiconsDir, rules: () => [], classifier: NOTHING_FOUND })
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
  ])('never takes a worker that %s for an empty result', async (name, code) => {
    const folder = await mkdtemp(join(tmpdir(), 'tidegate-worker-'))
    const workerFile = join(folder, 'worker.mjs')
    if (code !== null) await writeFile(workerFile, code)
    const broken = createTextWorkers({
      lexiconsDir,
      rules: () => [],
      workerFile,
      maxThreads: 1,
      classifier: NOTHING_FOUND,
    })
    const file = { name: 'a.html', mediaType: '', bytes: Buffer.from('<html>a') }
    await expect(broken.scan(LONG)).rejects.toMatchObject({ code: 'CLASSIFIER_FAILED', message: expect.not.stringContaining('hush') })
    for (let round = 0; round < 3; round += 1) {
      const words = name === 'is not there' ? 'reasonable time' : ''
      await expect(broken.extract(file, never)).rejects.toMatchObject({
        code: 'SOURCE_NOT_EXTRACTABLE',
        message: expect.stringContaining(words),
      })
    }
    await broken.dispose()
    await rm(folder, { recursive: true })
  })

  it('refuses a short text that the classifier fails on', async () => {
    const broken = createTextWorkers({
      rules: () => [],
      lexiconsDir,
      classifier: {
        scanSection() {
          throw new RangeError('bad span')
        },
      },
    })
    await expect(broken.scan('short')).rejects.toMatchObject({ code: 'CLASSIFIER_FAILED' })
    await broken.dispose()
  })
})

describe('a file that takes too long', () => {
  it('ends with a way out, and so does its thread', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidegate-worker-'))
    const workerFile = join(folder, 'worker.mjs')
    await writeFile(workerFile, 'export const extract = () => { for (;;) {} }\nexport const scan = () => {}\n')
    const slow = createTextWorkers({ lexiconsDir, rules: () => [], workerFile, maxThreads: 1, classifier: NOTHING_FOUND, extractMs: 200 })
    const file = { name: 'a.html', mediaType: '', bytes: Buffer.from('<html>a') }
    // The second one has a thread again.
    for (let round = 0; round < 2; round += 1) {
      const started = performance.now()
      await expect(slow.extract(file, never)).rejects.toMatchObject({
        code: 'SOURCE_NOT_EXTRACTABLE',
        message: expect.stringContaining('reasonable time'),
      })
      expect(performance.now() - started).toBeLessThan(5_000)
    }
    await slow.dispose()
    await rm(folder, { recursive: true })
  })
})
