import { describe, expect, it } from 'vitest'
import type { TestRun } from '#contracts/test-run.ts'
import { reachedIn, runToContinue } from './continue-run.ts'

const run = (id: string, app: string, results: TestRun['results'] = []): TestRun => ({
  id,
  startedAt: 0,
  environment: { app, node: '24', platform: 'linux' },
  planned: 2,
  folder: '',
  results,
})
const storeOf = (...runs: TestRun[]) => ({ get: async (id: string) => runs.find((one) => one.id === id) ?? null })

describe('a run that was cut off', () => {
  it('goes on under its id on the same version of the app', async () => {
    const earlier = run('run_a', '1 (aa)')
    expect(await runToContinue(storeOf(earlier), 'run_a', '1 (aa)')).toEqual({ id: 'run_a', earlier })
  })

  it('is begun anew on another version, once, and the old one is left as it stands', async () => {
    const old = run('run_a', '1 (aa)')
    expect(await runToContinue(storeOf(old), 'run_a', '1 (bb)')).toEqual({ id: 'run_a-2', earlier: null })
    const second = run('run_a-2', '1 (bb)')
    expect(await runToContinue(storeOf(old, second), 'run_a', '1 (bb)')).toEqual({ id: 'run_a-2', earlier: second })
    expect(await runToContinue(storeOf(old, second), 'run_a', '1 (cc)')).toEqual({ id: 'run_a-3', earlier: null })
  })

  it('has the verdicts that it has, and no others', () => {
    const verdict = { scenario: 'a', title: 'A', row: null, runner: 'headless', status: 'failed', steps: [], expectations: [] } as const
    const result = { verdict: { ...verdict, steps: [], expectations: [], startedAt: 0, ms: 1 }, attempt: 1, edition: 'e1', ranOn: '' }
    const isReached = reachedIn(run('run_a', '1', [{ ...result, artefacts: [] }]))
    const planned = { runner: 'headless', scenario: 'a', row: null, attempt: 1, edition: 'e1' } as const
    expect(isReached(planned)).toBe(true)
    const others = [{ attempt: 2 }, { edition: 'e2' }, { runner: 'mcp' as const }, { row: 1 }, { scenario: 'b' }]
    for (const other of others) expect(isReached({ ...planned, ...other })).toBe(false)
  })
})
