import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { newJob, withWorld } from './world.ts'

/** Of them so many stay; with the figure of the app (100,000) the plateau only comes later. */
const KEPT = 20_000
const BATCH = 1_000
/** Pending at most: how much waits is not what is measured. */
const MOST_PENDING = 4_000
const SAMPLES = 20

export interface EnduranceSample {
  readonly jobs: number
  readonly rssMb: number
  readonly heapMb: number
  readonly databaseMb: number
  readonly rows: number
}

/** Memory that nothing refers to any more is no growth. */
function collect(): void {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('gc')
  if (typeof gc === 'function') gc()
}

/** Memory of the process and size of the database over many jobs, with retention on. Growth: the most in the last half over the most in the quarter before it. */
export function measureEndurance({ jobs }: { readonly jobs: number }): Promise<{
  samples: EnduranceSample[]
  perSecond: number
  rssGrowth: number
  databaseGrowth: number
}> {
  const history = { succeededDays: 30, otherDays: 30, keepSucceeded: KEPT }
  return withWorld({ concurrency: 8, history }, async ({ coordination, storage, folder }) => {
    let done = 0
    let wake = (): void => {}
    coordination.jobs.onChange(({ state }) => {
      if (state !== 'succeeded') return
      done += 1
      if (done % BATCH === 0) wake()
    })
    coordination.jobs.register('work', async () => ({ status: 'succeeded' }), { durability: 'fast' })
    await coordination.start()
    const samples: EnduranceSample[] = []
    const began = performance.now()
    for (let added = 0; done < jobs; ) {
      if (added < jobs && added - done < MOST_PENDING) {
        await coordination.jobs.add(Array.from({ length: BATCH }, () => newJob('work', { payload: { n: added } })))
        added += BATCH
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
          if (done >= added) resolve()
        })
      }
      if (done < ((samples.length + 1) * jobs) / SAMPLES) continue
      const taken = await sample(done)
      samples.push(taken)
      // It takes minutes: how far it is goes beside the report.
      console.error(JSON.stringify(taken))
    }
    const perSecond = Math.round((done * 1_000) / (performance.now() - began))
    return { samples, perSecond, rssGrowth: growth(samples, 'rssMb'), databaseGrowth: growth(samples, 'databaseMb') }

    async function sample(at: number): Promise<EnduranceSample> {
      collect()
      const { rss, heapUsed } = process.memoryUsage()
      const counts = await storage.jobs.counts()
      return {
        jobs: at,
        rssMb: mb(rss),
        heapMb: mb(heapUsed),
        databaseMb: mb(sizeOf(folder)),
        rows: Object.values(counts).reduce((sum, count) => sum + count, 0),
      }
    }
  })
}

/** The file of the database with its log. */
function sizeOf(folder: string): number {
  const size = (name: string): number => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0
  return size('tidegate.db') + size('tidegate.db-wal')
}

function growth(samples: readonly EnduranceSample[], name: 'rssMb' | 'databaseMb'): number {
  const most = (from: number, to: number): number => Math.max(...samples.slice(from, to).map((sample) => sample[name]))
  const half = Math.floor(samples.length / 2)
  return Math.round((most(half, samples.length) / most(Math.floor(half / 2), half)) * 1_000) / 1_000
}

function mb(bytes: number): number {
  return Math.round(bytes / 104_857.6) / 10
}
