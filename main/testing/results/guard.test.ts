import { describe, expect, it } from 'vitest'
import type { Quarantine, TestResult, TestRun } from '#contracts/test-run.ts'
import type { RunnerName, VerdictStatus } from '#contracts/verdict.ts'
import { guardOf } from './guard.ts'

const HOUR = 3_600_000
const NOW = 1_000 * HOUR
const RULES = { app: '1 (aa)', now: NOW, maxAgeHours: 48, minScenarios: 3 }

const result = (scenario: string, status: VerdictStatus = 'passed', runner: RunnerName = 'headless', attempt = 1): TestResult => ({
  verdict: { scenario, title: scenario, row: null, runner, status, steps: [], expectations: [], startedAt: 0, ms: 1 },
  attempt,
  edition: 'e1',
  ranOn: '',
  artefacts: [],
})
const run = (id: string, results: TestResult[], more: Partial<TestRun> & { app?: string } = {}): TestRun => ({
  id,
  startedAt: NOW - HOUR,
  environment: { app: more.app ?? '1 (aa)', node: '24', platform: 'linux' },
  planned: results.length,
  folder: '',
  results,
  ...more,
})
const three = (...changed: TestResult[]): TestResult[] =>
  ['a', 'b', 'c'].flatMap((name) => {
    const own = changed.filter(({ verdict }) => verdict.scenario === name)
    return own.length > 0 ? own : [result(name)]
  })
const held = (scenario: string): Quarantine => ({ scenario, owner: 'Ines', note: '', since: 0, until: NOW + HOUR })
const judge = (runs: TestRun[], quarantined: Quarantine[] = [], rules: Partial<typeof RULES> = {}) => {
  const { status, because, runId } = guardOf(runs, quarantined, { ...RULES, ...rules })
  return [status, because.map(({ reason, count }) => `${reason} ${count}`), runId]
}

describe('the guard of a rollout', () => {
  it('passes a build whose newest whole run has passed', () => {
    expect(judge([run('r1', three())])).toEqual(['pass', [], 'r1'])
  })

  it.each([
    ['a verdict that failed', three(result('b', 'failed')), ['failed 1']],
    ['a picture that waits', three(result('b', 'needs-review')), ['needs-review 1']],
    ['one attempt of several', three(result('b'), result('b', 'failed', 'headless', 2)), ['failed 1']],
    ['runners that disagree', three(result('b'), result('b', 'failed', 'mcp')), ['failed 1', 'disagreements 1']],
  ])('fails for %s', (_what, results, because) => {
    expect(judge([run('r1', results)])).toEqual(['fail', because, 'r1'])
  })

  it('does not know without a run of this build, whatever other builds did', () => {
    expect(judge([])).toEqual(['unknown', ['no-run 0'], null])
    expect(judge([run('r1', three(), { app: '1 (bb)' })])).toEqual(['unknown', ['no-run 0'], null])
  })

  it('does not know by a run that was cut off, is too small or too old', () => {
    expect(judge([run('r1', three(), { planned: 4 })])).toEqual(['unknown', ['incomplete 1'], 'r1'])
    expect(judge([run('r1', [result('a')])])).toEqual(['unknown', ['too-few 1'], 'r1'])
    expect(
      judge([
        run(
          'r1',
          [1, 2, 3].map((attempt) => result('a', 'passed', 'headless', attempt)),
        ),
      ]),
    ).toEqual(['unknown', ['too-few 1'], 'r1'])
    expect(judge([run('r1', three(), { startedAt: NOW - 49 * HOUR })])).toEqual(['unknown', ['too-old 49'], 'r1'])
  })

  it('takes the newest whole run, and is not turned by a smaller one that passes', () => {
    expect(judge([run('r2', three()), run('r1', three(result('a', 'failed')))])).toEqual(['pass', [], 'r2'])
    expect(judge([run('r2', [result('a')]), run('r1', three(result('a', 'failed')))])).toEqual(['fail', ['failed 1'], 'r1'])
  })

  it('fails for what failed later, however small or cut off that run was', () => {
    expect(judge([run('r2', [result('a', 'failed')], { planned: 9 }), run('r1', three())])).toEqual(['fail', ['failed-later 1'], 'r1'])
    expect(judge([run('r1', [result('a', 'failed')])])).toEqual(['fail', ['failed-later 1', 'too-few 1'], 'r1'])
  })

  it('fails for an old failure too', () => {
    expect(judge([run('r1', three(result('a', 'failed')), { startedAt: NOW - 99 * HOUR })])[0]).toBe('fail')
  })

  it('leaves out what is in quarantine, from failures and from the sample', () => {
    const runs = [run('r1', three(result('b', 'failed')))]
    expect(judge(runs, [held('b')], { minScenarios: 2 })).toEqual(['pass', [], 'r1'])
    expect(judge(runs, [held('b')])).toEqual(['unknown', ['too-few 2'], 'r1'])
  })
})
