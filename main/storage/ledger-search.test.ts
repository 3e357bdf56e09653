import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Connection, closeConnection } from './connection.ts'
import { openDatabase } from './open-database.ts'
import { createRepositories, type Repositories } from './operations.ts'
import { sampleEntry } from './storage-samples.ts'

let folder: string
let db: Connection
let ledger: Repositories['ledger']
const A = 'https://a.example.test:443'
const B = 'https://b.example.test:443'

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-ledger-search-'))
  db = openDatabase({ dataDir: folder, now: 0 }).db
  ledger = createRepositories(db).ledger
  const outcome = { kind: 'outcome', bytesOut: 0, payload: null } as const
  ledger.append(sampleEntry({ at: 100, destination: A, payload: '{"a":"about 100% of trees"}' }))
  ledger.append(sampleEntry({ ...outcome, at: 101, destination: A, requestSeq: 1, status: 200, bytesIn: 40 }))
  ledger.append(
    sampleEntry({
      at: 200,
      destination: B,
      label: 'restricted',
      verdict: 'refused',
      reason: 'CREDENTIAL_IN_PAYLOAD',
      payload: null,
      bytesOut: 0,
    }),
  )
  ledger.append(sampleEntry({ at: 300, destination: B, jobId: 'job_7', label: 'public', payload: '{"a":"The Sea"}' }))
  ledger.append(sampleEntry({ at: 400, destination: A, payload: null }))
  ledger.append(sampleEntry({ ...outcome, at: 401, destination: A, requestSeq: 5, reason: 'NOT_SENT' }))
  ledger.redact(4, 500)
})
afterEach(() => {
  closeConnection(db)
  rmSync(folder, { recursive: true, force: true })
})

const seqs = (filter: Parameters<Repositories['ledger']['search']>[0]) => ledger.search(filter).map(({ seq }) => seq)

it('puts each request together with its outcome and with the deletion of its payload', () => {
  expect(ledger.search({ limit: 10 })).toMatchObject([
    { seq: 5, end: 'not-sent', bytesOut: 0, payloadState: 'none', deletedAt: null },
    { seq: 4, end: 'open', payloadState: 'deleted', deletedAt: 500 },
    { seq: 3, end: 'refused', payloadState: 'none', reason: 'CREDENTIAL_IN_PAYLOAD' },
    { seq: 1, end: 'answered', payloadState: 'stored', status: 200, bytesIn: 40 },
  ])
})

it('finds by destination, label, verdict, time and text', () => {
  expect(seqs({ limit: 10, destination: B })).toEqual([4, 3])
  expect(seqs({ limit: 10, label: 'restricted' })).toEqual([3])
  expect(seqs({ limit: 10, verdict: 'refused' })).toEqual([3])
  expect(seqs({ limit: 10, from: 200, to: 400 })).toEqual([4, 3])
  expect(seqs({ limit: 10, text: 'JOB_7' })).toEqual([4])
  expect(seqs({ limit: 10, text: 'trees' })).toEqual([1])
  expect(seqs({ limit: 10, text: '100%' })).toEqual([1])
  expect(seqs({ limit: 10, text: '1_0' })).toEqual([])
  // Its payload was deleted.
  expect(seqs({ limit: 10, text: 'sea' })).toEqual([])
})

it('goes on from where a page ended', () => {
  expect(seqs({ limit: 2 })).toEqual([5, 4])
  expect(seqs({ limit: 2, before: 4 })).toEqual([3, 1])
})

it('knows every destination once', () => {
  expect(ledger.destinations()).toEqual([A, B])
})
