import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Connection, closeConnection } from '../../storage/connection.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { createRepositories, type Repositories } from '../../storage/operations.ts'
import { sampleDecision, sampleGeneration, sampleJob, sampleSource } from '../../storage/storage-samples.ts'
import { lastDraftOf } from './last-draft.ts'

let dataDir: string
let db: Connection
let stores: Repositories
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-last-draft-'))
  db = openDatabase({ dataDir, now: 1 }).db
  stores = createRepositories(db)
})
afterEach(() => {
  closeConnection(db)
  rmSync(dataDir, { recursive: true, force: true })
})

const lastDraft = () => lastDraftOf((sql, ...values) => db.prepare(sql).all(...values))
const passage = (start: number, text: string) => ({ start, end: start + text.length, text, context: '', kind: 'line' as const, number: 1 })

it('comes with the texts of its sources, of a file and of a folder, in their order; one that is gone has none', () => {
  const added = sampleSource({ id: 'src_1', name: 'added.md' })
  const ofFolder = sampleSource({ id: 'src_2', name: 'of-folder.md' })
  const gone = sampleSource({ id: 'src_3', name: 'gone.md' })
  for (const source of [added, gone]) stores.sources.add(source, `Text of ${source.name}`)
  stores.sources.begin(ofFolder)
  stores.sources.append('src_2', [passage(6, 'Second. '), passage(0, 'First.')])
  stores.sources.append('src_2', [passage(14, 'Third.')])
  stores.generations.create(sampleGeneration({ sourceIds: ['src_2', 'src_3', 'src_1'] }), sampleJob())
  expect(lastDraft()).toBeNull()
  const { id } = sampleGeneration()
  stores.generations.setDecision(id, sampleDecision({ label: 'internal' }))
  stores.generations.saveText(id, 'What was written.')
  stores.generations.update(id, { state: 'succeeded', endedAt: 2 })
  stores.sources.remove('src_3')
  expect(lastDraft()).toMatchObject({
    text: 'What was written.',
    label: 'internal',
    sources: [
      { name: 'of-folder.md', text: 'First.Second. Third.' },
      { name: 'added.md', text: 'Text of added.md' },
    ],
  })
})
