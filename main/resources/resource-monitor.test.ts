import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ResourceSample, ResourceSampleSchema } from '#contracts/resources.ts'
import type { Log } from '../platform.ts'
import { createResourceMonitor, type ResourceMonitorOptions } from './index.ts'
import { createSlowProbes, type SlowProbes } from './slow-probes.ts'

/** A machine made of files: 4 processors, 8 GiB. */
function fakeMachine() {
  const root = mkdtempSync(join(tmpdir(), 'tidegate-machine-'))
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  /** Ticks busy and idle since start. */
  const stat = (busy: number, idle: number): void =>
    put('proc/stat', `cpu  ${busy} 0 0 ${idle} 0 0 0 0 0 0\n${[0, 1, 2, 3].map((n) => `cpu${n} 1 0 0 1 0 0 0 0 0 0\n`).join('')}`)
  stat(1_000, 9_000)
  put('proc/loadavg', '3.00 1.00 0.50 2/100 1234\n')
  put('proc/meminfo', 'MemTotal:        8388608 kB\nMemFree:          100000 kB\nMemAvailable:    4194304 kB\n')
  return { put, stat, roots: { procRoot: join(root, 'proc'), sysRoot: join(root, 'sys') }, remove: () => rmSync(root, { recursive: true }) }
}

const realClock = { now: Date.now, monotonic: () => performance.now() }
const log: Log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn(() => 'err_1') }

describe('the resource monitor', () => {
  let machine: ReturnType<typeof fakeMachine>
  let time = 0
  const clock = { now: () => 1_000_000 + time, monotonic: () => time }
  const monitor = (more: Partial<ResourceMonitorOptions> = {}) => createResourceMonitor({ clock, log, roots: machine.roots, ...more })
  const pass = async (ms: number): Promise<void> => {
    time += ms
    await vi.advanceTimersByTimeAsync(ms)
  }

  beforeEach(() => {
    vi.useFakeTimers()
    time = 0
    machine = fakeMachine()
  })
  afterEach(() => {
    vi.useRealTimers()
    machine.remove()
  })

  it('tells load and memory as they are now, in the shape of the contract', async () => {
    const { current } = monitor()
    machine.stat(1_300, 9_100)
    await pass(1_000)
    const sample = await current()
    expect(ResourceSampleSchema.parse(sample)).toEqual(sample)
    expect(sample).toMatchObject({ at: 1_001_000, cpu: { loadPct: 75, cores: 4 }, memory: { totalMb: 8_192, availableMb: 4_096 }, gpu: [] })
    expect(sample.process.rssMb).toBeGreaterThan(10)
  })

  it('answers from the last sample while it is fresh', async () => {
    const { current } = monitor()
    await pass(500)
    const first = await current()
    await pass(1_900)
    expect(await current()).toBe(first)
    await pass(200)
    expect(await current()).not.toBe(first)
  })

  it('takes the mean of the last minute when it last looked long ago and the machine was quiet', async () => {
    const { current } = monitor()
    machine.put('proc/loadavg', '0.80 1.00 0.50 2/100 1234\n')
    machine.stat(1_000, 90_000)
    await pass(600_000)
    expect((await current()).cpu.loadPct).toBe(20)
  })

  it.each([
    ['has calmed down since', 1_001, 90_019, 5],
    ['is still as busy', 1_018, 90_002, 75],
  ])('looks twice at a machine that was busy in the last minute and %s', async (_state, busy, idle, loadPct) => {
    const { current } = monitor()
    machine.stat(1_000, 90_000)
    await pass(600_000)
    const both = Promise.all([current(), current()])
    machine.stat(busy, idle)
    await pass(60)
    const [one, other] = await both
    expect(one.cpu.loadPct).toBeCloseTo(loadPct)
    expect(other).toBe(one)
  })

  it('measures the load of now where the mean of the last minute would do for others', async () => {
    const { current, measure } = monitor()
    machine.put('proc/loadavg', '0.20 1.00 0.50 2/100 1234\n')
    machine.stat(1_000, 90_000)
    await pass(600_000)
    // Another asks meanwhile, and is answered at once.
    expect((await current()).cpu.loadPct).toBe(5)
    const both = Promise.all([measure(), measure()])
    machine.stat(1_024, 90_000)
    await pass(60)
    const [one, other] = await both
    expect(one.cpu.loadPct).toBe(100)
    expect(other).toBe(one)
    await pass(1_900)
    expect(await measure()).toBe(one)
  })

  it('compares the first sample of one who begins to look with the machine of that moment', async () => {
    const watch = monitor()
    machine.put('proc/loadavg', '0.20 1.00 0.50 2/100 1234\n')
    machine.stat(1_000, 90_000)
    await pass(600_000)
    const loads: number[] = []
    const stop = watch.subscribe(({ cpu }) => loads.push(cpu.loadPct))
    machine.stat(1_400, 90_000)
    await pass(1_000)
    expect(loads).toEqual([100])
    stop()
  })

  it('samples once a second while somebody looks, keeps five minutes, and does nothing otherwise', async () => {
    const watch = monitor()
    await pass(10_000)
    expect(watch.history()).toHaveLength(0)
    const seen: number[] = []
    const stop = watch.subscribe(({ at }) => seen.push(at))
    for (let second = 0; second < 400; second += 1) await pass(1_000)
    expect(seen).toHaveLength(400)
    const history = watch.history()
    expect(history).toHaveLength(300)
    expect(history.map(({ at }) => at)).toEqual(seen.slice(-300))
    stop()
    await pass(5_000)
    expect(seen).toHaveLength(400)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keeps telling others when one listener fails', async () => {
    const watch = monitor()
    const seen = vi.fn()
    watch.subscribe(() => {
      throw new Error('broken view')
    })
    watch.subscribe(seen)
    await pass(1_000)
    expect(seen).toHaveBeenCalledOnce()
    await watch.dispose()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('learns each dear figure at its own rate', async () => {
    const card = { name: 'Card', vramTotalMb: 8_000, vramFreeMb: 6_000, utilizationPct: 10 }
    const probes = probesOf({ gpu: async () => [card], battery: async () => ({ present: true, charging: false, percent: 12 }) })
    const watch = monitor({ probes })
    const stop = watch.subscribe(() => undefined)
    for (let second = 0; second < 61; second += 1) await pass(1_000)
    expect(watch.history().at(-1)).toMatchObject({
      gpu: [card],
      battery: { present: true, charging: false, percent: 12 },
      thermal: 'nominal',
    })
    expect(watch.history().at(-1)?.unknown).toBeUndefined()
    expect(probes.thermal).toHaveBeenCalledTimes(7)
    expect(probes.battery).toHaveBeenCalledTimes(4)
    // A card is left to sleep while the machine runs on its battery.
    expect(probes.gpu).toHaveBeenCalledTimes(1)
    stop()
  })

  it('says of what it cannot learn that it is not known, and asks less and less often', async () => {
    const probes = probesOf({ gpu: async () => Promise.reject(new Error('driver gone')), battery: async () => null })
    const watch = monitor({ probes })
    const stop = watch.subscribe(() => undefined)
    for (let second = 0; second < 600; second += 1) await pass(1_000)
    expect(watch.history().at(-1)).toMatchObject({ gpu: [], battery: { present: false }, unknown: ['gpu', 'battery'] })
    // At 0 s, then 60, 120, 240 … s later.
    expect(vi.mocked(probes.gpu).mock.calls.length).toBeLessThanOrEqual(4)
    stop()
    await watch.dispose()
  })

  it('gives up a look that hangs, starts no second one beside it, and forgets what has become old', async () => {
    let answer: (cards: []) => void = () => {}
    const gpu = vi.fn<SlowProbes['gpu']>()
    gpu.mockResolvedValueOnce([])
    gpu.mockImplementation(() => new Promise((resolve) => (answer = resolve)))
    const watch = monitor({ probes: probesOf({ gpu }) })
    const stop = watch.subscribe(() => undefined)
    for (let second = 0; second < 60; second += 1) await pass(1_000)
    expect(watch.history().at(-1)?.unknown).toBeUndefined()
    for (let second = 0; second < 240; second += 1) await pass(1_000)
    expect(watch.history().at(-1)?.unknown).toEqual(['gpu'])
    expect(gpu).toHaveBeenCalledTimes(2)
    expect(gpu.mock.calls[1]?.[0].aborted).toBe(true)
    stop()
    answer([])
    await watch.dispose()
  })

  it('takes the warmer of what it and the host know', async () => {
    const { current } = monitor({ probes: probesOf({}), thermal: () => 'hot' })
    await current()
    expect((await current()).thermal).toBe('hot')
  })

  it('tells how long programs have waited since the last look', async () => {
    const put = (cpu: number, memory: number): void => {
      machine.put(
        'proc/pressure/cpu',
        `some avg10=1.00 avg60=1.00 avg300=1.00 total=${cpu}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n`,
      )
      machine.put('proc/pressure/memory', `some avg10=0.00 avg60=0.00 avg300=0.00 total=${memory}\n`)
    }
    put(1_000_000, 0)
    const { current } = monitor()
    put(1_250_000, 50_000)
    await pass(1_000)
    expect((await current()).pressure).toEqual({ cpu: 25, memory: 5 })
    rmSync(join(machine.roots.procRoot, 'pressure'), { recursive: true })
    await pass(3_000)
    expect((await current()).pressure).toEqual({ cpu: null, memory: null })
  })

  it.each([
    [
      'version 2',
      {
        'proc/self/cgroup': '0::/box\n',
        'sys/fs/cgroup/cgroup.controllers': 'cpu memory',
        'sys/fs/cgroup/box/cpu.max': '150000 100000\n',
        'sys/fs/cgroup/box/cpu.stat': 'usage_usec 5000000\n',
        'sys/fs/cgroup/box/memory.max': '1073741824\n',
        'sys/fs/cgroup/box/memory.current': '805306368\n',
        'sys/fs/cgroup/box/memory.stat': 'inactive_file 268435456\n',
      },
      'sys/fs/cgroup/box/cpu.stat',
      'usage_usec 6200000\n',
    ],
    [
      'version 1',
      {
        'proc/self/cgroup': '4:memory:/box\n1:cpu,cpuacct:/box\n',
        'sys/fs/cgroup/cpu/box/cpu.cfs_quota_us': '150000\n',
        'sys/fs/cgroup/cpu/box/cpu.cfs_period_us': '100000\n',
        'sys/fs/cgroup/cpu/box/cpuacct.usage': '5000000000\n',
        'sys/fs/cgroup/memory/box/memory.limit_in_bytes': '1073741824\n',
        'sys/fs/cgroup/memory/box/memory.usage_in_bytes': '805306368\n',
        'sys/fs/cgroup/memory/box/memory.stat': 'total_inactive_file 268435456\n',
      },
      'sys/fs/cgroup/cpu/box/cpuacct.usage',
      '6200000000\n',
    ],
  ])('takes the limits of a container (control groups, %s) for the machine', async (_version, files, counter, later) => {
    for (const [path, text] of Object.entries(files)) machine.put(path, text)
    const { current } = monitor()
    machine.put(counter, later)
    machine.stat(1_010, 9_390)
    await pass(1_000)
    // 1.2 s of processor time in one second, of 1.5 allowed.
    expect(await current()).toMatchObject({ cpu: { loadPct: 80, cores: 2 }, memory: { totalMb: 1_024, availableMb: 512 } })
  })

  it('reads the memory of AMD cards from files, and leaves out what tells no memory', async () => {
    machine.put('sys/class/drm/card0/device/mem_info_vram_total', `${16 * 1024 ** 3}\n`)
    machine.put('sys/class/drm/card0/device/mem_info_vram_used', `${6 * 1024 ** 3}\n`)
    machine.put('sys/class/drm/card0/device/gpu_busy_percent', '37\n')
    machine.put('sys/class/drm/card0-DP-1/status', 'connected\n')
    machine.put('sys/class/drm/card1/device/vendor', '0x8086\n')
    const { signal } = new AbortController()
    expect(await createSlowProbes(machine.roots, signal).gpu(signal)).toEqual([
      { name: 'AMD GPU', vramTotalMb: 16_384, vramFreeMb: 10_240, utilizationPct: 37 },
    ])
  })

  it('knows the battery of the machine from that of a mouse', async () => {
    machine.put('sys/class/power_supply/mouse/type', 'Battery\n')
    machine.put('sys/class/power_supply/mouse/scope', 'Device\n')
    machine.put('sys/class/power_supply/mouse/capacity', '3\n')
    const { signal } = new AbortController()
    const { battery } = createSlowProbes(machine.roots, signal)
    expect(await battery(signal)).toEqual({ present: false, charging: false, percent: null })
    machine.put('sys/class/power_supply/BAT0/type', 'Battery\n')
    machine.put('sys/class/power_supply/BAT0/status', 'Discharging\n')
    machine.put('sys/class/power_supply/BAT0/capacity', '41\n')
    machine.put('sys/class/power_supply/AC/type', 'Mains\n')
    machine.put('sys/class/power_supply/AC/online', '0\n')
    expect(await battery(signal)).toEqual({ present: true, charging: false, percent: 41 })
    machine.put('sys/class/power_supply/AC/online', '1\n')
    expect((await battery(signal))?.charging).toBe(true)
  })
})

describe('on this machine', () => {
  it('samples for real, also through the library in its thread', async () => {
    const real = createResourceMonitor({ clock: realClock, log })
    expect(ResourceSampleSchema.safeParse(await real.current()).success).toBe(true)
    await real.dispose()
    const stopped = new AbortController()
    const probes = createSlowProbes(null, stopped.signal)
    const battery = await probes.battery(stopped.signal)
    expect(battery?.present).toBeTypeOf('boolean')
    await expect(probes.gpu(AbortSignal.abort())).rejects.toThrow()
    stopped.abort()
    await expect(probes.battery(new AbortController().signal)).rejects.toThrow()
  })

  it('samples from a thread of its own while somebody looks, and ends it after', async () => {
    let threads = 0
    const onThread = (thread: Worker): void => {
      threads += 1
      thread.once('exit', () => (threads -= 1))
    }
    process.on('worker', onThread)
    const real = createResourceMonitor({ clock: realClock, log, thread: { file: null } })
    const seen: ResourceSample[] = []
    const stop = await new Promise<() => void>((resolve) => {
      const end = real.subscribe((sample) => {
        seen.push(sample)
        if (seen.length === 3) resolve(end)
      })
    })
    expect(threads).toBe(1)
    for (const sample of seen) expect(ResourceSampleSchema.parse(sample)).toEqual(sample)
    expect(await real.current()).toBe(seen[2])
    stop()
    await real.dispose()
    expect(threads).toBe(0)
    process.off('worker', onThread)
  })

  it('goes on by itself when the thread cannot run', async () => {
    const errors: string[] = []
    const failing: Log = { ...log, error: (event) => `${errors.push(event)}` }
    const real = createResourceMonitor({ clock: realClock, log: failing, thread: { file: '/nowhere/sampling-thread.js' } })
    const sample = await new Promise<ResourceSample>((resolve) => real.subscribe(resolve))
    expect(ResourceSampleSchema.safeParse(sample).success).toBe(true)
    expect(errors).toEqual(['resources.thread_failed'])
    await real.dispose()
  })
})

describe('a change of power', () => {
  it('makes the next question look anew, though the last answer is fresh', async () => {
    const machine = fakeMachine()
    let charging = true
    const probes = probesOf({ battery: async () => ({ present: true, percent: 50, charging }) })
    let time = 10_000
    const clock = { now: () => 1_000_000 + time, monotonic: () => time }
    const monitor = createResourceMonitor({ clock, log, roots: machine.roots, probes })
    await monitor.current()
    time += 100
    await monitor.current()
    expect(probes.battery).toHaveBeenCalledTimes(1)
    charging = false
    monitor.outdate()
    await monitor.current()
    expect(probes.battery).toHaveBeenCalledTimes(2)
    time += 3_000
    expect((await monitor.current()).battery.charging).toBe(false)
    await monitor.dispose()
    machine.remove()
  })
})

/** Probes that answer at once: nothing there, and cool. */
function probesOf(over: Partial<SlowProbes>): SlowProbes {
  return {
    battery: vi.fn(over.battery ?? (async () => ({ present: false, charging: false, percent: null }))),
    gpu: vi.fn(over.gpu ?? (async () => [])),
    thermal: vi.fn(over.thermal ?? (async () => 'nominal' as const)),
    memoryAvailable: vi.fn(over.memoryAvailable ?? (async () => null)),
  }
}
