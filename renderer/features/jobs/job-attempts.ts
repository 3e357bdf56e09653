import type { JobLogLine, JobState, JobTransition } from '#contracts/jobs.ts'

/** One try of a job: from when a worker took it to how that ended, with what it took of the machine where that is known. */
export interface JobAttempt {
  readonly fence: number
  readonly startedAt: number
  /** Null while it lasts. */
  readonly endedAt: number | null
  readonly outcome: JobState
  readonly note: string
  readonly usage: { readonly cpuMs: number; readonly memoryMb: number; readonly others: number } | null
}

const BEGINS: ReadonlySet<JobState> = new Set<JobState>(['leased', 'running'])
/** The line that the core writes at the end of each run that was long enough to say. */
const USED = 'attempt.used'

/** The tries of a job, oldest first, from its record and its log. */
export function attemptsOf(transitions: readonly JobTransition[], log: readonly JobLogLine[]): JobAttempt[] {
  const attempts = new Map<number, JobAttempt>()
  for (const { fence, at, to, note } of transitions) {
    const known = attempts.get(fence)
    if (BEGINS.has(to)) {
      attempts.set(fence, {
        fence,
        startedAt: to === 'running' || known === undefined ? at : known.startedAt,
        endedAt: null,
        outcome: to,
        note: '',
        usage: usageOf(log, fence),
      })
    } else if (known !== undefined && known.endedAt === null) {
      attempts.set(fence, { ...known, endedAt: at, outcome: to, note })
    }
  }
  return [...attempts.values()]
}

function usageOf(log: readonly JobLogLine[], fence: number): JobAttempt['usage'] {
  const line = log.findLast((one) => one.event === USED && one.fence === fence)
  if (line === undefined) return null
  const number = (name: string): number => {
    const value = line.fields[name]
    return typeof value === 'number' ? value : 0
  }
  return { cpuMs: number('cpuMs'), memoryMb: number('memoryMb'), others: number('others') }
}

/** What a job itself wrote: what it took is shown with its tries. */
export function ownLines(log: readonly JobLogLine[]): JobLogLine[] {
  return log.filter(({ event }) => event !== USED)
}
