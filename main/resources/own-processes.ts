import { readdir } from 'node:fs/promises'
import { cpus } from 'node:os'
import { posix } from 'node:path'
import type { OwnProcess } from '#contracts/resources.ts'
import { numberIn, readTextLater } from './read-text.ts'

/** Clock ticks a second: the kernel tells times to programs in these on every architecture. */
const TICKS = 100
/** Threads of one name that used less than this of the machine are not worth a line, percent. */
const QUIET_PCT = 0.05
const KIB_PER_MIB = 1_024

interface Reading {
  readonly key: string
  readonly parent: number
  readonly name: string
  readonly ticks: number
}

export interface OwnProcesses {
  /** This process with its busy threads (those of one name together), and those that it or they started. Empty where the system does not tell (it is Linux' `/proc`). */
  read(): Promise<OwnProcess[]>
}

/** Two looks make a share: the first says no more than what there is. */
export function createOwnProcesses(options: {
  readonly procRoot: string | null
  readonly pid: number
  readonly now: () => number
}): OwnProcesses {
  const { procRoot, pid, now } = options
  let before = new Map<string, number>()
  let beforeAt = Number.NaN

  function shareOf({ key, ticks }: Reading, at: number): number | null {
    const earlier = before.get(key)
    const seconds = (at - beforeAt) / 1_000
    if (earlier === undefined || !(seconds > 0)) return null
    return Math.min(100, (100 * (ticks - earlier)) / TICKS / seconds / Math.max(1, cpus().length))
  }

  return {
    async read() {
      if (procRoot === null) return []
      const at = now()
      const processes = descendants(await readAll(procRoot), pid)
      const threads = (await readThreads(procRoot, pid)).filter(({ name }) => name !== 'MainThread' && !/^(?:node|electron)$/.test(name))
      const own = await Promise.all(
        processes.map(async (reading): Promise<OwnProcess> => {
          const root = posix.join(procRoot, reading.key)
          const command = (await readTextLater(posix.join(root, 'cmdline'))) ?? ''
          const rssKib = numberIn(/^VmRSS:\s+(\d+)/m.exec((await readTextLater(posix.join(root, 'status'))) ?? '')?.[1] ?? null)
          return {
            key: reading.key,
            role: reading.key === String(pid) ? 'app' : roleOf(command),
            name: reading.name,
            cpuPct: shareOf(reading, at),
            rssMb: rssKib === null ? null : Math.round(rssKib / KIB_PER_MIB),
          }
        }),
      )
      const shares = new Map<string, number>()
      for (const reading of threads) shares.set(reading.name, (shares.get(reading.name) ?? 0) + (shareOf(reading, at) ?? 0))
      const busy = [...shares]
        .filter(([, cpuPct]) => cpuPct >= QUIET_PCT)
        .map(([name, cpuPct]): OwnProcess => ({ key: `${pid}/${name}`, role: 'thread', name, cpuPct, rssMb: null }))
      before = new Map([...processes, ...threads].map(({ key, ticks }) => [key, ticks]))
      beforeAt = at
      return [...own, ...busy]
    },
  }
}

/** What kind of process it is, by how it was started. */
function roleOf(command: string): OwnProcess['role'] {
  if (command.includes('model-process')) return 'model'
  if (command.includes('--type=renderer')) return 'window'
  if (command.includes('--type=gpu-process')) return 'graphics'
  return 'other'
}

async function readAll(procRoot: string): Promise<Reading[]> {
  const names = (await readdir(procRoot).catch(() => [])).filter((name) => /^\d+$/.test(name))
  const readings = await Promise.all(names.map((name) => readStat(posix.join(procRoot, name), name)))
  return readings.filter((reading) => reading !== null)
}

async function readThreads(procRoot: string, pid: number): Promise<Reading[]> {
  const folder = posix.join(procRoot, String(pid), 'task')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name !== String(pid))
  const readings = await Promise.all(names.map((name) => readStat(posix.join(folder, name), `${pid}/${name}`)))
  return readings.filter((reading) => reading !== null)
}

/** `pid (name) state ppid … utime stime`: the name may hold anything, also spaces and brackets (proc(5)). */
async function readStat(folder: string, key: string): Promise<Reading | null> {
  const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec((await readTextLater(posix.join(folder, 'stat'))) ?? '') ?? []
  if (name === undefined || rest === undefined) return null
  const fields = rest.split(' ')
  return { key, name, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
}

function descendants(all: readonly Reading[], pid: number): Reading[] {
  const wanted = new Set([pid])
  // Whoever was started later may have a lower number: it is gone through until nothing is added.
  for (let size = 0; size !== wanted.size; ) {
    size = wanted.size
    for (const { key, parent } of all) if (wanted.has(parent)) wanted.add(Number(key))
  }
  return all.filter(({ key }) => wanted.has(Number(key))).sort((a, b) => Number(a.key) - Number(b.key))
}
