import { expect, it } from 'vitest'
import { ProviderConfigSchema } from '#contracts/config.ts'
import { GenerationSchema } from '#contracts/generation.ts'
import type { ScanResult } from '#contracts/privacy.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import { createBulkhead, createCircuitBreaker } from '../../providers/index.ts'
import { sampleDecision, sampleGeneration } from '../../storage/storage-samples.ts'
import { silentLog } from '../../telemetry/index.ts'
import type { AttemptAbout, AttemptLog } from '../attempt-log.ts'
import { NOTHING_REMEMBERED } from '../conversation-memory.ts'
import type { RegisteredProvider } from '../provider-registry.ts'
import { planPathways } from './plan.ts'
import type { Page, Pathway, Task } from './types.ts'

const PROMPT = 'Margaret Ellison was charged twice.\n\n1. Write a short apology to Margaret Ellison.\n2. Explain what a chargeback is.'
const FINDING = { type: 'PERSON', start: 0, end: 16, score: 0.9, recognizer: 'names' } as const

const hosted: RegisteredProvider = {
  config: ProviderConfigSchema.parse({ id: 'hosted', kind: 'langbase', baseUrl: 'https://api.langbase.com', model: 'my-pipe' }),
  provider: {
    id: 'hosted',
    kind: 'langbase',
    model: 'my-pipe',
    locality: async () => 'hosted',
    health: async () => ({ healthy: true, detail: '' }),
    models: async () => [],
    // biome-ignore lint/correctness/useYield: nothing is asked in these tests
    async *stream() {
      throw new Error('not asked')
    },
  },
  locality: 'hosted',
  circuit: createCircuitBreaker({ clock: { monotonic: () => 0 } }),
  bulkhead: createBulkhead('hosted', { running: 1, waiting: 1 }),
}
const blank: Page = { text: '', citations: [], write: () => undefined, restart: () => undefined, brokeOff: () => undefined }

/** How the first attempt of the plan says that it is made. */
async function firstAttempt(scan: (text: string) => Promise<ScanResult>, strategy?: 'split'): Promise<AttemptAbout | undefined> {
  const decision = sampleDecision({ allowedRoutes: ['local', 'hybrid'], options: { route: 'hybrid', ...(strategy ? { strategy } : {}) } })
  const { plan, made } = await planned(decision, scan)
  expect(plan.map(({ route }) => route)).toEqual(['hybrid'])
  await expect(plan[0]?.write(blank)).rejects.toThrow('far enough')
  return made[0]
}

/** The plan for a request without sources, and the attempts that it makes when it is carried out. */
async function planned(
  decision: RoutingDecision,
  scan: (text: string) => Promise<ScanResult>,
  local: RegisteredProvider | null = null,
): Promise<{ readonly plan: readonly Pathway[]; readonly made: readonly AttemptAbout[] }> {
  const { form, template } = sampleGeneration()
  const generation = GenerationSchema.parse({
    ...{ id: 'gen_1', jobId: 'job_1', createdAt: 1, endedAt: null, state: 'running', prompt: PROMPT, template, form, sources: [] },
    ...{
      options: decision.options,
      engine: null,
      text: '',
      citations: [],
      citationCoverage: null,
      unresolvedSurrogates: [],
      structured: null,
    },
    ...{
      usage: { inputTokens: 0, outputTokens: 0 },
      costUsd: 0,
      timings: { routeMs: 0, ttftMs: null, totalMs: 0 },
      error: null,
      retryAt: null,
    },
    ...{ decision, attempts: [], egress: [] },
  })
  const task: Task = {
    generation,
    jobId: 'job_1',
    judged: {
      decision,
      promptFindings: [FINDING],
      sourceFindings: new Map(),
      nameFindings: new Map(),
      promptLabel: 'confidential',
      sourceLabels: new Map(),
      remembered: NOTHING_REMEMBERED,
    },
    sources: [],
    signal: new AbortController().signal,
  }
  const made: AttemptAbout[] = []
  const attempts: AttemptLog = {
    charged: false,
    failed: null,
    leftStandIns: [],
    run(about) {
      made.push(about)
      return Promise.reject(new Error('far enough'))
    },
  }
  const plan = await planPathways(task, {
    providers: { preferred: async (locality) => (locality === 'hosted' ? hosted : local), reportOffline: () => undefined },
    vaults: { open: () => undefined, put: async () => undefined },
    attempts,
    scan,
    mayLeave: () => true,
    log: silentLog,
    repair: 'off',
    hedge: false,
    retry: { attempts: 1, baseMs: 1, capMs: 1 },
    totalMs: 1_000,
    firstByteMs: 1_000,
    threads: { threadOf: async () => null, remember: async () => undefined },
    costs: { priceOf: () => null, runsOf: () => 0 },
  })
  return { plan, made }
}

it('falls back to the model of this machine where that is allowed, and to nothing where a person chose the route', async () => {
  const nothing = async (): Promise<ScanResult> => ({ label: 'public', findings: [], elapsedMs: 0 })
  const local: RegisteredProvider = { ...hosted, locality: 'local' }
  const routesOf = async (change: Partial<RoutingDecision>): Promise<readonly string[]> => {
    const decision = sampleDecision({ route: 'hosted', allowedRoutes: ['local', 'hosted'], options: {}, ...change })
    const estimate = { allowed: true, feasible: true, blockers: [], quality: 0.5, latencyMs: 900, costUsd: 0, utility: 0.4 }
    const estimates = (['local', 'hosted'] as const).map((route) => ({ ...estimate, route }))
    return (await planned({ ...decision, estimates }, nothing, local)).plan.map(({ route }) => route)
  }
  expect(await routesOf({})).toEqual(['hosted', 'local'])
  expect(await routesOf({ options: { route: 'hosted' } })).toEqual(['hosted'])
  expect(await routesOf({ allowedRoutes: ['hosted'] })).toEqual(['hosted'])
})

it('masks the whole of a request that could not be looked at in parts, and says so, instead of failing it', async () => {
  const broken = (): Promise<ScanResult> => Promise.reject(new Error('the worker is gone'))
  for (const strategy of [undefined, 'split'] as const) {
    const about = await firstAttempt(broken, strategy)
    expect(about).toMatchObject({ route: 'hybrid', part: { strategy: 'mask', number: 1, of: 1 } })
    expect(about?.part?.why).toBe('The request could not be looked at in parts, so private values are replaced in the whole of it.')
  }
})

it('says its usual reason where it could be looked at', async () => {
  const scan = async (text: string): Promise<ScanResult> => ({
    label: text.includes('Ellison') ? 'confidential' : 'public',
    findings: [],
    elapsedMs: 0,
  })
  // Nothing here could write the private part.
  expect((await firstAttempt(scan))?.part?.why).toBe('Single private values are replaced before anything leaves.')
})
