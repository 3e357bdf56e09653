import { describe, expect, it } from 'vitest'
import type { ReasonCode, Standing } from '#contracts/routing.ts'
import { decide } from './decide.ts'
import { type Case, HARD, inputOf } from './decide-case.ts'

const PASSING: ReadonlySet<ReasonCode> = new Set(['LOCAL_CPU_SATURATED', 'LOCAL_MEMORY_INSUFFICIENT', 'LOCAL_BATTERY_LOW', 'LOCAL_HOT'])

/** One decision after the other, each knowing how things stood before, as the gate has it. */
function routesOver(situations: readonly Case[], remembers: boolean): (string | null)[] {
  let standing: Standing = { localBlockers: [], conversation: null }
  return situations.map((given) => {
    const decision = decide(inputOf(remembers ? { ...given, standing } : given))
    const local = decision.estimates.find(({ route }) => route === 'local')
    standing = { localBlockers: local?.blockers.filter((code) => PASSING.has(code)) ?? [], conversation: null }
    return decision.route
  })
}

const changesOf = (routes: readonly (string | null)[]): number =>
  routes.filter((route, index) => index > 0 && route !== routes[index - 1]).length
const cpu = (loadPct: number): Case => ({ machine: { cpu: { loadPct, cores: 8 } } })
const memory = (availableMb: number): Case => ({ machine: { memory: { totalMb: 32_000, availableMb } } })

describe('a machine that hovers at a limit', () => {
  it.each<[string, Case[]]>([
    ['load around 90 %', Array.from({ length: 40 }, (_, step) => cpu(step % 2 === 0 ? 92 : 87))],
    ['heat that comes and goes', Array.from({ length: 40 }, (_, step) => ({ machine: { thermal: step % 2 === 0 ? 'hot' : 'warm' } }))],
    ['memory around what the model needs', Array.from({ length: 40 }, (_, step) => memory(step % 2 === 0 ? 6_200 : 6_300))],
  ])('does not make the route flap: %s', (_name, situations) => {
    expect(changesOf(routesOver(situations, false))).toBeGreaterThan(30)
    expect(changesOf(routesOver(situations, true))).toBe(0)
  })

  it('gets its own model back once it has clearly recovered', () => {
    expect(routesOver([cpu(95), cpu(88), cpu(70), cpu(88)], true)).toEqual(['hosted', 'hosted', 'local', 'local'])
  })

  it('is never too busy for a limit that no load reaches, whatever was before', () => {
    const limits = { cpuSaturatedPct: 101, memoryReserveMb: 256, batteryLowPct: 15 }
    const standing: Standing = { localBlockers: ['LOCAL_CPU_SATURATED'], conversation: null }
    for (const loadPct of [95, 100]) {
      const decision = decide(inputOf({ ...cpu(loadPct), limits, standing }))
      expect(decision.route).toBe('local')
      expect(decision.reasons).not.toContain('LOCAL_CPU_SATURATED')
    }
  })

  it('says why it waits a little longer', () => {
    const given = { ...cpu(88), standing: { localBlockers: ['LOCAL_CPU_SATURATED' as const], conversation: null } }
    expect(decide(inputOf(given)).reasons).toEqual(expect.arrayContaining(['LOCAL_CPU_SATURATED', 'NOT_YET_RECOVERED']))
    expect(decide(inputOf(cpu(88))).reasons).not.toContain('NOT_YET_RECOVERED')
  })
})

describe('a conversation', () => {
  const on = (route: 'local' | 'hosted'): Pick<Case, 'standing'> => ({
    standing: { localBlockers: [], conversation: { route, model: 'm' } },
  })

  it('stays where it is while another route is only a little better, and says so', () => {
    const weights = { localBonus: 0.02, stay: 0.1 }
    const free = decide(inputOf({ weights }))
    const held = decide(inputOf({ weights, ...on(free.route === 'local' ? 'hosted' : 'local') }))
    expect(held.route).not.toBe(free.route)
    expect(held.reasons).toContain('STAYS_WITH_MODEL')
  })

  it('leaves for what is clearly better, or when its model cannot run, and says so', () => {
    const better = decide(inputOf({ prompt: HARD, local: { quality: 0.2 }, ...on('local') }))
    expect(better.route).toBe('hosted')
    expect(better.reasons).toContain('LEAVES_MODEL')
    const gone = decide(inputOf({ hosted: { online: false }, ...on('hosted') }))
    expect(gone.route).toBe('local')
    expect(gone.reasons).toContain('LEAVES_MODEL')
  })

  it('never keeps a route that the policy has come to forbid', () => {
    const { route, reasons } = decide(inputOf({ label: 'restricted', ...on('hosted') }))
    expect(route).toBe('local')
    expect(reasons).not.toContain('STAYS_WITH_MODEL')
  })
})

describe('what a person prefers', () => {
  const chosen = (given: Case): string | null => decide(inputOf(given)).route

  it('decides between routes that can both run', () => {
    expect(chosen({ options: { prefer: 'speed' }, local: { tokensPerSecond: 2 } })).toBe('hosted')
    expect(chosen({ prompt: HARD, options: { prefer: 'cost' }, local: { quality: 0.75 }, hosted: { usdPerMillionOutput: 600 } })).toBe(
      'local',
    )
    expect(chosen({ options: { prefer: 'quality' }, local: { quality: 0.3 } })).toBe('hosted')
    const onBattery = { battery: { present: true, charging: false, percent: 60 } }
    expect(chosen({ options: { prefer: 'energy' }, machine: onBattery, local: { tokensPerSecond: 2 } })).toBe('hosted')
  })

  it('opens nothing that the policy forbids', () => {
    expect(chosen({ label: 'restricted', options: { prefer: 'speed' }, local: { tokensPerSecond: 1 } })).toBe('local')
  })

  it('yields to a limit of time, and waits when nothing keeps to it', () => {
    expect(chosen({ options: { maxLatencyMs: 5_000 }, local: { tokensPerSecond: 2 } })).toBe('hosted')
    const none = decide(inputOf({ options: { maxLatencyMs: 10 } }))
    expect(none.status).toBe('deferred')
    expect(none.unblock).toContain('Raise the time limit of this request.')
  })
})
