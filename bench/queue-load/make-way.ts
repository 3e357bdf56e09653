import { setTimeout as delay } from 'node:timers/promises'
import { quantile } from '../quantile.ts'
import { newJob, withWorld } from './world.ts'

const ROUNDS = 20
/** A step of background work, between two moments at which it may make way. */
const STEP_MS = 20
/** Of the interactive work. */
const ASKED_MS = 400
const BACKGROUND = 4

export interface MakeWayFigures {
  readonly rounds: number
  /** From when the interactive job is handed in to the end of the last step of any background job, ms. */
  readonly p50Ms: number
  readonly maxMs: number
  /** And to the begin of the interactive job, though background work holds every place. */
  readonly beginP50Ms: number
  readonly beginMaxMs: number
  /** Steps of background work between then and the end of the interactive job. */
  readonly stepsMeanwhile: number
}

/** How soon background work at work makes way for an interactive request that is handed in as any job is. */
export function measureMakeWay(): Promise<MakeWayFigures> {
  // What else the machine does must not keep the background work from running that is to make way.
  const machine = { cpuSaturatedPct: 101, memoryReserveMb: 0, batteryLowPct: 0 }
  return withWorld({ concurrency: BACKGROUND, machine }, async ({ coordination }) => {
    let lastStepAt = 0
    let stepsMeanwhile = 0
    let begin = Promise.withResolvers<number>()
    let end = Promise.withResolvers<number>()
    let isQuiet = false
    const shared = { cpu: 0.1, memoryMb: 0, gpuMemoryMb: 0, network: false, deferrableForMs: 3_600_000 }
    coordination.jobs.register(
      'background',
      async (_job, { makeWay, signal }) => {
        while (!signal.aborted) {
          await makeWay()
          await delay(STEP_MS)
          lastStepAt = performance.now()
          if (isQuiet) stepsMeanwhile += 1
        }
        throw signal.reason
      },
      { needs: { ...shared, class: 'background' } },
    )
    coordination.jobs.register(
      'interactive',
      async () => {
        begin.resolve(performance.now())
        await delay(ASKED_MS / 2)
        isQuiet = true
        await delay(ASKED_MS / 2)
        isQuiet = false
        end.resolve(lastStepAt)
        return { status: 'succeeded' }
      },
      { needs: { ...shared, class: 'interactive' } },
    )
    await coordination.start()
    await coordination.jobs.add(Array.from({ length: BACKGROUND }, () => newJob('background')))
    const madeWay: number[] = []
    const began: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      // Until it works again after the round before.
      for (const before = lastStepAt; lastStepAt === before; ) await delay(STEP_MS)
      begin = Promise.withResolvers<number>()
      end = Promise.withResolvers<number>()
      const askedAt = performance.now()
      await coordination.jobs.add([newJob('interactive', { priority: 10 })])
      began.push((await begin.promise) - askedAt)
      madeWay.push(Math.max(0, (await end.promise) - askedAt))
    }
    return {
      rounds: ROUNDS,
      p50Ms: quantile(madeWay, 0.5),
      maxMs: Math.max(...madeWay),
      beginP50Ms: quantile(began, 0.5),
      beginMaxMs: Math.max(...began),
      stepsMeanwhile,
    }
  })
}
