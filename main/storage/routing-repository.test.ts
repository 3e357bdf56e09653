import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TrainedCalibration } from '#contracts/routing-learning.ts'
import { AS_SHIPPED, DEFAULT_WEIGHT_SET } from '#contracts/routing-rules.ts'
import { type Connection, closeConnection } from './connection.ts'
import { openDatabase } from './open-database.ts'
import { createRepositories } from './operations.ts'
import { sampleDecision, sampleGeneration, sampleJob } from './storage-samples.ts'

let dataDir: string
let db: Connection
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-routing-'))
  db = openDatabase({ dataDir, now: 1 }).db
})
afterEach(() => {
  closeConnection(db)
  rmSync(dataDir, { recursive: true })
})

const trained = (version: number, active: boolean): TrainedCalibration => ({
  calibration: { ...AS_SHIPPED, version },
  trainedAt: version,
  rows: 40,
  holdout: 12,
  lossBefore: 0.7,
  lossAfter: 0.6,
  active,
})

describe('what the router learns from', () => {
  it('keeps one row of figures for a model and a length', () => {
    const { routing } = createRepositories(db)
    const stats = {
      provider: 'p',
      model: 'm',
      bucket: 0,
      attempts: 1,
      failures: 0,
      firstTokens: 1,
      logFirstToken: 5,
      rates: 1,
      logRate: 3,
      lengths: 0,
      logLength: 0,
      at: 7,
    }
    routing.putPerformance(stats)
    routing.putPerformance({ ...stats, attempts: 2 })
    routing.putPerformance({ ...stats, bucket: 1 })
    expect(routing.performance()).toEqual([
      { ...stats, attempts: 2 },
      { ...stats, bucket: 1 },
    ])
  })

  it('has one correction in use, and none after going back to how it was shipped', () => {
    const { routing } = createRepositories(db)
    routing.addCalibration(trained(1, true))
    routing.addCalibration(trained(2, false))
    routing.addCalibration(trained(3, true))
    expect(routing.calibrations().map(({ calibration, active }) => [calibration.version, active])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ])
    expect(routing.activateCalibration(1)).toBe(true)
    expect(routing.calibrations().find(({ active }) => active)?.calibration.version).toBe(1)
    expect(routing.activateCalibration(9)).toBe(false)
    expect(routing.activateCalibration(0)).toBe(true)
    expect(routing.calibrations().some(({ active }) => active)).toBe(false)
  })

  it('gives requests that ran with what became of them, and finds a decision by either id', () => {
    const { routing, generations } = createRepositories(db)
    for (const id of ['gen_1', 'gen_2']) {
      generations.create(sampleGeneration({ id, jobId: `job_${id}` }), sampleJob({ id: `job_${id}`, subject: id }))
      generations.setDecision(id, sampleDecision({ id: `dec_${id}`, ...(id === 'gen_2' ? { status: 'deferred', route: null } : {}) }))
    }
    routing.addFeedback({ generationId: 'gen_1', at: 5, verdict: 'edited', editedShare: 0.2 })
    expect(() => routing.addFeedback({ generationId: 'gen_9', at: 5, verdict: 'liked', editedShare: null })).toThrow(/no draft/)
    expect(routing.feedback('gen_1')).toEqual([{ generationId: 'gen_1', at: 5, verdict: 'edited', editedShare: 0.2 }])
    expect(routing.outcomes(10).map(({ generationId, feedback }) => [generationId, feedback.length])).toEqual([['gen_1', 1]])
    expect(routing.decisions({ limit: 10 }).map(({ generationId }) => generationId)).toEqual(['gen_2', 'gen_1'])
    expect(routing.decision('gen_1')?.id).toBe('dec_gen_1')
    expect(routing.decision('dec_gen_2')?.status).toBe('deferred')
    expect(routing.decision('nothing')).toBeNull()
  })

  it('gives what the requests of a rollout came to since a moment, by the cohort of their last decision', () => {
    const { routing, generations } = createRepositories(db)
    const cohorts: Readonly<Record<string, Record<string, 'canary' | 'control'>>> = {
      gen_1: { 'search-off-1': 'canary' },
      gen_2: { 'search-off-1': 'control', 'other-on-1': 'canary' },
      gen_3: {},
      gen_4: { 'search-off-1': 'canary' },
    }
    for (const [index, [id, of]] of Object.entries(cohorts).entries()) {
      generations.create(sampleGeneration({ id, jobId: `job_${id}`, createdAt: 100 + index }), sampleJob({ id: `job_${id}`, subject: id }))
      generations.setDecision(id, sampleDecision({ id: `dec_${id}`, cohorts: of }))
    }
    // Decided anew once nothing was rolled out any more.
    generations.setDecision('gen_4', sampleDecision({ id: 'dec_gen_4_again', cohorts: {} }))
    routing.addFeedback({ generationId: 'gen_1', at: 5, verdict: 'disliked', editedShare: null })
    const found = (rollout: string, since: number) =>
      routing.cohortOutcomes({ rollout, since, limit: 10 }).map(({ cohort, feedback }) => [cohort, feedback.length])
    expect(found('search-off-1', 0)).toEqual([
      ['control', 0],
      ['canary', 1],
    ])
    expect(found('search-off-1', 101)).toEqual([['control', 0]])
    expect(found('other-on-1', 0)).toEqual([['canary', 0]])
    expect(found('nothing', 0)).toEqual([])
    expect(routing.cohortOutcomes({ rollout: 'search-off-1', since: 0, limit: 1 })).toHaveLength(1)
  })

  it('numbers each change of what decides, and keeps experiments by name', () => {
    const { routing } = createRepositories(db)
    const change = { at: 1, what: 'weights' as const, before: '1', after: '2', note: '' }
    expect([routing.appendChange(change).seq, routing.appendChange(change).seq]).toEqual([1, 2])
    expect(routing.changes(1)).toEqual([{ ...change, seq: 2 }])
    expect(routing.change(1)).toEqual({ ...change, seq: 1 })
    const arm = { name: 'a', weights: DEFAULT_WEIGHT_SET, share: 0.5 }
    const experiment = {
      id: 'e',
      arms: [arm, { ...arm, name: 'b' }],
      metric: 'accepted' as const,
      unit: 'request' as const,
      alpha: 0.05,
      minimum: 50,
      maximum: 500,
      startedAt: 1,
      endedAt: null,
      result: null,
    }
    routing.putExperiment(experiment)
    routing.putExperiment({ ...experiment, endedAt: 9, result: 'stopped' })
    expect(routing.experiments()).toEqual([{ ...experiment, endedAt: 9, result: 'stopped' }])
  })
})
