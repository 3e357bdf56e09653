import { describe, expect, it } from 'vitest'
import type { RouteEstimate, RoutingDecision } from '#contracts/routing.ts'
import { gateLine } from './gate-line.ts'

const estimate: RouteEstimate = {
  route: 'local',
  allowed: true,
  feasible: true,
  blockers: [],
  quality: 0.5,
  latencyMs: 4_200,
  costUsd: 0,
  utility: 1,
}
const decision = {
  status: 'routed',
  route: 'local',
  reasons: [],
  estimates: [estimate],
  unblock: [],
  providers: { local: { model: 'm', quality: 0.5 } },
} as unknown as RoutingDecision
const nothing = { items: 0, marked: 0, sources: 0 }

describe('the gate says what will happen', () => {
  it('here: what stays, and how long it takes', () => {
    expect(gateLine(decision, { ...nothing, items: 3 })).toEqual({
      outcome: 'local',
      headline: 'Runs here',
      because: ['3 private items stay on this machine', 'ready in about 4\u00a0s'],
    })
    expect(gateLine(decision, nothing).because[0]).toBe('nothing leaves this machine')
    expect(gateLine(decision, { items: 1, marked: 1, sources: 2 }).because[0]).toBe('1 private item and 2 private sources stay here')
  })

  it('nothing: what the engine without a model has no sentences for', () => {
    const local = { model: null, lightweight: true, quality: 0 }
    const none = { ...decision, providers: { ...decision.providers, local } } as RoutingDecision
    expect(gateLine(none, nothing)).toEqual({
      outcome: 'waits',
      headline: 'Nothing to write from',
      because: ['add a source, or set up a model', 'nothing leaves this machine'],
    })
    const withSources = gateLine({ ...none, sourceTokens: 40 }, nothing)
    expect(withSources.headline).toBe('No model to write it')
    expect(withSources.because[0]).toContain('this template needs a model')
    const able = { ...none, providers: { ...none.providers, local: { ...none.providers.local, quality: 0.4 } } }
    expect(gateLine(able, nothing).headline).toBe('Runs here')
  })

  it('masked: every place that is replaced, and what it costs', () => {
    const hybrid: RoutingDecision = {
      ...decision,
      route: 'hybrid',
      estimates: [{ ...estimate, route: 'hybrid', latencyMs: 300, costUsd: 0.0012 }],
    }
    expect(gateLine(hybrid, { items: 2, marked: 3, sources: 0 })).toEqual({
      outcome: 'hybrid',
      headline: 'Only masked text leaves',
      because: ['3 private items are replaced first', 'ready in a moment', 'about $0.0012'],
    })
  })

  it('as written: only where nothing private was found', () => {
    expect(gateLine({ ...decision, route: 'hosted' }, nothing)).toMatchObject({ headline: 'Leaves as written' })
  })

  it('not now: why no allowed route can run, and that it starts by itself', () => {
    const estimates: RouteEstimate[] = [
      { ...estimate, feasible: false, blockers: ['LOCAL_UNHEALTHY'] },
      { ...estimate, route: 'hosted', allowed: false, feasible: false, blockers: ['HOSTED_OFFLINE'] },
    ]
    expect(gateLine({ ...decision, status: 'deferred', route: null, estimates }, nothing)).toEqual({
      outcome: 'waits',
      headline: 'Waits',
      because: ['The local model does not answer.', 'It starts by itself when that changes.'],
    })
  })

  it('never: that nothing is sent', () => {
    const blocked = gateLine({ ...decision, status: 'blocked', route: null, reasons: ['PINNED_ROUTE', 'POLICY_FORBIDS_ROUTE'] }, nothing)
    expect(blocked).toEqual({
      outcome: 'blocked',
      headline: 'Blocked',
      because: ['The policy forbids this route for this label.', 'Nothing is sent.'],
    })
  })
})
