import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Connection } from '../connection.ts'
import { openDatabase } from '../open-database.ts'
import { sampleJob } from '../storage-samples.ts'
import { type Audit, createAudit } from './audit.ts'
import { createJobInserter } from './job-repository.ts'
import { isInRanges, readRanges, writeRanges } from './ranges.ts'

const JOBS = 3_000
let dataDir: string
let db: Connection
let audit: Audit
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-audit-'))
  db = openDatabase({ dataDir, now: 1 }).db
  const insert = createJobInserter(db)
  db.transaction(() => {
    for (let n = 1; n <= JOBS; n += 1) insert(sampleJob({ id: `job_${n}`, kind: 'work' }))
  })()
  audit = createAudit(db)
})
afterEach(() => {
  db.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const steps = (job: number): string[] => audit.of(job).map(({ from, to, at }) => `${from ?? '-'}>${to} ${at}`)
const rows = (): number => Number(db.prepare('SELECT count(*) FROM job_audit_together').pluck().get())
const LEASED = { at: 5, from: 'queued', to: 'leased', fence: 1 } as const

describe('the record of what several jobs did together', () => {
  it('is one row, and each of them has the step in its history, between the others', () => {
    audit.writeTogether([12, 10, 11, 20], LEASED, 'taken')
    audit.write(11, { at: 9, from: 'leased', to: 'failed', fence: 1, note: 'no' }, 'ended')
    expect(rows()).toBe(1)
    expect(steps(11)).toEqual(['->queued 1000', 'queued>leased 5', 'leased>failed 9'])
    expect(steps(20)).toEqual(['->queued 1000', 'queued>leased 5'])
    for (const other of [9, 13, 19, 21]) expect(steps(other)).toEqual(['->queued 1000'])
    expect(audit.has(20, 1, 'taken')).toBe(true)
    expect(audit.has(20, 1, 'ended')).toBe(false)
    expect(audit.has(19, 1, 'taken')).toBe(false)
  })

  it('is found however far the jobs are apart', () => {
    const apart = [1, 900, 1_025, 2_999, 3_000]
    audit.writeTogether(apart, LEASED, 'taken')
    for (let job = 1; job <= JOBS; job += 1) expect(audit.has(job, 1, 'taken')).toBe(apart.includes(job))
  })

  it('goes with the jobs, and stays for those that stay', () => {
    audit.writeTogether([10, 11, 12], LEASED, 'taken')
    audit.writeTogether([10, 11], { at: 6, from: 'leased', to: 'succeeded', fence: 1 }, 'ended')
    audit.forget(new Set([10, 12]))
    expect(steps(11)).toEqual(['->queued 1000', 'queued>leased 5', 'leased>succeeded 6'])
    // Another job may come to have the place of one that is gone.
    for (const gone of [10, 12]) expect(audit.of(gone)).toEqual([])
    audit.forget(new Set([11]))
    expect(rows()).toBe(0)
  })
})

describe('ranges', () => {
  it('say what they were written from', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (numbers) => {
        const rising = numbers.toSorted((a, b) => a - b)
        const text = writeRanges(rising)
        expect(readRanges(text)).toEqual(rising)
        for (let n = 0; n <= 61; n += 1) expect(isInRanges(text, n)).toBe(rising.includes(n))
      }),
    )
  })

  it('are short where the numbers follow each other', () => {
    expect(writeRanges([17, 18, 19, 21])).toBe('17-19,21')
  })
})
