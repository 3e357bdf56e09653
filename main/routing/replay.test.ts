import { describe, expect, it } from 'vitest'
import { DEFAULT_WEIGHTS } from '#contracts/routing-rules.ts'
import { comparison, counterfactuals } from './counterfactuals.ts'
import { decide } from './decide.ts'
import { busy, type Case, down, HARD, inputOf } from './decide-case.ts'
import { replay } from './replay.ts'
import { builtInPolicy } from './scenario.ts'
import { simulateRules } from './simulate.ts'

const policy = builtInPolicy()
const localOnly = {
  allowed: { public: ['local' as const], internal: ['local' as const], confidential: ['local' as const], restricted: [] },
}

describe('a decision made again', () => {
  it.each<[string, Case]>([
    ['public', {}],
    ['hard', { prompt: HARD }],
    ['confidential', { label: 'confidential', prompt: HARD }],
    ['failed scan', { label: 'failed' }],
    ['busy machine', { machine: busy }],
    ['pinned and forbidden', { label: 'restricted', options: { route: 'hosted' } }],
    ['no local model', { local: down }],
    ['a label that was raised', { options: { label: 'internal' } }],
    ['in a conversation', { prompt: HARD, standing: { localBlockers: [], conversation: { route: 'local', model: 'm' } } }],
  ])('is the same by the same rules: %s', (_name, given) => {
    const decision = decide(inputOf(given))
    expect(replay(decision, { policy })).toEqual(decision)
    expect(replay(JSON.parse(JSON.stringify(decision)), { policy })).toEqual(decision)
  })

  it('follows a stricter policy, and is never wider than the built-in one', () => {
    const decision = decide(inputOf({ prompt: HARD }))
    expect(decision.route).toBe('hosted')
    expect(replay(decision, { policy: localOnly }).route).toBe('local')
    const open = {
      allowed: {
        public: ['hosted' as const],
        internal: ['hosted' as const],
        confidential: ['hosted' as const],
        restricted: ['hosted' as const],
      },
    }
    const secret = decide(inputOf({ label: 'restricted' }))
    expect(replay(secret, { policy: open })).toMatchObject({ route: null, status: 'deferred' })
  })
})

describe('what would have led elsewhere', () => {
  const sentences = (given: Case): string[] => counterfactuals(decide(inputOf(given)), { policy }).map(({ sentence }) => sentence)

  it('is told, each change alone', () => {
    expect(sentences({ label: 'confidential', prompt: HARD, local: { quality: 0.2 } })).toContain(
      'It would run on the hosted service if the sensitive parts were taken out.',
    )
    expect(sentences({ options: { privacyMode: 'local-only' }, prompt: HARD })).toContain(
      'It would run on the hosted service if local-only mode were off.',
    )
    expect(sentences({ machine: busy })).toContain('It would run on this machine if the machine had room for the local model.')
    expect(sentences({ prompt: HARD, hosted: { online: false } })).toContain(
      'It would run on the hosted service if the hosted service could be reached.',
    )
  })

  it('never promises what the policy forbids', () => {
    expect(sentences({ label: 'restricted', prompt: HARD }).some((text) => text.includes('masked'))).toBe(false)
  })

  it('compares with the next best', () => {
    const decision = decide(inputOf({ prompt: HARD, local: { tokensPerSecond: 4 } }))
    expect(comparison(decision)).toMatch(/^(?:Local|Hybrid) would be .*\.$/)
  })
})

describe('the simulator', () => {
  const decisions = [
    decide({ ...inputOf({ prompt: HARD }), id: 'd1' }),
    decide({ ...inputOf({}), id: 'd2' }),
    decide({ ...inputOf({ label: 'confidential', prompt: HARD, local: { quality: 0.2 } }), id: 'd3' }),
  ]

  it('shows no change for the rules as they were', () => {
    expect(simulateRules(decisions, { policy })).toMatchObject({ considered: 3, changed: 0, changes: [] })
  })

  it('shows what a stricter policy changes, by label, and what it costs and saves', () => {
    const { changed, before, after, changes } = simulateRules(decisions, { policy: localOnly })
    expect(changed).toBe(2)
    expect(changes).toContainEqual({ label: 'public', from: 'hosted', to: 'local', count: 1, ids: ['d1'] })
    expect(changes).toContainEqual({ label: 'confidential', from: 'hybrid', to: 'local', count: 1, ids: ['d3'] })
    expect(after.routes).toEqual({ local: 3, hosted: 0, hybrid: 0, none: 0 })
    expect(after.costUsd).toBe(0)
    expect(before.costUsd).toBeGreaterThan(0)
  })

  it('does not count what goes elsewhere by the present rules already', () => {
    const { changed, after, before } = simulateRules(decisions, { policy: localOnly }, { policy: localOnly })
    expect(changed).toBe(0)
    expect(after).toEqual(before)
    expect(simulateRules(decisions, { policy: localOnly }, { policy }).changed).toBe(2)
  })

  it('shows what other weights change', () => {
    const weights = { name: 'dear', version: 2, weights: { ...DEFAULT_WEIGHTS, localBonus: 5 } }
    expect(simulateRules(decisions, { policy, weights }).after.routes.local).toBe(3)
  })
})
