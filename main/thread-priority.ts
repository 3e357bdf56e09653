import { getPriority, setPriority } from 'node:os'

/** As niceness. Nine tenths of a processor that somebody else wants as well. */
const PREFERRED = -10
const ORDINARY = 0

/**
 * Asks that this thread goes before other programs: a keystroke's scan takes a millisecond, and beside a program that takes every processor it would
 * wait ten for its turn. Only Linux has a priority per thread, and only gives a higher one to whom it is allowed (root, `CAP_SYS_NICE`,
 * `RLIMIT_NICE`); false where it is not, and where a person has set another one. What this thread starts afterwards inherits it: see {@link asOrdinary}.
 */
export function preferThisThread(): boolean {
  return setTo(PREFERRED, (now) => now === ORDINARY)
}

/** A thread (this one) or a process that a preferred thread has started, and that does not answer a person at once, is as any other. */
export function asOrdinary(pid = 0): void {
  setTo(ORDINARY, (now) => now < ORDINARY, pid)
}

function setTo(niceness: number, when: (now: number) => boolean, pid = 0): boolean {
  if (process.platform !== 'linux') return false
  try {
    if (!when(getPriority(pid))) return false
    setPriority(pid, niceness)
    return true
  } catch {
    // Not allowed, or the process has ended: it only is slower.
    return false
  }
}
