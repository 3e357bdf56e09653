import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highestLabel, LABELS, ROUTES, type Route } from '#contracts/privacy.ts'
import { THERMAL_STATES } from '#contracts/resources.ts'
import { DECISION_STATUSES, type RoutingDecision } from '#contracts/routing.ts'
import { PREFERENCES } from '#contracts/routing-rules.ts'
import { widest } from './allowed-routes.ts'
import { decide } from './decide.ts'
import { EASY, HARD, inputOf } from './decide-case.ts'
import { builtInPolicy } from './scenario.ts'

describe('decide, on any input', () => {
  const odd = fc.oneof(fc.double(), fc.integer({ min: -5, max: 200_000 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0))
  /** Mostly what a machine or a service would report: of odd values alone hardly one case would get past the first blocker. */
  const mostly = (...usual: readonly number[]) =>
    fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: odd })
  const likely = fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) })
  const routes = fc.oneof({ weight: 1, arbitrary: fc.constant<Route[]>([...ROUTES]) }, { weight: 1, arbitrary: fc.subarray([...ROUTES]) })
  const maybe = <T>(values: readonly T[]) =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...values) })
  const options = fc
    .record({
      route: maybe(ROUTES),
      privacyMode: maybe(['balanced' as const, 'local-only' as const]),
      label: maybe(LABELS),
      maxCostUsd: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: mostly(0.000_1, 0.01, 1) }),
      maxLatencyMs: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: mostly(50, 20_000) }),
      prefer: maybe(PREFERENCES),
    })
    .map(({ route, privacyMode, label, maxCostUsd, maxLatencyMs, prefer }) => ({
      ...(maxLatencyMs === undefined ? {} : { maxLatencyMs }),
      ...(prefer === undefined ? {} : { prefer }),
      ...(route === undefined ? {} : { route }),
      ...(privacyMode === undefined ? {} : { privacyMode }),
      ...(label === undefined ? {} : { label }),
      ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
    }))
  const arbitrary = fc.record({
    prompt: fc.oneof(fc.string(), fc.constantFrom(EASY, HARD)),
    label: fc.oneof(
      { weight: 1, arbitrary: fc.constant('public' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...LABELS, 'failed' as const) },
    ),
    options,
    machine: fc.record({
      cpu: fc.record({ loadPct: mostly(3, 40, 97), cores: mostly(4) }),
      memory: fc.record({ totalMb: mostly(16_000), availableMb: mostly(900, 8_000, 12_000) }),
      gpu: fc.array(
        fc.record({ name: fc.string(), vramTotalMb: mostly(8_000), vramFreeMb: mostly(500, 7_000), utilizationPct: mostly(5, 99) }),
        { maxLength: 2 },
      ),
      battery: fc.record({ present: fc.boolean(), charging: fc.boolean(), percent: fc.option(mostly(4, 60)) }),
      thermal: fc.constantFrom(...THERMAL_STATES),
    }),
    local: fc.record({
      healthy: likely,
      needsMemoryMb: mostly(0, 1_400, 6_000),
      contextTokens: mostly(4_096, 8_192),
      leastSourceTokens: mostly(0, 512),
      tokensPerSecond: mostly(1, 30),
      quality: mostly(0.3, 0.6, 0.9),
    }),
    hosted: fc.record({
      configured: likely,
      online: likely,
      circuit: fc.constantFrom('closed' as const, 'closed' as const, 'half-open' as const, 'open' as const),
      budgetLeftUsd: mostly(0.000_1, 5, 100),
      contextTokens: mostly(8_192, 128_000),
      tokensPerSecond: mostly(90),
      quality: mostly(0.6, 0.92),
      usdPerMillionInput: mostly(0, 2.5),
    }),
    policy: fc.record({ allowed: fc.record({ public: routes, internal: routes, confidential: routes, restricted: routes }) }),
  })

  it('is asked about situations that lead to every route and every status', () => {
    const decisions = fc.sample(arbitrary, { numRuns: 500, seed: 7 }).map((given) => decide(inputOf(given)))
    const share = (of: (decision: RoutingDecision) => boolean): number => decisions.filter(of).length / decisions.length
    for (const route of ROUTES)
      expect(
        share((decision) => decision.route === route),
        route,
      ).toBeGreaterThan(0.03)
    for (const status of DECISION_STATUSES)
      expect(
        share((decision) => decision.status === status),
        status,
      ).toBeGreaterThan(0.03)
    const restricted = share(({ label, estimates }) => label === 'restricted' && estimates.some((e) => e.route === 'hosted' && e.feasible))
    expect(restricted).toBeGreaterThan(0.03)
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
        if (route === 'hosted' || route === 'hybrid') {
          const { costUsd } = decision.estimates.find((estimate) => estimate.route === route) ?? { costUsd: Number.NaN }
          expect(given.hosted.usdPerMillionInput).toBeGreaterThanOrEqual(0)
          expect(costUsd).toBeLessThanOrEqual(given.hosted.budgetLeftUsd)
          if (given.options.maxCostUsd !== undefined) expect(costUsd <= given.options.maxCostUsd).toBe(true)
        }
        expect(decision.unblock.length > 0).toBe(status !== 'routed')
        expect(decision.summary).toMatch(/^[A-Z].*\.$/)
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

  it('never comes from nothing to a wider route when the machine or the hosted service gets worse', () => {
    fc.assert(
      fc.property(arbitrary, (given) => {
        const worse = decide(inputOf({ ...given, hosted: { ...given.hosted, online: false } }))
        expect([null, 'local']).toContain(worse.route)
        const noLocal = decide(inputOf({ ...given, local: { ...given.local, healthy: false } }))
        expect(noLocal.route).not.toBe('local')
        expect(noLocal.allowedRoutes).toEqual(decide(inputOf(given)).allowedRoutes)
      }),
    )
  })

  // 100,000 in all, in shares that each end soon.
  for (const [share, numRuns] of [10_000, 30_000, 30_000, 30_000].entries()) {
    it(`never goes wider, and never throws, when anything about privacy gets stricter: ${numRuns} situations (${share + 1})`, {
      tags: share === 0 ? [] : ['long'],
      timeout: 120_000,
    }, () => {
      // Running on this machine shows nothing to anybody: that it comes to be allowed widens nothing.
      const wider = (from: readonly Route[], to: readonly Route[]): boolean => widest(to) > Math.max(0, widest(from))
      fc.assert(
        fc.property(arbitrary, fc.constantFrom(...LABELS), fc.boolean(), (given, label, mode) => {
          const decision = decide(inputOf(given))
          const { label: _label, ...options } = given.options
          const raised = highestLabel([given.options.label ?? 'public', label])
          const stricter = decide(
            inputOf({ ...given, options: { ...options, label: raised, ...(mode ? { privacyMode: 'local-only' } : {}) } }),
          )
          const failed = decide(inputOf({ ...given, label: 'failed' }))
          // Plain comparisons: an assertion each would make a minute of it.
          if (wider(decision.allowedRoutes, stricter.allowedRoutes) || wider(decision.allowedRoutes, failed.allowedRoutes)) return false
          return failed.route === null || failed.route === 'local'
        }),
        { numRuns, seed: 20_261_130 + share },
      )
    })
  }

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
