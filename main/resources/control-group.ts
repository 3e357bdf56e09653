import { posix } from 'node:path'
import { numberIn, readText } from './read-text.ts'

/** What the container that we run in may use; null for no limit. */
export interface ControlGroup {
  /** Processors, may be a fraction. */
  readonly cpuLimit: number | null
  /** Processor time used so far, microseconds. */
  readonly cpuUsedUs: number | null
  readonly memoryLimitBytes: number | null
  /** Without the file cache, which the kernel gives back. */
  readonly memoryUsedBytes: number | null
}

/** Kernels before 5.x, and version 1, write no limit as a number near 2^63. */
const NO_LIMIT = 2 ** 60

/** Reads the limits of our control group and of those above it (version 2; version 1 where it is mounted in the usual place). */
export function readControlGroup(procRoot: string, sysRoot: string): ControlGroup {
  const root = posix.join(sysRoot, 'fs/cgroup')
  const membership = readText(posix.join(procRoot, 'self/cgroup')) ?? ''
  return readText(posix.join(root, 'cgroup.controllers')) === null ? versionOne(root, membership) : versionTwo(root, membership)
}

function versionTwo(root: string, membership: string): ControlGroup {
  const own = /^0::(.*)$/m.exec(membership)?.[1] ?? '/'
  const limits: ControlGroup[] = folders(root, own).map((folder) => {
    const [quota, period] = (readText(posix.join(folder, 'cpu.max')) ?? 'max').trim().split(/\s+/)
    const cache = numberIn(/^inactive_file (\d+)/m.exec(readText(posix.join(folder, 'memory.stat')) ?? '')?.[1] ?? null) ?? 0
    const current = numberIn(readText(posix.join(folder, 'memory.current')))
    return {
      cpuLimit: quota === undefined || quota === 'max' ? null : Number(quota) / Number(period ?? 100_000),
      cpuUsedUs: numberIn(/^usage_usec (\d+)/m.exec(readText(posix.join(folder, 'cpu.stat')) ?? '')?.[1] ?? null),
      memoryLimitBytes: bounded(numberIn(readText(posix.join(folder, 'memory.max')))),
      memoryUsedBytes: current === null ? null : Math.max(0, current - cache),
    }
  })
  return tightest(limits)
}

function versionOne(root: string, membership: string): ControlGroup {
  const pathOf = (controller: string): string =>
    membership
      .split('\n')
      .map((line) => line.split(':'))
      .find(([, names]) => names?.split(',').includes(controller))?.[2] ?? '/'
  const cpu = folders(posix.join(root, 'cpu'), pathOf('cpu')).map((folder): ControlGroup => {
    const quota = numberIn(readText(posix.join(folder, 'cpu.cfs_quota_us')))
    const period = numberIn(readText(posix.join(folder, 'cpu.cfs_period_us'))) ?? 100_000
    const usedNs = numberIn(readText(posix.join(folder, 'cpuacct.usage')))
    return { ...UNLIMITED, cpuLimit: quota === null ? null : quota / period, cpuUsedUs: usedNs === null ? null : usedNs / 1_000 }
  })
  const memory = folders(posix.join(root, 'memory'), pathOf('memory')).map((folder): ControlGroup => {
    const cache = numberIn(/^total_inactive_file (\d+)/m.exec(readText(posix.join(folder, 'memory.stat')) ?? '')?.[1] ?? null) ?? 0
    const usage = numberIn(readText(posix.join(folder, 'memory.usage_in_bytes')))
    return {
      ...UNLIMITED,
      memoryLimitBytes: bounded(numberIn(readText(posix.join(folder, 'memory.limit_in_bytes')))),
      memoryUsedBytes: usage === null ? null : Math.max(0, usage - cache),
    }
  })
  return tightest([...cpu, ...memory])
}

const UNLIMITED: ControlGroup = { cpuLimit: null, cpuUsedUs: null, memoryLimitBytes: null, memoryUsedBytes: null }

function bounded(bytes: number | null): number | null {
  return bytes === null || bytes > NO_LIMIT ? null : bytes
}

/** The group's folder and those above it, up to the root. In a container the path may name a place that is not mounted: then it reads as unlimited. */
function folders(root: string, path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..')
  return Array.from({ length: parts.length + 1 }, (_none, depth) => posix.join(root, ...parts.slice(0, parts.length - depth)))
}

/** The lowest limit of each kind, with the use of the group that has it. */
function tightest(groups: readonly ControlGroup[]): ControlGroup {
  let result = UNLIMITED
  for (const { cpuLimit, cpuUsedUs, memoryLimitBytes, memoryUsedBytes } of groups) {
    if (cpuLimit !== null && cpuLimit > 0 && cpuLimit < (result.cpuLimit ?? Number.POSITIVE_INFINITY))
      result = { ...result, cpuLimit, cpuUsedUs }
    if (memoryLimitBytes !== null && memoryLimitBytes < (result.memoryLimitBytes ?? Number.POSITIVE_INFINITY)) {
      result = { ...result, memoryLimitBytes, memoryUsedBytes }
    }
  }
  return result
}
