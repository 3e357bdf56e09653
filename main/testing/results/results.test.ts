import { describe, expect, it } from 'vitest'
import type { TestResult, TestRun } from '#contracts/test-run.ts'
import type { RunnerName, VerdictStatus } from '#contracts/verdict.ts'
import type { VerdictRow } from '../../storage/test-result-store.ts'
import { kpisOf } from './kpis.ts'
import { outcomeOf } from './run-outcome.ts'

const row = (scenario: string, status: VerdictStatus, more: Partial<VerdictRow> = {}): VerdictRow => ({
  scenario,
  row: null,
  runner: 'headless',
  status,
  at: 0,
  ms: 100,
  app: '1 (aa)',
  edition: 'e1',
  ...more,
})
const result = (scenario: string, runner: RunnerName, status: VerdictStatus, attempt = 1): TestResult => ({
  verdict: { scenario, title: scenario, row: null, runner, status, steps: [], expectations: [], startedAt: 1_000, ms: 500 },
  attempt,
  edition: 'e1',
  ranOn: '',
  artefacts: [],
})
const run = (results: TestResult[], planned = results.length): TestRun => ({
  id: 'run_1',
  startedAt: 1_000,
  environment: { app: '1 (aa)', node: '24', platform: 'linux' },
  planned,
  folder: '',
  results,
})
const QUARANTINE = { scenario: 'a', owner: 'Ines', note: '', since: 0, until: 9 }

describe('the figures', () => {
  it('say of how many verdicts they are', () => {
    const rows = [1, 2, 3, 4].map((n) => row('a', n === 4 ? 'failed' : 'passed', { ms: n * 100, app: `1 (${n})` }))
    expect(kpisOf(rows, [QUARANTINE])).toMatchObject({
      passRate: { rate: 0.75, sample: 4 },
      passRateByRunner: [{ runner: 'headless', rate: 0.75, sample: 4 }],
      executionMs: { p50: 200, p95: 400, sample: 4 },
      quarantined: [QUARANTINE],
    })
  })

  it('are not bettered by a second try: it tells what is unreliable', () => {
    const again = result('a', 'headless', 'passed', 2)
    const outcome = outcomeOf(run([result('a', 'headless', 'failed'), { ...again, verdict: { ...again.verdict, again: true } }], 1), [])
    expect(outcome).toMatchObject({ ok: false, passed: 0, failed: 1, unreliable: 1, missing: 0, disagreements: [] })
    expect(outcome.words).toBe('0 passed, 1 failed (1 of these passed when carried out again: unreliable).')
    expect(kpisOf([row('a', 'failed'), row('a', 'passed')], []).flakeRate).toEqual({ rate: 1, sample: 1 })
  })

  it('claim nothing without a verdict', () => {
    expect(kpisOf([], [])).toMatchObject({
      passRate: { rate: null, sample: 0 },
      executionMs: { p50: null },
      flakeRate: { rate: null, sample: 0 },
    })
  })

  it('call unreliable what differs on one version by one runner, and nothing else', () => {
    const rows = [
      row('shaky', 'passed'),
      row('shaky', 'failed'),
      row('steady', 'passed'),
      row('steady', 'passed'),
      row('broken-since', 'passed'),
      row('broken-since', 'failed', { app: '1 (bb)' }),
      row('elsewhere', 'passed'),
      row('elsewhere', 'failed', { runner: 'electron' }),
      row('changed', 'passed'),
      row('changed', 'failed', { edition: 'e2' }),
      row('looked-at', 'needs-review'),
      row('looked-at', 'passed'),
      row('rows', 'passed', { row: 1 }),
      row('rows', 'failed', { row: 2 }),
    ]
    expect(kpisOf(rows, [])).toMatchObject({
      flakeRate: { rate: 0.5, sample: 2 },
      flaky: [{ scenario: 'shaky', runner: 'headless', app: '1 (aa)' }],
    })
  })
})

describe('a run', () => {
  it('is well when all passed by all runners', () => {
    const outcome = outcomeOf(run([result('a', 'headless', 'passed'), result('a', 'electron', 'passed')]), [])
    expect(outcome).toMatchObject({ ok: true, passed: 2, disagreements: [], ms: 500, words: '2 passed.' })
  })

  it('is not when a picture waits, or a verdict is missing', () => {
    expect(outcomeOf(run([result('a', 'headless', 'needs-review')]), [])).toMatchObject({
      ok: false,
      words: '0 passed, 1 waits for a person’s look.',
    })
    expect(outcomeOf(run([result('a', 'headless', 'passed')], 3), [])).toMatchObject({
      ok: false,
      missing: 2,
      words: '1 passed, 2 not run.',
    })
  })

  it('names what the runners disagree on', () => {
    const results = [result('a', 'headless', 'passed'), result('b', 'headless', 'failed'), result('a', 'electron', 'failed')]
    const { disagreements, words } = outcomeOf(run([...results, result('b', 'electron', 'failed')]), [])
    expect(disagreements).toEqual([
      {
        scenario: 'a',
        row: null,
        statuses: [
          { runner: 'headless', status: 'passed' },
          { runner: 'electron', status: 'failed' },
        ],
        at: '',
      },
    ])
    expect(words).toBe('1 passed, 3 failed. The runners disagree on 1 scenario.')
  })

  it('does not hide a failed attempt behind one that passed', () => {
    const results = [result('a', 'headless', 'failed', 1), result('a', 'headless', 'passed', 2)]
    expect(outcomeOf(run(results), [])).toMatchObject({ ok: false, failed: 1, passed: 1 })
  })

  it('is not failed by what is in quarantine, and says so', () => {
    const outcome = outcomeOf(run([result('a', 'headless', 'failed'), result('b', 'headless', 'passed')]), [QUARANTINE])
    expect(outcome).toMatchObject({ ok: true, quarantined: 1, words: '1 passed, 1 in quarantine, not counted.' })
  })
})
