import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second for programs, whatever its own clock does. */
const MS_PER_TICK = 10
const MOST_LOOKS = 20

interface Stat {
  readonly pid: number
  readonly parent: number
  /** Of the process and of its children that have ended, user and system. */
  readonly cpuMs: number
}

/** A process and all below it, from the top. Only itself where there is no /proc. */
export function treeOf(pid: number): number[] {
  return statsOf(pid)?.map((stat) => stat.pid) ?? [pid]
}

/**
 * CPU time of a process and all below it. Grows only, also when one of them ends (its parent then counts it). null where there is no /proc.
 */
export function cpuMsOf(pid: number): number | null {
  return statsOf(pid)?.reduce((sum, { cpuMs }) => sum + cpuMs, 0) ?? null
}

/**
 * The files are read one after the other, so one that ends meanwhile could be missing both by itself and in what its parent counts: looked at
 * until nobody came or went between two looks.
 */
function statsOf(root: number): Stat[] | null {
  let last = look(root)
  for (let looks = 1; last !== null && looks < MOST_LOOKS; looks += 1) {
    const next = look(root)
    if (next?.map(({ pid }) => pid).join() === last.map(({ pid }) => pid).join()) return next
    last = next
  }
  return last
}

function look(root: number): Stat[] | null {
  let names: string[]
  try {
    names = readdirSync('/proc')
  } catch {
    return null
  }
  const all = names.filter((name) => /^\d+$/.test(name)).flatMap((name) => readStat(Number(name)))
  const found = all.filter(({ pid }) => pid === root)
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid))
  return found
}

/** Nothing for a process that has ended meanwhile. */
function readStat(pid: number): Stat[] {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name may hold anything; it ends at the last parenthesis.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return [{ pid, parent: Number(fields[1]), cpuMs: ticks * MS_PER_TICK }]
  } catch {
    return []
  }
}
