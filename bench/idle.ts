// What looking at the machine costs, and what an idle host costs: `npx node bench/idle.ts [seconds]`. Linux only. Prints one JSON document.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { makeDataDir, removeDataDir, startHost } from '../e2e/host-process.ts'
import { createResourceMonitor } from '../main/resources/index.ts'
import { systemClock } from '../main/system-platform.ts'

const seconds = Number(process.argv[2] ?? 20)
/** Of `/proc/PID/stat`: a hundred a second on every Linux that Node runs on. */
const TICKS = 100

interface Use {
  /** Times that a thread went to sleep and was woken up again, by thread. */
  readonly wakes: ReadonlyMap<string, number>
  readonly cpuSeconds: number
}

function useOf(pid: number): Use {
  const wakes = new Map<string, number>()
  for (const id of readdirSync(`/proc/${pid}/task`)) {
    const status = readFileSync(`/proc/${pid}/task/${id}/status`, 'utf8')
    const name = /^Name:\s+(.+)$/m.exec(status)?.[1] ?? ''
    wakes.set(`${name} ${id}`, Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1]))
  }
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return { wakes, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS }
}

function between(before: Use, after: Use, span: number): { wakeUpsPerSecond: number; cpuPct: number; byThread: Record<string, number> } {
  const byThread: Record<string, number> = {}
  for (const [thread, count] of after.wakes) {
    const rate = (count - (before.wakes.get(thread) ?? 0)) / span
    if (rate > 0.05) byThread[thread] = Math.round(rate * 100) / 100
  }
  const all = [...after.wakes].reduce((sum, [thread, count]) => sum + count - (before.wakes.get(thread) ?? 0), 0)
  return { wakeUpsPerSecond: all / span, cpuPct: ((after.cpuSeconds - before.cpuSeconds) / span) * 100, byThread }
}

/** A headless host that nobody talks to, after it has settled: wake-ups of all its threads, and percent of one core. */
async function idleHost(): Promise<ReturnType<typeof between>> {
  const dataDir = makeDataDir()
  const host = await startHost(dataDir)
  try {
    await delay(10_000)
    const before = useOf(host.pid)
    await delay(seconds * 1_000)
    return between(before, useOf(host.pid), seconds)
  } finally {
    await host.stop()
    removeDataDir(dataDir)
  }
}

/** Main thread's processor time a sample (µs, what the event loop itself costs included), while somebody looks. */
async function sampling(inThread: boolean): Promise<ReturnType<typeof between> & { mainThreadUsPerSample: number }> {
  const log = { debug() {}, info() {}, warn() {}, error: () => 'err' }
  const monitor = createResourceMonitor({ clock: systemClock, log, ...(inThread ? { thread: { file: null } } : {}) })
  let samples = 0
  const stop = monitor.subscribe(() => {
    samples += 1
  })
  await delay(3_000)
  samples = 0
  const before = useOf(process.pid)
  const cpuBefore = process.threadCpuUsage()
  await delay(seconds * 1_000)
  const { user, system } = process.threadCpuUsage(cpuBefore)
  const use = between(before, useOf(process.pid), seconds)
  stop()
  await monitor.dispose()
  return { mainThreadUsPerSample: (user + system) / samples, ...use }
}

/** `current()` of a fresh sample, ms: median and 99th percentile. */
async function current(): Promise<{ medianMs: number; p99Ms: number }> {
  const log = { debug() {}, info() {}, warn() {}, error: () => 'err' }
  const monitor = createResourceMonitor({ clock: systemClock, log })
  await monitor.current()
  const times: number[] = []
  for (let round = 0; round < 1_000; round += 1) {
    const started = performance.now()
    await monitor.current()
    times.push(performance.now() - started)
  }
  await monitor.dispose()
  times.sort((a, b) => a - b)
  return { medianMs: times[500] ?? Number.NaN, p99Ms: times[990] ?? Number.NaN }
}

console.log(
  JSON.stringify(
    {
      seconds,
      idleHost: await idleHost(),
      inThread: await sampling(true),
      onMainThread: await sampling(false),
      currentWhenFresh: await current(),
    },
    null,
    2,
  ),
)
