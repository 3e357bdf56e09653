import { describe, expect, it } from 'vitest'
import { systemClock } from '../system-platform.ts'
import { silentLog } from '../telemetry/index.ts'
import { admissionLimits, createAdmission, type Needs } from './admission/index.ts'
import { type EngineUnderTest, engineUnderTest } from './engine-under-test.ts'
import type { JobHandler } from './types.ts'

let engineWith: EngineUnderTest['engineWith']
let enqueue: EngineUnderTest['enqueue']

engineUnderTest((bench) => {
  ;({ engineWith, enqueue } = bench)
})

const needs: Needs = { cpu: 0.5, memoryMb: 0, gpuMemoryMb: 0, network: false, class: 'background', deferrableForMs: 600_000 }

describe('an interactive job', () => {
  it('begins though background work holds every place, which makes way and then goes on', async () => {
    const admission = createAdmission({
      resources: { measure: () => Promise.reject(new Error('no sensors')), subscribe: () => () => {} },
      ...{ clock: systemClock, log: silentLog, power: null },
      limits: () => ({ ...admissionLimits({ cpuSaturatedPct: 101, memoryReserveMb: 0, batteryLowPct: 0 }), quietMs: 10 }),
    })
    const atWork = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    const hasGoneOn = Promise.withResolvers<void>()
    const order: string[] = []
    const generate: JobHandler = async () => {
      order.push('interactive')
      asked.resolve()
      return { status: 'succeeded' }
    }
    const engine = engineWith(generate, { concurrency: 1, admission })
    engine.register('generate', generate, { needs: { ...needs, class: 'interactive' } })
    engine.register(
      'background',
      async (_job, { makeWay }) => {
        atWork.resolve()
        // Steps without end, until the other one has had its turn.
        for (let isAlone = true; isAlone; ) {
          await makeWay()
          await new Promise(setImmediate)
          isAlone = !order.includes('interactive')
        }
        order.push('background')
        hasGoneOn.resolve()
        return { status: 'succeeded' }
      },
      { needs },
    )
    await engine.start()
    await enqueue({ id: 'long', kind: 'background' })
    engine.wake('enqueued')
    await atWork.promise
    await enqueue({ id: 'urgent' })
    engine.wake('enqueued')
    await asked.promise
    await hasGoneOn.promise
    expect(order).toEqual(['interactive', 'background'])
    await admission.dispose()
  })
})
