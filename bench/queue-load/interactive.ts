import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createClassifier, loadLexicons } from '../../main/privacy/index.ts'
import { asOrdinary, preferThisThread } from '../../main/thread-priority.ts'
import { quantile } from '../quantile.ts'
import { newJob, withWorld } from './world.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const WAITING = 1_000
const SCANS = 200
/** Between two scans, as between two keys. */
const PAUSE_MS = 15
const HOG = 'for (;;) Math.sqrt(Math.random())'
/** A machine that others keep busy never lets them go: then the figures say how many had ended by now. */
const RELEASED_MS = 30_000

export interface InteractiveFigures {
  /** The system lets the thread of the host go before other programs, as `serve` asks for. */
  readonly isPreferred: boolean
  readonly idleP95Ms: number
  readonly hogP95Ms: number
  readonly hogWithJobsP95Ms: number
  /** Of the scan's own processor time: on processors that share a core the same work takes longer beside a hog, whoever goes first. */
  readonly workIdleP95Ms: number
  readonly workHogWithJobsP95Ms: number
  /** Over the idle value; the second is what the jobs that wait add to what the hog does. */
  readonly ratioToIdle: number
  readonly ratioToHogAlone: number
  /** How much of `ratioToIdle` is the processor's: the same of the scan's own time. */
  readonly ratioOfWork: number
  readonly begunWhileHogged: number
  readonly finishedAfterRelease: number
  readonly msToFinish: number
}

/** A keystroke's scan of a 4 kB prompt: alone, beside a program that takes every processor, and beside it while 1,000 background jobs wait for it to end. */
export function measureInteractive(): Promise<InteractiveFigures> {
  return withWorld({}, async ({ coordination }) => {
    const scan = scanner()
    let begun = 0
    let finished = 0
    const all = Promise.withResolvers<void>()
    // May be put off for longer than this takes.
    const needs = { cpu: 1, memoryMb: 0, gpuMemoryMb: 0, network: false, class: 'background', deferrableForMs: 3_600_000 } as const
    coordination.jobs.register(
      'background',
      async () => {
        begun += 1
        await delay(1)
        finished += 1
        if (finished === WAITING) all.resolve()
        return { status: 'succeeded' }
      },
      { needs, durability: 'fast' },
    )
    await scanP95(scan)
    const isPreferred = preferThisThread()
    const idle = await scanP95(scan)
    const hogs = Array.from({ length: availableParallelism() }, startHog)
    // Until the sampler has seen it.
    await delay(3_000)
    const hog = await scanP95(scan)
    await coordination.start()
    await coordination.jobs.add(Array.from({ length: WAITING }, () => newJob('background')))
    await delay(2_000)
    const hogWithJobs = await scanP95(scan)
    const begunWhileHogged = begun
    for (const other of hogs) other.kill('SIGKILL')
    const released = performance.now()
    await Promise.race([all.promise, delay(RELEASED_MS)])
    return {
      ...{ isPreferred, idleP95Ms: idle.clockMs, hogP95Ms: hog.clockMs, hogWithJobsP95Ms: hogWithJobs.clockMs, begunWhileHogged },
      ...{ workIdleP95Ms: idle.workMs, workHogWithJobsP95Ms: hogWithJobs.workMs },
      ratioToIdle: hogWithJobs.clockMs / idle.clockMs,
      ratioToHogAlone: hogWithJobs.clockMs / hog.clockMs,
      ratioOfWork: hogWithJobs.workMs / idle.workMs,
      finishedAfterRelease: finished - begunWhileHogged,
      msToFinish: performance.now() - released,
    }
  })
}

/** Another program: what is our own share of a busy processor does not hold our own work back. */
function startHog(): ChildProcess {
  const hog = spawn(process.execPath, ['-e', HOG], { stdio: 'ignore' })
  if (hog.pid !== undefined) asOrdinary(hog.pid)
  return hog
}

function scanner(): (n: number) => void {
  const classifier = createClassifier(loadLexicons(join(root, 'resources', 'lexicons')))
  const article = readFileSync(join(root, 'resources', 'sample', 'coastal-engineering.md'), 'utf8')
  const prompt = `${article.repeat(Math.ceil(3_900 / article.length)).slice(0, 3_900)} Write to margaret.ellison@northfield.example.`
  return (n) => void classifier.scan(`${prompt}${n}`)
}

async function scanP95(scan: (n: number) => void): Promise<{ readonly clockMs: number; readonly workMs: number }> {
  const times: number[] = []
  const work: number[] = []
  for (let n = 0; n < SCANS; n += 1) {
    const started = performance.now()
    const before = process.threadCpuUsage()
    scan(n)
    const { user, system } = process.threadCpuUsage(before)
    work.push((user + system) / 1_000)
    times.push(performance.now() - started)
    await delay(PAUSE_MS)
  }
  return { clockMs: quantile(times, 0.95), workMs: quantile(work, 0.95) }
}
