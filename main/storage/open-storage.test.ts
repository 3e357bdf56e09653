import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../telemetry/index.ts'
import { type OpenedStorage, openStorage } from './open-storage.ts'
import { sampleAttempt, sampleDecision, sampleEntry, sampleGeneration, sampleJob, sampleSource } from './storage-samples.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-storage-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

describe.each(['inline', 'thread'] as const)('storage (%s)', (mode) => {
  let storage: OpenedStorage
  beforeEach(async () => {
    storage = await openStorage({ dataDir, mode, log: silentLog })
  })
  afterEach(() => storage.dispose())

  it('counts findings by type in the last decision of each request, and tells how each was judged', async () => {
    await storage.generations.create(sampleGeneration(), sampleJob())
    await storage.generations.create(sampleGeneration({ id: 'gen_2', jobId: 'job_2' }), sampleJob({ id: 'job_2', subject: 'gen_2' }))
    const blocked = { status: 'blocked', route: null, options: { route: 'hosted' } } as const
    await storage.generations.setDecision('gen_1', sampleDecision({ id: 'dec_0', status: 'deferred', route: null }))
    await storage.generations.setDecision('gen_1', sampleDecision())
    await storage.generations.setDecision(
      'gen_2',
      sampleDecision({ id: 'dec_2', at: 5_000, findings: sampleDecision().findings.slice(0, 1), ...blocked }),
    )
    expect(await storage.generations.findingCounts(0)).toMatchObject({
      requests: 2,
      types: [
        { type: 'PERSON', count: 2, requests: 2 },
        { type: 'EMAIL_ADDRESS', count: 1, requests: 1 },
      ],
    })
    expect(await storage.generations.findingCounts(4_000)).toMatchObject({
      requests: 1,
      types: [{ type: 'PERSON', count: 1, requests: 1 }],
    })
    expect(await storage.generations.judgements(10)).toEqual([
      { generationId: 'gen_2', label: 'confidential', ...blocked },
      { generationId: 'gen_1', label: 'confidential', status: 'routed', route: 'hybrid', options: {} },
    ])
    expect(await storage.generations.judgements(1)).toHaveLength(1)
  })

  it('keeps the last decision alone of a request that is put off again and again, and what came before and after', async () => {
    await storage.generations.create(sampleGeneration(), sampleJob())
    const putOff = { status: 'deferred', route: null } as const
    for (const decision of [sampleDecision(), ...['dec_2', 'dec_3', 'dec_4'].map((id) => sampleDecision({ id, ...putOff }))])
      await storage.generations.setDecision('gen_1', decision)
    await storage.generations.setDecision('gen_1', sampleDecision({ id: 'dec_5' }))
    const db = new Database(join(dataDir, 'tidegate.db'), { readonly: true })
    const ids = db.prepare('SELECT id FROM decisions ORDER BY seq').pluck().all()
    const findings = db.prepare('SELECT DISTINCT decision_id FROM findings ORDER BY decision_id').pluck().all()
    db.close()
    expect([ids, findings]).toEqual([
      ['dec_1', 'dec_4', 'dec_5'],
      ['dec_1', 'dec_4', 'dec_5'],
    ])
  })

  it('gives back a generation with everything that came of it', async () => {
    const source = await storage.sources.add(sampleSource(), 'a blue lake.')
    const created = await storage.generations.create(sampleGeneration({ sourceIds: [source.id] }), sampleJob())
    expect(created.sources).toHaveLength(1)
    expect(await storage.generations.get('gen_1')).toEqual(created)
    const decision = sampleDecision()
    await storage.generations.setDecision('gen_1', sampleDecision({ id: 'dec_0', status: 'deferred', route: null }))
    await storage.generations.setDecision('gen_1', decision)
    await storage.generations.putAttempt(sampleAttempt())
    expect((await storage.generations.get('gen_1'))?.attempts).toEqual([sampleAttempt()])
    const ended = sampleAttempt({
      state: 'succeeded',
      endedAt: 2_000,
      ttftMs: 12.5,
      usage: { inputTokens: 5, outputTokens: 7 },
      costUsd: 0.25,
    })
    await storage.generations.putAttempt(ended)
    const { payload: _, ...egress } = await storage.ledger.append(sampleEntry())
    await storage.generations.saveText('gen_1', 'half')
    const citation = { marker: '[1]', source: 'src_1', sourceName: 'lake.md', start: 0, end: 6, quote: 'a blue', verified: true }
    const patch = {
      state: 'succeeded',
      engine: 'extractive (no model)',
      text: 'The lake is blue [1].',
      citations: [citation],
      citationCoverage: 1,
      unresolvedSurrogates: ['Mara'],
      usage: { inputTokens: 5, outputTokens: 7 },
      costUsd: 0.25,
      timings: { routeMs: 2.5, ttftMs: 12.5, totalMs: 900 },
      endedAt: 2_000,
      error: null,
    } as const
    await storage.generations.update('gen_1', { ...patch, citations: [citation], unresolvedSurrogates: ['Mara'] })
    const { sourceIds: __, ...request } = sampleGeneration()
    expect(await storage.generations.get('gen_1')).toEqual({
      ...request,
      structured: null,
      ...patch,
      sources: [source],
      decision,
      attempts: [ended],
      egress: [egress],
      retryAt: null,
    })
    expect(await storage.generations.list({ limit: 10 })).toEqual([
      {
        id: 'gen_1',
        jobId: 'job_1',
        createdAt: 1_000,
        state: 'succeeded',
        template: 'summary',
        engine: 'extractive (no model)',
        title: 'Write about the lake.',
        route: 'hybrid',
        label: 'confidential',
        costUsd: 0.25,
        totalMs: 900,
      },
    ])
    expect(await storage.generations.spentUsd(1_200)).toBe(0.25)
    expect(await storage.generations.spentUsd(1_201)).toBe(0)
    // The source may go; what was written from it stays explainable.
    expect(await storage.sources.remove('src_1')).toBe(true)
    expect(await storage.sources.text('src_1')).toBeNull()
    expect((await storage.generations.get('gen_1'))?.sources).toEqual([source])
  })

  it('writes neither generation nor job when one of the sources is gone', async () => {
    await expect(storage.generations.create(sampleGeneration({ sourceIds: ['src_x'] }), sampleJob())).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await storage.jobs.get('job_1')).toBeNull()
    expect(await storage.generations.get('gen_1')).toBeNull()
  })

  it('lets a generation share the fate of its job', async () => {
    const stateOf = async (): Promise<string | undefined> => (await storage.generations.get('gen_1'))?.state
    await storage.generations.create(sampleGeneration(), sampleJob({ maxAttempts: 1 }))
    await storage.jobs.requestCancel('job_1', 2_000)
    expect(await storage.generations.get('gen_1')).toMatchObject({ state: 'cancelled', endedAt: 2_000, error: { code: 'CANCELLED' } })
    await storage.jobs.retry('job_1', 3_000)
    expect(await storage.generations.get('gen_1')).toMatchObject({ state: 'queued', endedAt: null })
    const lost = await storage.jobs.claim({ owner: 'dead', now: 3_000, leaseMs: 1, kinds: ['generate'] })
    await storage.jobs.start('job_1', lost?.fence ?? 0, 3_000)
    await storage.generations.update('gen_1', { state: 'running' })
    await storage.jobs.reclaim(['dead'], 0, 4_000)
    expect(await storage.generations.get('gen_1')).toMatchObject({ state: 'failed', endedAt: 4_000, error: { code: 'INTERNAL' } })
    // What the handler has written itself is not overruled.
    await storage.jobs.retry('job_1', 5_000)
    const job = await storage.jobs.claim({ owner: 'me', now: 5_000, leaseMs: 1, kinds: ['generate'] })
    await storage.generations.update('gen_1', { state: 'blocked' })
    const error = { code: 'POLICY_FORBIDS_ROUTE', message: 'Pinned.' } as const
    expect(await storage.jobs.finish('job_1', job?.fence ?? 0, { state: 'failed', note: 'Pinned.', error }, 6_000)).not.toBeNull()
    expect(await stateOf()).toBe('blocked')
  })

  it('keeps one source per content and name, with the stricter label', async () => {
    await storage.sources.add(sampleSource(), 'text')
    expect(await storage.sources.add(sampleSource({ id: 'src_2', label: 'restricted' }), 'text')).toEqual(
      sampleSource({ label: 'restricted' }),
    )
    expect(await storage.sources.add(sampleSource({ id: 'src_3', label: 'public' }), 'text')).toEqual(sampleSource({ label: 'restricted' }))
    await storage.sources.add(sampleSource({ id: 'src_4', name: 'copy.md' }), 'text')
    expect((await storage.sources.list()).map(({ id }) => id)).toEqual(['src_4', 'src_1'])
  })

  it('answers many calls at once, each by itself right or wrong', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        storage.jobs.enqueue(sampleJob({ id: `job_${index}`, unique: { key: `key_${index % 40}`, onConflict: 'refuse' } })),
      ),
    )
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(10)
    for (const result of results.slice(40)) expect(result).toMatchObject({ reason: { code: 'CONFLICT' } })
    expect(await storage.jobs.list({ limit: 100 })).toHaveLength(40)
  })

  it('keeps the records of a vault in order, and refuses an unknown vault', async () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
    const vault = { id: 'vlt_1', createdAt: 5, keyId: 'k1', wrappedKey: bytes('wrapped'), setAsideAt: null }
    await expect(storage.vaults.append('vlt_1', bytes('a'))).rejects.toMatchObject({ code: 'VAULT_NOT_FOUND' })
    await storage.vaults.add(vault, [bytes('a')])
    await storage.vaults.append('vlt_1', bytes('b'))
    await expect(storage.vaults.add(vault, [])).rejects.toMatchObject({ code: 'CONFLICT' })
    const found = await storage.vaults.get('vlt_1')
    expect(found?.records.map((record) => Buffer.from(record).toString())).toEqual(['a', 'b'])
    expect(await storage.vaults.get('vlt_2')).toBeNull()
  })

  it('summarises measurements by nearest rank', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, index) => storage.kpis.record('total_ms', 100 - index, 10)))
    await storage.kpis.record('total_ms', 1e6, 9)
    await storage.kpis.record('cost_usd', 0.5, 11)
    expect(await storage.kpis.summary(10)).toEqual([
      { name: 'cost_usd', count: 1, mean: 0.5, p50: 0.5, p95: 0.5 },
      { name: 'total_ms', count: 100, mean: 50.5, p50: 50, p95: 95 },
    ])
  })

  it('keeps everything over a restart, and refuses calls after dispose', async () => {
    await storage.generations.create(sampleGeneration(), sampleJob())
    await storage.dispose()
    await storage.dispose()
    await expect(storage.jobs.get('job_1')).rejects.toMatchObject({ code: 'INTERNAL' })
    storage = await openStorage({ dataDir, mode, log: silentLog })
    expect(storage.opened).toMatchObject({ outcome: 'opened', setAside: null })
    expect((await storage.generations.get('gen_1'))?.prompt).toBe(sampleGeneration().prompt)
  })
})

describe('the storage thread', () => {
  it('finds what was stored a moment ago, also while more is being stored', async () => {
    const storage = await openStorage({ dataDir, mode: 'thread', log: silentLog })
    await storage.sources.add(sampleSource(), 'text')
    const passage = (start: number) => ({ start, end: start + 1, kind: 'line' as const, number: 1, context: '', text: `word${start}` })
    const found = async (start: number): Promise<number> => (await storage.sources.search(`word${start}`, 1)).length
    const last = 600
    for (let start = 0; start <= last; start += 1) {
      const more = storage.sources.append('src_1', [passage(start)])
      if (start > 0) expect(await found(start - 1)).toBe(1)
      await more
    }
    await storage.dispose()
    const again = await openStorage({ dataDir, mode: 'inline', log: silentLog })
    expect(again.opened.outcome).toBe('opened')
    expect(await again.sources.search(`word${last}`, 1)).toHaveLength(1)
    await again.dispose()
  })

  it('commits together what is asked in one turn of the event loop', async () => {
    const storage = await openStorage({ dataDir, mode: 'thread', log: silentLog })
    const before = commitsIn(join(dataDir, 'tidegate.db-wal'))
    await Promise.all([
      ...Array.from({ length: 20 }, (_, value) => storage.kpis.record('total_ms', value, 10)),
      Promise.resolve().then(() => storage.generations.create(sampleGeneration(), sampleJob())),
    ])
    expect(commitsIn(join(dataDir, 'tidegate.db-wal')) - before).toBe(1)
    await storage.dispose()
  })

  it('refuses what cannot be sent to it, and does what was asked in the same turn', async () => {
    const storage = await openStorage({ dataDir, mode: 'thread', log: silentLog })
    const unsendable = Object.assign(sampleJob({ id: 'job_2' }), { payload: () => undefined })
    const [kept, refused, after] = await Promise.allSettled([
      storage.kpis.record('total_ms', 1, 10),
      storage.jobs.enqueue(unsendable),
      storage.kpis.record('total_ms', 2, 10),
    ])
    expect([kept.status, after.status]).toEqual(['fulfilled', 'fulfilled'])
    expect(refused).toMatchObject({ reason: { code: 'INTERNAL', message: 'A storage call was given something that cannot be stored.' } })
    expect(await storage.kpis.summary(0)).toMatchObject([{ count: 2 }])
    await storage.dispose()
  })

  it('passes on why the database cannot be opened', async () => {
    await expect(openStorage({ dataDir: join(dataDir, '\0'), mode: 'thread', log: silentLog })).rejects.toMatchObject({ code: 'INTERNAL' })
  })

  it('ends calls that wait when the thread cannot be run', async () => {
    await expect(openStorage({ dataDir, mode: 'thread', threadFile: join(dataDir, 'gone.js'), log: silentLog })).rejects.toMatchObject({
      code: 'INTERNAL',
    })
  })
})

/** How often something was committed, by the frames of the write-ahead log that say how long the database is then. */
function commitsIn(walFile: string): number {
  const [HEADER, FRAME_HEADER, PAGE] = [32, 24, 4_096]
  const log = readFileSync(walFile)
  let commits = 0
  for (let at = HEADER; at + FRAME_HEADER <= log.length; at += FRAME_HEADER + PAGE) if (log.readUInt32BE(at + 4) > 0) commits += 1
  return commits
}
