import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Connection, closeConnection } from './connection.ts'
import { openDatabase } from './open-database.ts'
import { createRepositories } from './operations.ts'
import { sampleAttempt, sampleDecision, sampleGeneration, sampleJob } from './storage-samples.ts'

let dataDir: string
let db: Connection
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-decisions-'))
  db = openDatabase({ dataDir, now: 1 }).db
  const { generations } = createRepositories(db)
  const request = (id: string, prompt: string, decision: Parameters<typeof sampleDecision>[0]): void => {
    generations.create(sampleGeneration({ id, jobId: `job_${id}`, prompt }), sampleJob({ id: `job_${id}`, subject: id }))
    generations.setDecision(id, sampleDecision({ id: `dec_${id}`, ...decision }))
  }
  request('gen_1', 'Write about the lake. 100 % of it.', { at: 100 })
  request('gen_2', 'Write about the sea.', { at: 200, status: 'blocked', route: null, label: 'restricted' })
  request('gen_3', 'Write about the tide.', { at: 300, route: 'local', label: 'public' })
  generations.putAttempt(sampleAttempt({ id: 'att_1', generationId: 'gen_1', provider: 'langbase', state: 'failed' }))
  generations.putAttempt(sampleAttempt({ id: 'att_2', generationId: 'gen_1', ordinal: 2, provider: 'ollama', state: 'succeeded' }))
})
afterEach(() => {
  closeConnection(db)
  rmSync(dataDir, { recursive: true })
})

describe('looking for a decision', () => {
  const found = (filter: object): string[] =>
    createRepositories(db)
      .generations.decided({ limit: 10, ...filter })
      .map(({ generationId }) => generationId)

  it('lists them newest first, each with its request and who wrote the draft', () => {
    const [newest, , oldest] = createRepositories(db).generations.decided({ limit: 10 })
    expect(newest).toMatchObject({ id: 'dec_gen_3', request: { title: 'Write about the tide.', provider: null, totalMs: null } })
    expect(oldest?.request.provider).toBe('ollama')
    expect(createRepositories(db).generations.providersAsked()).toEqual(['langbase', 'ollama'])
  })

  it('by where it led, its label, its day and who was asked', () => {
    expect(found({ outcome: 'hybrid' })).toEqual(['gen_1'])
    expect(found({ outcome: 'blocked' })).toEqual(['gen_2'])
    expect(found({ label: 'public' })).toEqual(['gen_3'])
    expect(found({ from: 200, to: 300 })).toEqual(['gen_2'])
    expect(found({ provider: 'langbase' })).toEqual(['gen_1'])
    expect(found({ before: 300 })).toEqual(['gen_2', 'gen_1'])
  })

  it('by words of the prompt in any case, and takes signs as they are typed', () => {
    expect(found({ text: 'THE SEA' })).toEqual(['gen_2'])
    expect(found({ text: '0 %' })).toEqual(['gen_1'])
    expect(found({ text: '%' })).toEqual(['gen_1'])
    expect(found({ text: '  ' })).toHaveLength(3)
  })
})

describe('what was found in requests', () => {
  it('is counted by type, day, recogniser and where the request ran', () => {
    const { requests, types, days, recognizers, routes } = createRepositories(db).generations.findingCounts(150)
    expect(requests).toBe(2)
    expect(types).toContainEqual({ type: 'PERSON', count: 2, requests: 2 })
    expect(days.every(({ day }) => /^\d{4}-\d{2}-\d{2}$/.test(day))).toBe(true)
    expect(days.reduce((sum, { count }) => sum + count, 0)).toBe(4)
    expect(recognizers).toContainEqual({ recognizer: 'email', count: 2, requests: 2 })
    expect(routes).toEqual(
      expect.arrayContaining([
        { route: null, count: 2, requests: 1 },
        { route: 'local', count: 2, requests: 1 },
      ]),
    )
  })
})
