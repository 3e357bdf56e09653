import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Keeper, openKeeper } from '../../e2e/store-servers/keeper.ts'
import { cpuMsOf, treeOf } from '../../e2e/store-servers/process-tree.ts'
import { missingServers, SERVER_PACKAGES } from '../../e2e/store-servers/servers.ts'
import { installedVersions } from '../installed.ts'
import { summaryOf } from './figures.ts'
import { type Measure, QUICK, withStore } from './measure.ts'
import { killed } from './measures/kill.ts'
import { payloadOf } from './payload.ts'
import { PEERS } from './peers.ts'
import { ratiosOf } from './ratios.ts'
import { reportLines } from './report.ts'
import { type Row, runRounds } from './rounds.ts'
import { runPeer, startPeer } from './run-peer.ts'
import { FilledSchema, PacedSchema, ProcessedSchema } from './tasks.ts'

const keeper = openKeeper()
afterAll(() => keeper.dispose())
const LIMIT_MS = 60_000

/** What a peer lacks on this machine; null when it can run. */
function lackOf(name: string): string | null {
  const { packages, server } = PEERS[name] ?? { packages: [], server: null }
  const { missing } = installedVersions(packages, new URL('../', import.meta.url))
  if (missing.length > 0) return `${missing.join(', ')} (npm ci --prefix bench)`
  const [kind] = server === null ? [] : missingServers([server])
  return kind === undefined ? null : `${SERVER_PACKAGES[kind]} (apt-get install -y ${SERVER_PACKAGES[kind]})`
}

const lacking = Object.keys(PEERS).flatMap((name) => {
  const lack = lackOf(name)
  return lack === null ? [] : [`${name}: it needs ${lack}`]
})
const runnable = Object.keys(PEERS).filter((name) => lackOf(name) === null)
if (lacking.length > 0) process.stderr.write(`${lacking.length} queues were not run:\n${lacking.map((line) => `  ${line}`).join('\n')}\n`)

describe.each(runnable)('%s', (peer) => {
  it(
    'does every job that was handed in, one by one or many at a time, and says what it is',
    { tags: peer === 'tidegate' ? [] : ['long'], timeout: 120_000 },
    () =>
      withStore(peer, 'full', keeper, async ({ options, serverPid }) => {
        const run = { peer, options: options('throughput') }
        await runPeer({ ...run, work: { kind: 'fill', count: 40 } }, FilledSchema, LIMIT_MS, keeper)
        const work = { kind: 'process', filled: 40, warmUp: 4, count: 36, budgetMs: LIMIT_MS, serverPid } as const
        const done = await runPeer({ ...run, work }, ProcessedSchema, LIMIT_MS, keeper)
        expect(done.result.count).toBe(36)
        expect(done.result.workerCpuMs).toBeGreaterThan(0)
        expect(done.settings).toMatch(/^\S+ \d+\.\d+\.\d+, (?:SQLite|Redis|PostgreSQL) \d+\.\d+/)

        const paced = { kind: 'paced', role: 'both', warmUp: 2, count: 20, perSecond: 200 } as const
        const { result } = await runPeer({ peer, options: options('latency'), work: paced }, PacedSchema, LIMIT_MS, keeper)
        expect(result.jobs).toBe(20)
        expect(result.p50Ms).toBeGreaterThan(0)
        expect(result.maxMs).toBeGreaterThanOrEqual(result.p99Ms)
      }),
  )

  it('holds eight jobs at a time until it is killed', { tags: ['long'], timeout: 60_000 }, async () => {
    const bench = { keeper, sizes: { ...QUICK, kill: { boundMs: 1 } }, limitMs: LIMIT_MS }
    expect((await killed.run({ peer, variant: 'defaults' }, bench)).figures).toEqual({ againMs: null, again: 0, jobs: 8 })
  })
})

describe('a peer’s process', () => {
  const options = {
    folder: '/nowhere',
    server: null,
    durability: 'normal',
    concurrency: 8,
    profile: 'throughput',
    leaseSeconds: 0,
  } as const

  it('says what is wrong in one line', async () => {
    const run = runPeer({ peer: 'nobody', options, work: { kind: 'fill', count: 1 } }, FilledSchema, LIMIT_MS, keeper)
    await expect(run).rejects.toThrow(/^There is no queue nobody\./)
  })

  it('is ended at its limit', async () => {
    const program = fixture('setInterval(() => {}, 1000)')
    let pid = 0
    const watched: Keeper = {
      ...keeper,
      keep: (child, signal) => {
        pid = child.pid ?? 0
        keeper.keep(child, signal)
      },
    }
    const run = runPeer({ peer: 'any', options, work: { kind: 'fill', count: 1 } }, FilledSchema, 1_000, watched, program)
    await expect(run).rejects.toThrow('did not finish in 1 s')
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  it('that crashes is known at once to whoever waits for a start', async () => {
    const program = fixture("process.once('message', () => { throw new TypeError('no such queue') })")
    const run = startPeer({ peer: 'any', options, work: { kind: 'hold', ticks: null } }, keeper, program)
    expect(await run.startsUntil(() => false, LIMIT_MS)).toBe(false)
    expect(run.problem()).toMatch(/^crashed \(exit 1\): TypeError: no such queue/)
  })

  function fixture(code: string): string {
    const program = join(keeper.folder(), 'program.cjs')
    writeFileSync(program, code)
    return program
  }
})

// Other systems do not say which process is below which; nothing but CPU time and stopping servers needs it.
describe.runIf(process.platform === 'linux')('the processes of a run', () => {
  it('are counted with all below them, and ended with them', async () => {
    const keeper = openKeeper()
    const child = spawn('sh', ['-c', 'sleep 60 & echo; wait'], { stdio: ['ignore', 'pipe', 'ignore'] })
    keeper.keep(child, 'SIGTERM')
    await once(child.stdout, 'data')
    const tree = treeOf(child.pid ?? 0)
    expect(tree).toHaveLength(2)
    const folder = keeper.folder()
    const gone = once(child, 'close')
    keeper.dispose()
    // `close` waits for the end of the output, which the one below it holds open.
    expect(await gone).toEqual([null, 'SIGKILL'])
    expect(existsSync(folder)).toBe(false)
  })

  it('have a CPU time that grows', () => {
    const before = cpuMsOf(process.pid)
    const used = process.cpuUsage()
    while (process.cpuUsage(used).user < 100_000) payloadOf({ n: 1, sentMs: 1 })
    expect((cpuMsOf(process.pid) ?? 0) - (before ?? 0)).toBeGreaterThanOrEqual(80)
  })
})

describe('what a job carries', () => {
  it('is read back, or it is said what is missing', () => {
    expect(payloadOf({ n: 3, sentMs: 1.5, more: true })).toEqual({ n: 3, sentMs: 1.5 })
    expect(() => payloadOf({ n: '3' })).toThrow(z.ZodError)
  })
})

describe('figures', () => {
  it('are the median and the best of their runs; what never came is worse than all', () => {
    expect(summaryOf('perSecond', [10, 30, 20])).toEqual({ median: 20, best: 30, runs: [10, 30, 20] })
    expect(summaryOf('againMs', [null, 40, 50])).toEqual({ median: 50, best: 40, runs: [null, 40, 50] })
    expect(summaryOf('againMs', [null, null, 50])).toMatchObject({ median: null, best: 50 })
  })

  const row = (peer: string, figures: Row['figures']): Row => ({ peer, variant: 'normal', settings: '', problem: null, figures })
  const of = (value: number | null) => ({ median: value, best: value, runs: [value] })

  it('are compared so that above 1 is better, and with the bound where a peer did not come within it', () => {
    const rates = [row('tidegate', { perSecond: of(300), cpuUs: of(10) }), row('bullmq', { perSecond: of(100), cpuUs: of(80) })]
    expect(ratiosOf('process', rates, 'tidegate', 20_000).map(({ figure, ratio }) => [figure, ratio])).toEqual([
      ['perSecond', 3],
      ['cpuUs', 8],
    ])
    const kills = [row('tidegate', { againMs: of(100) }), row('bullmq', { againMs: of(null) })]
    expect(ratiosOf('kill', kills, 'tidegate', 20_000)).toMatchObject([{ peer: 'bullmq', theirs: null, ratio: 200, ofBestRuns: null }])
    expect(ratiosOf('kill', [row('tidegate', { againMs: of(null) }), row('bullmq', { againMs: of(9) })], 'tidegate', 20_000)).toEqual([])
  })

  it('are shown with what was not within the bound, what failed, and what was left out', () => {
    const rows = [row('bullmq', { againMs: of(null) }), { ...row('plainjob', {}), problem: 'crashed (exit 1)' }]
    const parts = { kill: { title: 'kill -9', rows, leftOut: ['graphile-worker: too long'] } }
    const bench = { node: 'v24', processors: 2, rounds: 1, quick: false, versions: {}, killBoundMs: 20_000, parts, ratios: [] }
    const text = reportLines(bench).join('\n')
    expect(text).toMatch(/^BullMQ +normal +not within 20 s$/m)
    expect(text).toMatch(/^plainjob +normal +failed$/m)
    expect(text).toMatch(/^ {2}plainjob, normal: crashed \(exit 1\)$/m)
    expect(text).toMatch(/^graphile-worker: too long$/m)
  })
})

describe('rounds', () => {
  it('go over all cases in turn, and ask a case that failed no more', async () => {
    const asked: string[] = []
    const said: string[] = []
    const measure: Measure = {
      title: '',
      cases: (peers) => ({ cases: peers.map((peer) => ({ peer, variant: 'normal' })), leftOut: ['x'] }),
      run: async ({ peer }) => {
        asked.push(peer)
        if (peer === 'b' && asked.length > 2) throw new Error('broke')
        return { settings: `${peer} 1`, figures: { perSecond: asked.length } }
      },
    }
    const { rows, leftOut } = await runRounds(measure, ['a', 'b'], 3, { keeper, sizes: QUICK, limitMs: 1 }, (line) => said.push(line))
    expect(said.map((line) => line.replace(/[0-9.]+ s:/, 's:'))).toEqual([
      'round 1: a, normal … s: jobs/s 1',
      'round 1: b, normal … s: jobs/s 2',
      'round 2: a, normal … s: jobs/s 3',
      'round 2: b, normal … s: broke',
      'round 3: a, normal … s: jobs/s 5',
    ])
    expect(asked).toEqual(['a', 'b', 'a', 'b', 'a'])
    expect(leftOut).toEqual(['x'])
    expect(rows).toMatchObject([
      { peer: 'a', settings: 'a 1', problem: null, figures: { perSecond: { median: 3, best: 5, runs: [1, 3, 5] } } },
      { peer: 'b', problem: 'broke', figures: {} },
    ])
  })
})
