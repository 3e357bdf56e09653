import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** `unknown`: a process of that number exists, but nothing proves that it is the one meant. */
export type Liveness = boolean | 'unknown'

/** Start time where the platform does not tell one. */
const NO_START = '-'

/** The name under which this process holds leases: `pid:start:nonce`. Two engines in one process have two names. */
export function newOwner(): string {
  return `${process.pid}:${startOf(process.pid) ?? NO_START}:${randomBytes(6).toString('hex')}`
}

/**
 * Whether the process that took this name still runs. On Linux the answer is certain: number and start time (with the boot it belongs
 * to) name a process once and for all. Elsewhere a number that is taken proves nothing, and one that is free proves the death.
 */
export function isOwnerAlive(owner: string): Liveness {
  const [pidText = '', start = NO_START] = owner.split(':')
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0) return 'unknown'
  if (process.platform === 'linux' && start !== NO_START) return startOf(pid) === start
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return 'unknown'
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH' ? false : 'unknown'
  }
}

/**
 * Ends the process that holds leases under this name. Only where number, start time and boot say for certain that it is the one meant, and never
 * our own; elsewhere false, and a process that hangs keeps its jobs until a person ends it.
 */
export function stopOwner(owner: string): boolean {
  const [pidText = '', start = NO_START] = owner.split(':')
  const pid = Number(pidText)
  if (process.platform !== 'linux' || !Number.isInteger(pid) || pid <= 1 || pid === process.pid) return false
  if (start === NO_START || startOf(pid) !== start) return false
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

/** Clock ticks since boot at which the process began, and the boot's id; null when there is no such process or it is only a zombie. */
function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return null
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command's name is in parentheses and may hold anything; the fields after the last one are state (3rd) to start time (22nd).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const state = fields[0]
    if (state === 'Z' || state === 'X') return null
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
    return `${fields[19] ?? ''}@${boot}`
  } catch {
    return null
  }
}
