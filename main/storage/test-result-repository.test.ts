import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestResult } from '#contracts/test-run.ts'
import { type Connection, closeConnection } from './connection.ts'
import { openDatabase } from './open-database.ts'
import { createTestResultRepository } from './test-result-repository.ts'

const RUN = {
  id: 'run_1',
  startedAt: 1_000,
  environment: { app: '1.0.0 (ab)', node: '24', platform: 'linux x64' },
  planned: 2,
  folder: '/tmp/x',
}
const result = (scenario: string, status: 'passed' | 'failed', startedAt: number): TestResult => ({
  verdict: { scenario, title: scenario, row: null, runner: 'headless', status, steps: [], expectations: [], startedAt, ms: 12.5 },
  attempt: 1,
  edition: 'aabbccdd',
  ranOn: 'Chromium 156',
  artefacts: [{ kind: 'log', name: '', path: 'a/app.log' }],
})

let dataDir: string
let db: Connection
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-results-'))
  db = openDatabase({ dataDir, now: 0 }).db
})
afterEach(() => {
  closeConnection(db)
  rmSync(dataDir, { recursive: true, force: true })
})

describe('results', () => {
  it('are read as they were reached, in order', () => {
    const results = createTestResultRepository(db)
    expect(results.newest()).toBeNull()
    results.begin(RUN)
    results.add('run_1', result('b', 'failed', 2_000))
    results.add('run_1', result('a', 'passed', 3_000))
    expect(results.get('run_1')).toEqual({ ...RUN, results: [result('b', 'failed', 2_000), result('a', 'passed', 3_000)] })
    expect(results.newest()).toBe('run_1')
    expect(results.list(5)).toEqual([RUN])
    expect(results.verdicts(2_500)).toMatchObject([{ scenario: 'a', status: 'passed', app: '1.0.0 (ab)', edition: 'aabbccdd', ms: 12.5 }])
  })

  it('belong to a run that was begun', () => {
    expect(() => createTestResultRepository(db).add('run_9', result('a', 'passed', 1))).toThrow('no run run_9')
  })

  it('are never changed or removed', () => {
    const results = createTestResultRepository(db)
    results.begin(RUN)
    results.add('run_1', result('a', 'failed', 2_000))
    for (const sql of ["UPDATE test_verdicts SET status = 'passed'", 'DELETE FROM test_verdicts', 'DELETE FROM test_runs']) {
      expect(() => db.exec(sql)).toThrow('append-only')
    }
  })

  it('of a judge are remembered, the newest word on each question', () => {
    const results = createTestResultRepository(db)
    const judgement = { scores: { tone: 4 }, mean: 4, why: 'It fits.', judge: 'local: tiny', cached: false } as const
    expect(results.judgement('k')).toBeNull()
    results.keepJudgement('k', judgement, 1)
    results.keepJudgement('k', { ...judgement, mean: 5 }, 2)
    expect(results.judgement('k')).toEqual({ ...judgement, mean: 5 })
  })

  it('of a scenario in quarantine say who sees to it, until its time is over or it is lifted', () => {
    const results = createTestResultRepository(db)
    const quarantine = { scenario: 'a', owner: 'Ines', note: 'the clock', since: 10, until: 500 }
    results.quarantine(quarantine)
    expect(results.quarantined(100)).toEqual([quarantine])
    expect(results.quarantined(500)).toEqual([])
    results.quarantine({ ...quarantine, since: 50, until: 50 })
    expect(results.quarantined(100)).toEqual([])
  })
})
