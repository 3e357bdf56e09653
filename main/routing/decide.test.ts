import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LABELS, type Label, type Policy, ROUTES } from '#contracts/privacy.ts'
import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { HostedState, LocalState, RouteOptions } from '#contracts/routing.ts'
import { type DecideInput, decide } from './decide.ts'
import { explain } from './explain.ts'
import { builtInPolicy } from './scenario.ts'

const EASY = 'Write a short friendly reminder about the garden party on Sunday.'
const HARD =
  'Prove that the greedy algorithm is optimal for this matroid, analyse its complexity rigorously, compare it with two alternatives, and design a TypeScript implementation with property-based tests.'

const machine: ResourceSnapshot = {
  cpu: { loadPct: 15, cores: 8 },
  memory: { totalMb: 32_000, availableMb: 20_000 },
  gpu: [{ name: 'g', vramTotalMb: 12_000, vramFreeMb: 10_000, utilizationPct: 3 }],
  battery: { present: true, charging: true, percent: 80 },
}
const local: LocalState = { healthy: true, model: 'm', needsMemoryMb: 6_000, contextTokens: 8_192, tokensPerSecond: 30, quality: 0.6 }
const weak: LocalState = { ...local, needsMemoryMb: 1_400, contextTokens: 4_096, tokensPerSecond: 55, quality: 0.35 }
const hosted: HostedState = {
  configured: true,
  online: true,
  circuit: 'closed',
  budgetLeftUsd: 5,
  model: 'h',
  contextTokens: 128_000,
  tokensPerSecond: 90,
  quality: 0.92,
  usdPerMillionInput: 2.5,
  usdPerMillionOutput: 10,
}

interface Case {
  readonly prompt?: string
  readonly source?: string
  readonly label?: Label | 'failed'
  readonly options?: RouteOptions
  readonly machine?: Partial<ResourceSnapshot>
  readonly local?: Partial<LocalState>
  readonly hosted?: Partial<HostedState>
  readonly policy?: Policy
}

function inputOf(given: Case): DecideInput {
  const label = given.label ?? 'public'
  return {
    id: 'd',
    now: 0,
    prompt: given.prompt ?? EASY,
    sources: given.source === undefined ? [] : [{ name: 's', text: given.source }],
    scan: label === 'failed' ? 'failed' : { label, findings: [] },
    options: given.options ?? {},
    snapshot: { ...machine, ...given.machine },
    providers: { local: { ...local, ...given.local }, hosted: { ...hosted, ...given.hosted } },
    policy: given.policy ?? builtInPolicy(),
  }
}

const busy = { cpu: { loadPct: 96, cores: 8 } }
const lowBattery = { battery: { present: true, charging: false, percent: 7 } }
const down = { healthy: false, model: null, needsMemoryMb: 0, contextTokens: 0, tokensPerSecond: 0, quality: 0 }

describe('decide', () => {
  it.each<[string, Case, string, string[]]>([
    ['an easy public prompt stays here', {}, 'local', ['LOCAL_GOOD_ENOUGH']],
    ['a hard public prompt goes to the better model', { prompt: HARD, local: weak }, 'hosted', ['HOSTED_MUCH_BETTER']],
    [
      'a hard confidential prompt goes masked',
      { prompt: HARD, local: weak, label: 'confidential' },
      'hybrid',
      ['HYBRID_KEEPS_DATA', 'POLICY_LIMITS_ROUTES'],
    ],
    ['a hard restricted prompt stays here', { prompt: HARD, local: weak, label: 'restricted' }, 'local', ['ONLY_FEASIBLE_ROUTE']],
    ['an unreadable text stays here', { prompt: HARD, local: weak, label: 'failed' }, 'local', ['CLASSIFICATION_FAILED']],
    ['a busy machine sends public text out', { machine: busy }, 'hosted', ['LOCAL_CPU_SATURATED']],
    ['a busy machine sends personal text out masked', { machine: busy, label: 'confidential' }, 'hybrid', ['LOCAL_CPU_SATURATED']],
    [
      'a busy machine lets restricted text wait',
      { machine: busy, label: 'restricted' },
      'deferred',
      ['NO_ALLOWED_ROUTE', 'LOCAL_CPU_SATURATED'],
    ],
    [
      'a busy machine still runs what needs no model',
      { machine: busy, label: 'restricted', local: { lightweight: true, needsMemoryMb: 0 } },
      'local',
      [],
    ],
    [
      'little memory sends public text out',
      { machine: { memory: { totalMb: 8_000, availableMb: 700 } } },
      'hosted',
      ['LOCAL_MEMORY_INSUFFICIENT'],
    ],
    [
      'memory just enough is not enough',
      { machine: { memory: { totalMb: 8_000, availableMb: 6_050 } } },
      'hosted',
      ['LOCAL_MEMORY_INSUFFICIENT'],
    ],
    [
      'a model in GPU memory needs little of the main memory',
      { local: { needsVramMb: 6_000 }, machine: { memory: { totalMb: 8_000, availableMb: 2_000 } } },
      'local',
      [],
    ],
    ['too little GPU memory', { local: { needsVramMb: 11_000 } }, 'hosted', ['LOCAL_GPU_MEMORY_INSUFFICIENT']],
    [
      'no GPU for a model that needs one',
      { local: { needsVramMb: 4_000 }, machine: { gpu: [] } },
      'hosted',
      ['LOCAL_GPU_MEMORY_INSUFFICIENT'],
    ],
    ['a long source', { source: 'word '.repeat(20_000) }, 'hosted', ['LOCAL_CONTEXT_TOO_SMALL']],
    [
      'a source too long for both',
      { source: 'word '.repeat(200_000) },
      'deferred',
      ['LOCAL_CONTEXT_TOO_SMALL', 'HOSTED_CONTEXT_TOO_SMALL', 'NO_ALLOWED_ROUTE'],
    ],
    ['a low battery sends public text out', { machine: lowBattery }, 'hosted', ['LOCAL_BATTERY_LOW']],
    ['a low battery that charges does not', { machine: { battery: { present: true, charging: true, percent: 7 } } }, 'local', []],
    ['a low battery still runs restricted text', { machine: lowBattery, label: 'restricted' }, 'local', ['LOCAL_BATTERY_LOW']],
    [
      'a low battery runs public text when nothing else can',
      { machine: lowBattery, hosted: { online: false } },
      'local',
      ['LOCAL_BATTERY_LOW', 'HOSTED_OFFLINE'],
    ],
    ['internal text with the model down goes masked', { label: 'internal', local: down }, 'hybrid', ['LOCAL_UNHEALTHY']],
    ['public text with the model down goes out', { local: down }, 'hosted', ['LOCAL_UNHEALTHY']],
    [
      'confidential, model down, nothing hosted',
      { label: 'confidential', local: down, hosted: { configured: false } },
      'deferred',
      ['NO_ALLOWED_ROUTE', 'HOSTED_NOT_CONFIGURED', 'LOCAL_UNHEALTHY'],
    ],
    ['no key', { prompt: HARD, hosted: { configured: false } }, 'local', ['HOSTED_NOT_CONFIGURED']],
    ['an open circuit', { prompt: HARD, hosted: { circuit: 'open' } }, 'local', ['HOSTED_CIRCUIT_OPEN']],
    ['a half-open circuit may be tried', { prompt: HARD, local: weak, hosted: { circuit: 'half-open' } }, 'hosted', []],
    ['a spent budget', { prompt: HARD, hosted: { budgetLeftUsd: 0 } }, 'local', ['HOSTED_BUDGET_EXHAUSTED']],
    ['a budget below the cost', { prompt: HARD, hosted: { budgetLeftUsd: 0.000_01 } }, 'local', ['HOSTED_BUDGET_EXHAUSTED']],
    ['a cost limit', { prompt: HARD, options: { maxCostUsd: 0.000_01 } }, 'local', ['HOSTED_COST_ABOVE_LIMIT']],
    ['no cost at all allowed', { prompt: HARD, options: { maxCostUsd: 0 } }, 'local', ['HOSTED_COST_ABOVE_LIMIT']],
    ['a generous cost limit', { prompt: HARD, local: weak, options: { maxCostUsd: 1 } }, 'hosted', []],
    ['local-only', { prompt: HARD, local: weak, options: { privacyMode: 'local-only' } }, 'local', ['LOCAL_ONLY_MODE']],
    [
      'local-only with the model down',
      { local: down, options: { privacyMode: 'local-only' } },
      'deferred',
      ['LOCAL_ONLY_MODE', 'NO_ALLOWED_ROUTE'],
    ],
    ['pinned to hosted', { options: { route: 'hosted' } }, 'hosted', ['PINNED_ROUTE']],
    ['pinned to hybrid', { options: { route: 'hybrid' }, label: 'confidential' }, 'hybrid', ['PINNED_ROUTE']],
    ['pinned to local although hard', { prompt: HARD, local: weak, options: { route: 'local' } }, 'local', ['PINNED_ROUTE']],
    ['pinned to hosted, confidential', { options: { route: 'hosted' }, label: 'confidential' }, 'blocked', ['POLICY_FORBIDS_ROUTE']],
    ['pinned to hosted, internal', { options: { route: 'hosted' }, label: 'internal' }, 'blocked', ['POLICY_FORBIDS_ROUTE']],
    ['pinned to hybrid, restricted', { options: { route: 'hybrid' }, label: 'restricted' }, 'blocked', ['POLICY_FORBIDS_ROUTE']],
    [
      'pinned to hosted in local-only mode',
      { options: { route: 'hosted', privacyMode: 'local-only' } },
      'blocked',
      ['POLICY_FORBIDS_ROUTE', 'LOCAL_ONLY_MODE'],
    ],
    [
      'pinned to hosted, offline',
      { options: { route: 'hosted' }, hosted: { online: false } },
      'deferred',
      ['HOSTED_OFFLINE', 'NO_ALLOWED_ROUTE'],
    ],
    ['pinned to local, busy', { options: { route: 'local' }, machine: busy }, 'deferred', ['LOCAL_CPU_SATURATED', 'NO_ALLOWED_ROUTE']],
    ['marked restricted by the user', { options: { label: 'restricted' }, prompt: HARD, local: weak }, 'local', ['LABEL_RAISED_BY_USER']],
    [
      'marked public by the user, in vain',
      { options: { label: 'public', route: 'hosted' }, label: 'restricted' },
      'blocked',
      ['POLICY_FORBIDS_ROUTE'],
    ],
    [
      'a stricter workspace',
      { prompt: HARD, local: weak, policy: { allowed: { ...builtInPolicy().allowed, public: ['local'] } } },
      'local',
      ['POLICY_LIMITS_ROUTES'],
    ],
    [
      'a looser workspace changes nothing',
      {
        label: 'restricted',
        options: { route: 'hosted' },
        policy: { allowed: { ...builtInPolicy().allowed, restricted: ['local', 'hosted', 'hybrid'] } },
      },
      'blocked',
      ['POLICY_FORBIDS_ROUTE'],
    ],
    [
      'odd numbers are read as absent',
      { hosted: { budgetLeftUsd: Number.NaN }, machine: { memory: { totalMb: 1, availableMb: Number.NaN } } },
      'deferred',
      ['HOSTED_BUDGET_EXHAUSTED', 'LOCAL_MEMORY_INSUFFICIENT'],
    ],
    ['a model that reports no speed still runs', { local: { tokensPerSecond: 0 }, hosted: { configured: false } }, 'local', []],
  ])('%s', (_name, given, expected, reasons) => {
    const decision = decide(inputOf(given))
    expect(decision.route ?? decision.status).toBe(expected)
    for (const reason of reasons) expect(decision.reasons).toContain(reason)
    expect(decision.summary).toMatch(/^[A-Z].*\.$/)
    expect(decision.unblock.length > 0).toBe(decision.status !== 'routed')
    expect(explain(decision)[0]).toBe(decision.summary)
  })

  const number = fc.oneof(fc.double(), fc.integer({ min: -5, max: 200_000 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0))
  const arbitrary = fc.record({
    prompt: fc.oneof(fc.string(), fc.constantFrom(EASY, HARD)),
    label: fc.constantFrom(...LABELS, 'failed' as const),
    options: fc.record(
      {
        route: fc.constantFrom(...ROUTES),
        privacyMode: fc.constantFrom('balanced' as const, 'local-only' as const),
        label: fc.constantFrom(...LABELS),
        maxCostUsd: number,
      },
      { requiredKeys: [] },
    ),
    machine: fc.record({
      cpu: fc.record({ loadPct: number, cores: number }),
      memory: fc.record({ totalMb: number, availableMb: number }),
      gpu: fc.array(fc.record({ name: fc.string(), vramTotalMb: number, vramFreeMb: number, utilizationPct: number }), { maxLength: 2 }),
      battery: fc.record({ present: fc.boolean(), charging: fc.boolean(), percent: fc.option(number) }),
    }),
    local: fc.record({ healthy: fc.boolean(), needsMemoryMb: number, contextTokens: number, tokensPerSecond: number, quality: number }),
    hosted: fc.record({
      configured: fc.boolean(),
      online: fc.boolean(),
      circuit: fc.constantFrom('open' as const, 'closed' as const, 'half-open' as const),
      budgetLeftUsd: number,
      contextTokens: number,
      tokensPerSecond: number,
      quality: number,
      usdPerMillionInput: number,
    }),
    policy: fc.record({
      allowed: fc.record({
        public: fc.subarray([...ROUTES]),
        internal: fc.subarray([...ROUTES]),
        confidential: fc.subarray([...ROUTES]),
        restricted: fc.subarray([...ROUTES]),
      }),
    }),
  })

  it('is total and deterministic, and keeps the rules, on any input', () => {
    fc.assert(
      fc.property(arbitrary, (given) => {
        const decision = decide(inputOf(given))
        const { route, status, label } = decision
        expect(decide(inputOf(given))).toEqual(decision)
        expect(status === 'routed').toBe(route !== null)
        if (label === 'restricted') expect([null, 'local']).toContain(route)
        if (label !== 'public') expect(route).not.toBe('hosted')
        if (given.options.privacyMode === 'local-only') expect([null, 'local']).toContain(route)
        if (given.options.route !== undefined) expect([null, given.options.route]).toContain(route)
        if (route !== null && given.label !== 'failed') expect(given.policy.allowed[label]).toContain(route)
        expect(decision.estimates.every(({ utility, costUsd, latencyMs }) => Number.isFinite(utility + costUsd + latencyMs))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('never adds a route when the label rises', () => {
    fc.assert(
      fc.property(arbitrary, fc.constantFrom(...LABELS), (given, label) => {
        const policy = builtInPolicy()
        const plain = { ...given.options }
        delete plain.label
        const before = decide(inputOf({ ...given, policy, options: plain })).allowedRoutes
        const after = decide(inputOf({ ...given, policy, options: { ...plain, label } })).allowedRoutes
        expect(before).toEqual(expect.arrayContaining([...after]))
      }),
    )
  })

  it('never adds a route when the policy narrows', () => {
    fc.assert(
      fc.property(arbitrary, arbitrary, (given, other) => {
        const narrowed = { ...given.policy.allowed }
        for (const label of LABELS) narrowed[label] = narrowed[label].filter((route) => other.policy.allowed[label].includes(route))
        const before = decide(inputOf(given)).allowedRoutes
        const after = decide(inputOf({ ...given, policy: { allowed: narrowed } })).allowedRoutes
        expect(before).toEqual(expect.arrayContaining([...after]))
      }),
    )
  })

  it('decides a 4 kB prompt in well under a millisecond', () => {
    const input = inputOf({ prompt: HARD.repeat(20).slice(0, 4_096) })
    for (let warm = 0; warm < 200; warm += 1) decide(input)
    const times = Array.from({ length: 501 }, () => {
      const started = performance.now()
      decide(input)
      return performance.now() - started
    }).sort((a, b) => a - b)
    expect(times[250]).toBeLessThan(1)
  })
})
