import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestRun } from '#contracts/test-run.ts'
import { RunLineSchema } from '#contracts/tests-view.ts'
import type { TestResultStore } from '../../storage/test-result-store.ts'
import { claimRun } from './run-owner.ts'
import { createTestsView } from './tests-view.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-tests-view-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function runWith(paths: readonly string[]): TestRun {
  return {
    id: 'run_1',
    startedAt: 1_000,
    environment: { app: '1 (aa)', node: '24', platform: 'linux' },
    planned: 1,
    folder,
    results: [
      {
        verdict: {
          scenario: 'a',
          title: 'A',
          row: null,
          runner: 'headless',
          status: 'needs-review',
          steps: [],
          expectations: [],
          startedAt: 1_000,
          ms: 50,
        },
        edition: 'aa',
        attempt: 1,
        ranOn: 'Chromium',
        artefacts: paths.map((path) => ({ kind: 'taken-picture', name: 'a', path })),
      },
    ],
  }
}

function viewOf(run: TestRun) {
  const store: Pick<TestResultStore, 'get' | 'list' | 'quarantined' | 'verdicts'> = {
    get: async (id) => (id === run.id ? run : null),
    list: async () => [run],
    quarantined: async () => [],
    verdicts: async () => [],
  }
  return createTestsView({ store: store as TestResultStore, now: () => 2_000, isAlive: (owner) => owner === 'alive' })
}

describe('the view of runs', () => {
  it('says what each run came to', async () => {
    const [line] = await viewOf(runWith([])).runs(10)
    expect(RunLineSchema.parse(line)).toMatchObject({ id: 'run_1', outcome: { needsReview: 1, ok: false, ms: 50 } })
    await expect(viewOf(runWith([])).run('run_2')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('knows a run that somebody is at work on by the process that said so, until it is done or dead', async () => {
    const view = viewOf(runWith([]))
    const isUnderWay = async (): Promise<boolean[]> => [
      ...(await view.runs(10)).map(({ underWay }) => underWay),
      (await view.run('run_1')).underWay,
    ]
    expect(await isUnderWay()).toEqual([false, false])
    {
      using _claim = claimRun(folder, 'alive')
      expect(await isUnderWay()).toEqual([true, true])
    }
    expect(await isUnderWay()).toEqual([false, false])
    using _dead = claimRun(folder, 'dead')
    expect(await isUnderWay()).toEqual([false, false])
  })

  it('gives the pictures that a run kept, and no other file', async () => {
    writeFileSync(join(folder, 'a-taken-picture.png'), 'PNG')
    writeFileSync(join(folder, 'secret.txt'), 'no')
    const view = viewOf(runWith(['a-taken-picture.png', 'gone.png', 'secret.txt']))
    expect(Buffer.from(await view.picture('run_1', 'a-taken-picture.png'), 'base64').toString()).toBe('PNG')
    for (const path of ['gone.png', 'secret.txt', '../secret.txt', '/etc/hostname', 'b.png']) {
      await expect(view.picture('run_1', path)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })
})
