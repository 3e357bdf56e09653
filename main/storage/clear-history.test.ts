import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Connection, closeConnection, openReadingConnection } from './connection.ts'
import { openDatabase } from './open-database.ts'
import { createRepositories, type Repositories } from './operations.ts'
import { sampleAttempt, sampleDecision, sampleGeneration, sampleJob } from './storage-samples.ts'

let dataDir: string
let db: Connection
let stores: Repositories
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-clear-'))
  db = openDatabase({ dataDir, now: 1 }).db
  stores = createRepositories(db)
})
afterEach(() => {
  closeConnection(db)
  rmSync(dataDir, { recursive: true, force: true })
})

/** A request with a draft; ended unless it still runs. */
function write(number: number, word: string, ended: boolean): void {
  const id = `gen_${number}`
  const prompt = `Tell of the ${word}.`
  const form = { ...sampleGeneration().form, typed: prompt }
  stores.generations.create(sampleGeneration({ id, jobId: `job_${number}`, prompt, form }), sampleJob({ id: `job_${number}`, subject: id }))
  stores.generations.setDecision(id, sampleDecision({ id: `dec_${number}` }))
  stores.generations.putAttempt(
    sampleAttempt({ id: `att_${number}`, generationId: id, state: 'succeeded', startedAt: 5_000, endedAt: 6_000, costUsd: 0.25 }),
  )
  stores.generations.saveText(id, `The ${word} answers.`)
  if (ended) stores.generations.update(id, { state: 'succeeded', endedAt: 7_000 })
}

it('deletes what was written and read for good, from the index and from the disk as well', () => {
  write(1, 'zanderfisch', true)
  while (stores.history.index());
  expect(stores.history.search({ query: 'zanderfisch', filter: {}, limit: 10 })).not.toEqual([])
  expect(stores.upkeep.clearHistory()).toBe(1)
  expect(stores.generations.list({ limit: 10 })).toEqual([])
  expect(stores.generations.get('gen_1')).toBeNull()
  expect(stores.documents.list({ limit: 10 })).toEqual([])
  expect(stores.history.search({ query: 'zanderfisch', filter: {}, limit: 10 })).toEqual([])
  const bytes = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name), 'latin1'))
  expect(bytes.join('').toLowerCase()).not.toContain('zanderfisch')
})

it('leaves what still runs, and what was spent', () => {
  write(1, 'harbour', true)
  write(2, 'lighthouse', false)
  stores.upkeep.clearHistory()
  expect(stores.generations.list({ limit: 10 }).map(({ id }) => id)).toEqual(['gen_2'])
  expect(stores.generations.get('gen_2')).toMatchObject({ prompt: 'Tell of the lighthouse.', text: 'The lighthouse answers.' })
  expect(stores.generations.spentUsd(0)).toBeCloseTo(0.5)
  expect(stores.jobs.get('job_1')).not.toBeNull()
})

it('deletes one document alone, for good, and tells why it does not', () => {
  write(1, 'zanderfisch', true)
  write(2, 'zanderfisch aal', true)
  write(3, 'barsch', false)
  while (stores.history.index());
  expect(stores.upkeep.removeDocument('doc_gen_3')).toBe('running')
  expect(stores.upkeep.removeDocument('doc_gen_9')).toBe('missing')
  expect(stores.upkeep.removeDocument('doc_gen_2')).toBe('removed')
  expect(stores.upkeep.removeDocument('doc_gen_2')).toBe('missing')
  expect(stores.generations.list({ limit: 10 }).map(({ id }) => id)).toEqual(['gen_3', 'gen_1'])
  expect(stores.documents.get('doc_gen_2')).toBeNull()
  expect(stores.history.search({ query: 'zanderfisch', filter: {}, limit: 10 }).map(({ generationId }) => generationId)).toContain('gen_1')
  expect(stores.history.search({ query: 'aal', filter: {}, limit: 10 })).toEqual([])
  expect(stores.generations.spentUsd(0)).toBeCloseTo(0.75)
})

it('leaves no word of the one document on the disk', () => {
  write(1, 'harbour', true)
  write(2, 'zanderfisch', true)
  while (stores.history.index());
  stores.upkeep.removeDocument('doc_gen_2')
  const bytes = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name), 'latin1'))
  expect(bytes.join('').toLowerCase()).not.toContain('zanderfisch')
  expect(stores.history.search({ query: 'harbour', filter: {}, limit: 10 })).not.toEqual([])
})

it('leaves no word that was replaced before, in a name or a draft, whether something was deleted until then or not', () => {
  for (const first of [1, 5]) {
    write(first, 'harbour', true)
    write(first + 1, 'quay', true)
    const [version] = stores.documents.get(`doc_gen_${first + 1}`)?.versions ?? []
    stores.documents.name(version?.id ?? '', 'zanderfisch')
    stores.documents.name(version?.id ?? '', 'pier')
    write(first + 2, 'zanderfisch', true)
    while (stores.history.index());
    stores.generations.saveText(`gen_${first + 2}`, 'Something else.')
    stores.generations.update(`gen_${first + 2}`, { state: 'succeeded', endedAt: 8_000 })
    while (stores.history.index());
    expect(stores.upkeep.removeDocument(`doc_gen_${first + 1}`)).toBe('removed')
    expect(stores.upkeep.removeDocument(`doc_gen_${first + 2}`)).toBe('removed')
    const bytes = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name), 'latin1'))
    expect(bytes.join('').toLowerCase()).not.toContain('zanderfisch')
  }
  expect(stores.history.search({ query: 'harbour', filter: {}, limit: 10 })).not.toEqual([])
})

it('holds nobody up while somebody reads, and overwrites the log as soon as nobody does', async () => {
  write(1, 'zanderfisch', true)
  while (stores.history.index());
  const file = db.name
  const reader = openReadingConnection(file)
  const reading = reader.prepare('SELECT id FROM jobs').iterate()
  reading.next()
  const log = () => readFileSync(`${file}-wal`, 'latin1').toLowerCase()
  const started = performance.now()
  expect(stores.upkeep.clearHistory()).toBe(1)
  expect(performance.now() - started).toBeLessThan(2_000)
  expect(log()).toContain('zanderfisch')
  // Something else is stored meanwhile.
  write(2, 'harbour', false)
  reading.return?.()
  reader.close()
  await expect.poll(log, { timeout: 5_000 }).not.toContain('zanderfisch')
  expect(stores.generations.get('gen_2')).not.toBeNull()
})
