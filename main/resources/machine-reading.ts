import { cpus, freemem, loadavg, totalmem } from 'node:os'
import { posix } from 'node:path'
import { type ControlGroup, readControlGroup } from './control-group.ts'
import { readText } from './read-text.ts'

/** Counters and gauges read at one moment, in the units of the kernel. Two of them give a load. */
export interface MachineReading {
  /** ms, monotonic. */
  readonly at: number
  readonly cores: number
  /** Ticks since start, summed over the processors. */
  readonly cpuBusy: number
  readonly cpuTotal: number
  /** Mean number of runnable tasks over the last minute; null where the system keeps none (Windows). */
  readonly load1: number | null
  readonly memoryTotalBytes: number
  readonly memoryAvailableBytes: number
  readonly group: ControlGroup | null
  /** For how long something has waited so far, microseconds ("PSI" in the kernel's documentation); null where that is not told. */
  readonly stalledUs: { readonly cpu: number | null; readonly memory: number | null }
}

export interface MachineRoots {
  readonly procRoot: string
  readonly sysRoot: string
}

/** Reads the machine: from `/proc` and `/sys` where `roots` are given (Linux), else through Node's `os`. Blocks for well under a millisecond. */
export function readMachine(at: number, roots: MachineRoots | null): MachineReading {
  if (roots === null) return readThroughOs(at)
  const stat = parseStat(readText(posix.join(roots.procRoot, 'stat')) ?? '')
  const memory = parseMeminfo(readText(posix.join(roots.procRoot, 'meminfo')) ?? '')
  const load1 = Number.parseFloat(readText(posix.join(roots.procRoot, 'loadavg')) ?? '')
  if (stat === null || memory === null) return readThroughOs(at)
  const group = readControlGroup(roots.procRoot, roots.sysRoot)
  // In a container with a limit of its own, how long the rest of the machine waits says nothing.
  const isLimited = group.cpuLimit !== null
  const stalled = (what: string): number | null => (isLimited ? null : parseStalled(readText(posix.join(roots.procRoot, 'pressure', what))))
  return {
    at,
    ...stat,
    load1: Number.isFinite(load1) ? load1 : null,
    ...memory,
    group,
    stalledUs: { cpu: stalled('cpu'), memory: stalled('memory') },
  }
}

function parseStalled(text: string | null): number | null {
  const total = /^some .*total=(\d+)/m.exec(text ?? '')?.[1]
  return total === undefined ? null : Number(total)
}

function readThroughOs(at: number): MachineReading {
  const all = cpus()
  const cpuTotal = all.reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.idle + times.irq, 0)
  return {
    at,
    cores: Math.max(1, all.length),
    cpuTotal,
    cpuBusy: cpuTotal - all.reduce((sum, { times }) => sum + times.idle, 0),
    load1: process.platform === 'win32' ? null : (loadavg()[0] ?? null),
    memoryTotalBytes: totalmem(),
    memoryAvailableBytes: freemem(),
    group: null,
    stalledUs: { cpu: null, memory: null },
  }
}

/** First line of `/proc/stat`: user nice system idle iowait irq softirq steal (guest time is part of user time). See proc(5). */
function parseStat(text: string): Pick<MachineReading, 'cores' | 'cpuBusy' | 'cpuTotal'> | null {
  const total = /^cpu +(.+)$/m.exec(text)?.[1]
  if (total === undefined) return null
  const ticks = total.split(/\s+/).slice(0, 8).map(Number)
  const cpuTotal = ticks.reduce((sum, value) => sum + value, 0)
  return { cores: Math.max(1, text.match(/^cpu\d+ /gm)?.length ?? 1), cpuTotal, cpuBusy: cpuTotal - (ticks[3] ?? 0) - (ticks[4] ?? 0) }
}

function parseMeminfo(text: string): Pick<MachineReading, 'memoryTotalBytes' | 'memoryAvailableBytes'> | null {
  const kib = (name: string): number | null => {
    const value = new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(text)?.[1]
    return value === undefined ? null : Number(value) * 1024
  }
  const memoryTotalBytes = kib('MemTotal')
  // Kernels before 3.14 have no MemAvailable.
  const memoryAvailableBytes = kib('MemAvailable') ?? kib('MemFree')
  return memoryTotalBytes === null || memoryAvailableBytes === null ? null : { memoryTotalBytes, memoryAvailableBytes }
}
