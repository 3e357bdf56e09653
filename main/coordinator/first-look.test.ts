import { describe, expect, it } from 'vitest'
import type { ResourceSample } from '#contracts/resources.ts'
import { systemClock } from '../system-platform.ts'
import { silentLog } from '../telemetry/index.ts'
import { admissionLimits, createAdmission, type Needs } from './admission/index.ts'
import { machineOf } from './admission/test-machine.ts'
import { type EngineUnderTest, engineUnderTest } from './engine-under-test.ts'

let engineWith: EngineUnderTest['engineWith']
let enqueue: EngineUnderTest['enqueue']
let opened: EngineUnderTest['opened']

engineUnderTest((bench) => {
  ;({ engineWith, enqueue, opened } = bench)
})

const needs: Needs = { cpu: 0.1, memoryMb: 0, gpuMemoryMb: 0, network: false, class: 'background', deferrableForMs: 600_000 }
const sampleOf = (loadPct: number): ResourceSample => ({
  ...machineOf({ loadPct }),
  at: Date.now(),
  process: { rssMb: 1, cpuPct: 0 },
})

/** An engine over a machine that is seen when the test says so; both kinds tell when they begin. */
function world() {
  const look = Promise.withResolvers<ResourceSample>()
  let looks = 0
  const admission = createAdmission({
    resources: {
      measure: () => {
        looks += 1
        return look.promise
      },
      subscribe: () => () => {},
    },
    ...{ clock: systemClock, log: silentLog, power: null },
    limits: () => ({ ...admissionLimits({ cpuSaturatedPct: 90, memoryReserveMb: 0, batteryLowPct: 0 }), quietMs: 0 }),
  })
  opened.push(admission)
  const begun: string[] = []
  let onBegin = (): void => {}
  const engine = engineWith(async () => ({ status: 'succeeded' }), { admission })
  for (const [kind, how] of [
    ['background', needs],
    ['interactive', { ...needs, class: 'interactive' } satisfies Needs],
  ] as const) {
    engine.register(
      kind,
      async () => {
        begun.push(kind)
        onBegin()
        return { status: 'succeeded' }
      },
      { needs: how },
    )
  }
  return {
    engine,
    look,
    begun,
    looks: () => looks,
    hasBegun: (count: number): Promise<void> =>
      new Promise((resolve) => {
        onBegin = () => {
          if (begun.length >= count) resolve()
        }
        onBegin()
      }),
    isHeldFor: (code: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (engine.heldBack().some((held) => held.code === code)) resolve()
        }
        engine.onHeldBack(look)
        look()
      }),
  }
}

describe('background work before the first look at the machine', () => {
  it('is held back with its reason, begins the look, and does not hold up what somebody waits for', async () => {
    const { engine, look, begun, looks, hasBegun, isHeldFor } = world()
    await engine.start()
    expect(looks()).toBe(0)
    for (let n = 0; n < 20; n += 1) await enqueue({ id: `job_${n}`, kind: 'background' })
    engine.wake('enqueued')
    await isHeldFor('MACHINE_NOT_SEEN_YET')
    expect(looks()).toBe(1)
    expect(engine.heldBack()).toMatchObject([{ kind: 'background', reason: 'Waits for a first look at how busy the machine is.' }])
    await enqueue({ id: 'asked', kind: 'interactive' })
    engine.wake('enqueued')
    await hasBegun(1)
    expect(begun).toEqual(['interactive'])
    look.resolve(sampleOf(10))
    await hasBegun(21)
    expect(looks()).toBe(1)
  })

  it('does not begin at all on a machine that turns out to be busy', async () => {
    const { engine, look, begun, isHeldFor } = world()
    await engine.start()
    await enqueue({ id: 'job_1', kind: 'background' })
    engine.wake('enqueued')
    await isHeldFor('MACHINE_NOT_SEEN_YET')
    look.resolve(sampleOf(97))
    await isHeldFor('PROCESSOR_BUSY')
    expect(begun).toEqual([])
  })
})
