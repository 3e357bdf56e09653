import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admit } from './admit.ts'
import { type AdmissionState, announced, INITIAL_STATE, interactiveEnded, resumed, suspended } from './state.ts'
import { BACKGROUND, demandOf, INTERACTIVE, LIMITS, machineOf } from './test-machine.ts'
import type { Machine } from './throttle.ts'
import type { Demand, Needs } from './types.ts'

const percent = fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.constantFrom(0, 69.9, 70, 89.9, 90, 100))
/** A machine with memory to spare, whatever else it is. */
const machine = fc
  .record({
    loadPct: percent,
    own: percent,
    cpu: fc.option(percent),
    memory: fc.option(percent),
    thermal: fc.constantFrom('nominal' as const, 'nominal' as const, 'warm' as const, 'hot' as const, 'unknown' as const),
    battery: fc.record({ present: fc.boolean(), charging: fc.boolean(), percent: fc.option(fc.constantFrom(4, 15, 16, 18, 19, 80)) }),
  })
  .map(({ loadPct, own, cpu, memory, thermal, battery }) =>
    machineOf({ loadPct, process: { cpuPct: Math.min(own, loadPct) }, pressure: { cpu, memory }, thermal, battery }),
  )
const stepMs = fc.constantFrom(20, 250, 1_000, 1_000, 1_000, 4_999, 5_000, 5_001)
const steps = fc.array(fc.record({ sample: machine, stepMs }), { minLength: 20, maxLength: 120 })

describe('admission, on any machine', () => {
  it('never says the opposite within the hysteresis time, whether other work runs or not', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(0, 1), (given, running) => {
        let state: AdmissionState = INITIAL_STATE
        let now = 1_000_000
        let last: { readonly admit: boolean; readonly at: number } | null = null
        for (const { sample, stepMs } of given) {
          now += stepMs
          const demands = [demandOf('index'), demandOf('other', { running, waitedMs: null, needs: { cpu: 0.1 } })]
          const outcome = admit(state, { sample, demands, limits: LIMITS }, now)
          state = outcome.state
          const { admit: says = false } = outcome.rulings.get('index') ?? {}
          // The first look may be followed by another verdict at once: it is of a machine that nobody watched before.
          if (last !== null && last.admit !== says) {
            expect(now - last.at).toBeGreaterThanOrEqual(LIMITS.holdMs)
            last = { admit: says, at: now }
          }
          last ??= { admit: says, at: Number.NEGATIVE_INFINITY }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('never goes on within the hysteresis time after it was short of memory', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ availableMb: fc.integer({ min: 400, max: 1_400 }), stepMs }), { maxLength: 100 }), (given) => {
        let state: AdmissionState = INITIAL_STATE
        let now = 1_000_000
        let shortAt = Number.NEGATIVE_INFINITY
        for (const { availableMb, stepMs } of given) {
          now += stepMs
          const sample = machineOf({ availableMb })
          const outcome = admit(state, { sample, demands: [demandOf('index')], limits: LIMITS }, now)
          state = outcome.state
          const says = outcome.rulings.get('index')?.admit
          if (availableMb < 756) {
            expect(says).toBe(false)
            shortAt = now
          } else if (says === true) expect(now - shortAt).toBeGreaterThanOrEqual(LIMITS.holdMs)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('never lets interactive work wait for anything but memory', () => {
    const running = fc.record({ index: fc.nat(8), ask: fc.nat(3), favoured: fc.boolean(), waitedMs: fc.nat(9_000_000) })
    const events = fc.constantFrom('announced', 'ended', 'suspended', 'resumed', 'none')
    fc.assert(
      fc.property(fc.array(fc.record({ sample: fc.option(machine), stepMs, running, event: events })), (given) => {
        let state: AdmissionState = INITIAL_STATE
        let now = 1_000_000
        for (const { sample, stepMs, running, event } of given) {
          now += stepMs
          state = happen(state, event, now)
          if (running.favoured) state = { ...state, favoured: 'index' }
          const demands = [
            demandOf('index', { running: running.index, waitedMs: running.waitedMs }),
            demandOf('ask', { running: running.ask, needs: INTERACTIVE }),
          ]
          const outcome = admit(state, { sample, demands, limits: LIMITS }, now)
          state = outcome.state
          expect(outcome.rulings.get('ask')).toMatchObject({ admit: true })
        }
      }),
    )
  })

  it('lets background work begin no later than it declared, plus what ran before it', () => {
    const kinds = fc.array(
      fc.record({
        cpu: fc.constantFrom(0.1, 1, 4, 64),
        deferrableForMs: fc.integer({ min: 0, max: 60_000 }),
        lastsMs: fc.integer({ min: 1_000, max: 8_000 }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    fc.assert(
      fc.property(kinds, fc.array(fc.record({ sample: machine, asks: fc.boolean() }), { minLength: 1, maxLength: 40 }), (given, world) => {
        const jobsBefore = given.reduce((sum, { lastsMs }) => sum + lastsMs, 0)
        const longestMs = Math.max(...given.map(({ deferrableForMs }) => deferrableForMs))
        const begun = simulate(given, world, longestMs + 10 * jobsBefore + 10_000)
        for (const [index, { deferrableForMs }] of given.entries()) {
          // Each other kind may have been let in just before, and one that is overdue for longer runs first.
          expect(begun[index]).toBeLessThanOrEqual(deferrableForMs + 2 * jobsBefore + 1_000)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('lets no more than one begin against what the machine bears', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000_000), { minLength: 2, maxLength: 5 }), (waits) => {
        const sample = machineOf({ loadPct: 99 })
        const demands = waits.map((waitedMs, index) => demandOf(`kind${index}`, { waitedMs }))
        const { rulings } = admit(INITIAL_STATE, { sample, demands, limits: LIMITS }, 1_000_000)
        const admitted = [...rulings].filter(([, ruling]) => ruling.admit).map(([kind]) => kind)
        const longest = Math.max(...waits)
        expect(admitted).toHaveLength(longest >= BACKGROUND.deferrableForMs ? 1 : 0)
        if (admitted.length > 0) expect(waits[Number(admitted[0]?.slice(4))]).toBe(longest)
      }),
    )
  })
})

function happen(state: AdmissionState, event: string, now: number): AdmissionState {
  if (event === 'announced') return announced(state, LIMITS, now)
  if (event === 'ended') return interactiveEnded(state, LIMITS, now)
  if (event === 'suspended') return suspended(state)
  return event === 'resumed' ? resumed(state, LIMITS, now) : state
}

interface Kind {
  readonly cpu: number
  readonly deferrableForMs: number
  readonly lastsMs: number
}

/**
 * One job of each kind waits from the start, and another of the kind comes as soon as one has begun, so that others never run out. Returns after
 * how long the first of each began, ms. Seconds pass as in the world given, over and over.
 */
function simulate(kinds: readonly Kind[], world: readonly { readonly sample: Machine; readonly asks: boolean }[], endMs: number): number[] {
  const begun = kinds.map(() => Number.POSITIVE_INFINITY)
  const since = kinds.map(() => 0)
  const ends: number[][] = kinds.map(() => [])
  let state: AdmissionState = INITIAL_STATE
  for (let now = 0; now <= endMs; now += 250) {
    for (const jobs of ends) jobs.splice(0, jobs.length, ...jobs.filter((end) => end > now))
    const { sample, asks } = world[Math.floor(now / 1_000) % world.length] ?? { sample: null, asks: false }
    if (asks) state = announced(state, LIMITS, now)
    for (const [index, { lastsMs, deferrableForMs }] of kinds.entries()) {
      const demands = kinds.map((kind, at): Demand => {
        const needs: Needs = { ...BACKGROUND, cpu: kind.cpu, deferrableForMs: kind.deferrableForMs }
        return { kind: `${at}`, needs, waitedMs: now - (since[at] ?? 0), running: ends[at]?.length ?? 0, notYetSeen: 0 }
      })
      const outcome = admit(state, { sample, demands, limits: LIMITS }, now)
      state = outcome.state
      const ruling = outcome.rulings.get(`${index}`)
      if (ruling?.admit !== true) continue
      if (ruling.overdue) state = { ...state, favoured: `${index}` }
      begun[index] = Math.min(begun[index] ?? Number.POSITIVE_INFINITY, now)
      // The next of the kind is not due before the kinds that have not had their first.
      since[index] = deferrableForMs === 0 ? now + 1 : now
      ends[index]?.push(now + lastsMs)
    }
  }
  return begun
}
