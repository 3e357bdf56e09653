// Reads a folder of 100 MB of mixed files as the app does, and searches it: `npx tidegate bench index [--megabytes 100] [--json]`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createApp } from '../../main/app.ts'
import { openFileKeyStore } from '../../main/config/index.ts'
import { cutPassages } from '../../main/sources/index.ts'
import { openStorage } from '../../main/storage/index.ts'
import type { SourceStore } from '../../main/storage/types.ts'
import { systemPlatform } from '../../main/system-platform.ts'
import { silentLog } from '../../main/telemetry/index.ts'
import { preferThisThread } from '../../main/thread-priority.ts'
import { quantile } from '../quantile.ts'
import { createWords, writeCorpus } from './corpus.ts'
import { startTyping, type Typing } from './interactive.ts'
import { plainInsertion } from './peer.ts'
import { fillVectors, searchWithVectors } from './vectors.ts'

const SEED = 20_261_129
const QUERIES = 500
const root = join(import.meta.dirname, '..', '..')
const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '100' }, json: { type: 'boolean', default: false } } })

const milliseconds = (times: readonly number[]) => {
  const sorted = [...times].sort((a, b) => a - b)
  const round = (value: number): number => Math.round(value * 10) / 10
  return { median: round(quantile(sorted, 0.5)), p99: round(quantile(sorted, 0.99)), max: round(sorted.at(-1) ?? Number.NaN) }
}

/** One to six words, as often as they are in the texts; every fifth a phrase, every seventh as somebody types it. */
function queries(): { query: string; typing: boolean }[] {
  const words = createWords(SEED)
  return Array.from({ length: QUERIES }, (_, index) => {
    const some = Array.from({ length: 1 + (index % 6) }, () => words.word())
    const query = index % 5 === 0 ? `"${some.slice(0, 2).join(' ')}" ${some.slice(2).join(' ')}` : some.join(' ')
    return { query, typing: index % 7 === 0 }
  })
}

const byWords =
  (sources: Pick<SourceStore, 'search'>) =>
  (query: string, typing: boolean): Promise<readonly unknown[]> =>
    sources.search(query, 10, { typing })

/** Asks them one after the other; the processor's time is that of the whole process. */
async function ask(search: (query: string, typing: boolean) => Promise<readonly unknown[]>) {
  const times: number[] = []
  let hits = 0
  const processor = process.cpuUsage()
  for (const { query, typing } of queries()) {
    const asked = performance.now()
    hits += (await search(query, typing)).length > 0 ? 1 : 0
    times.push(performance.now() - asked)
  }
  const { user, system } = process.cpuUsage(processor)
  return { count: times.length, withHits: hits, ms: milliseconds(times), processorMsEach: Math.round((user + system) / QUERIES / 10) / 100 }
}

const work = mkdtempSync(join(tmpdir(), 'tidegate-bench-index-'))
const folder = join(work, 'files')
const dataDir = join(work, 'data')
for (const made of [folder, dataDir]) mkdirSync(made)
try {
  const corpus = writeCorpus(folder, Number(values.megabytes) * 1e6, SEED)
  const article = readFileSync(join(root, 'resources', 'sample', 'coastal-engineering.md'), 'utf8')
  const app = await createApp(
    { dataDir, resourcesDir: join(root, 'resources'), mode: 'host', keys: openFileKeyStore(dataDir, {}) },
    systemPlatform({}, (line) => process.stderr.write(line)),
  )
  try {
    // As the headless host does once it answers.
    const isPreferred = preferThisThread()
    const prompt = article.slice(0, 4_000)
    const quiet = await (async () => {
      const typing = startTyping(app, prompt)
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      return typing.stop()
    })()
    const typing = startTyping(app, prompt)
    const started = performance.now()
    const processor = process.cpuUsage()
    const { id } = await app.folders.add(folder)
    await new Promise<void>((resolve) => {
      const stop = app.jobs.onChange((job) => {
        if (job.kind !== 'sync-folder' || job.state !== 'succeeded') return
        stop()
        resolve()
      })
    })
    const indexMs = performance.now() - started
    const { user, system } = process.cpuUsage(processor)
    const busy = await typing.stop()
    const read = await app.folders.get(id)
    const whileLabelling = await ask(byWords(app.storage.sources))
    const megabytes = corpus.textBytes / 1e6
    const texts: string[] = []
    for (const { id: source, mediaType } of (await app.storage.sources.list()).slice(0, 2_000)) {
      const text = (await app.storage.sources.text(source)) ?? ''
      for (const { start, end } of cutPassages({ text, mediaType })) texts.push(text.slice(start, end))
      if (texts.length > 40_000) break
    }
    const mbPerSecond = megabytes / (indexMs / 1_000)
    const peer = plainInsertion(work, texts)
    // The app closes first: it would go on labelling, and nothing else is to be at work.
    await app.dispose()
    const storage = await openStorage({ dataDir, mode: 'thread', log: silentLog })
    const idle = await ask(byWords(storage.sources))
    const filled = await fillVectors(storage.vectors, SEED)
    const meaning = searchWithVectors(storage, SEED)
    const vectorQueries = await ask(async (query) => {
      const { hits, meaning: took } = await meaning.search(query, 10)
      if (!took.used) throw new Error(`the vectors took no part: ${took.note}`)
      return hits
    })
    await storage.dispose()
    const shown = ({ keystrokes, reads, stops }: Typing) => ({
      keystrokeMs: milliseconds(keystrokes),
      storageReadMs: milliseconds(reads),
      eventLoopMaxMs: Math.round(stops.maxMs),
      eventLoopOwnMaxMs: Math.round(stops.longestOwnMs),
    })
    const report = {
      machine: { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version, isPreferred },
      corpus: { ...corpus, megabytes: Math.round(megabytes) },
      files: read.counts,
      index: {
        seconds: Math.round(indexMs / 100) / 10,
        mbPerSecond: Math.round(mbPerSecond * 10) / 10,
        processorSeconds: Math.round((user + system) / 1e5) / 10,
      },
      peer: {
        name: 'better-sqlite3, plain FTS5 insertion of the same passages',
        mbPerSecond: Math.round(peer * 10) / 10,
        ratio: Math.round((mbPerSecond / peer) * 100) / 100,
      },
      queries: { idle, whileLabelling },
      // Words and vectors fused; without the time that a model takes to embed the question, which is none of ours.
      vectors: { ...filled, queries: vectorQueries },
      whileQuiet: shown(quiet),
      whileIndexing: shown(busy),
      unlabelled: read.unlabelled,
    }
    console.log(values.json ? JSON.stringify(report) : JSON.stringify(report, null, 2))
  } finally {
    await app.dispose()
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
