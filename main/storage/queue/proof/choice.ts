import type { Limits } from './commands.ts'
import { demand } from './invariants.ts'
import { isHeld, type ModelJob } from './model.ts'

const LEVEL_MS = 60_000

export interface Choice {
  /** As they were before anything was taken. */
  readonly jobs: readonly ModelJob[]
  readonly taken: readonly (ModelJob | undefined)[]
  readonly places: number
  readonly limits: Limits
  /** Jobs that stand back for a lock now. */
  readonly blocked: ReadonlySet<string>
}

/** Whether what was taken could be, came in the right order, kept the limits, and left no place empty that somebody could have had. */
export function checkChoice({ jobs, taken, places, limits, blocked }: Choice): void {
  const chosen = new Set(taken)
  demand(taken.length <= places && chosen.size === taken.length, `${taken.length} jobs for ${places} places`)
  for (const job of taken) demand(job?.ready === true, `${job?.id} was taken while it is ${job?.state}`)
  const left = jobs.filter((job) => job.ready && !chosen.has(job) && !blocked.has(job.id))
  const isBefore = (a: ModelJob, b: ModelJob): boolean => {
    const difference = a.runAt - a.priority * LEVEL_MS - (b.runAt - b.priority * LEVEL_MS)
    return difference === 0 ? a.order < b.order : difference < 0
  }
  for (const job of taken) {
    const passedOver = left.find((other) => job !== undefined && sameLane(job, other) && isBefore(other, job))
    demand(passedOver === undefined, `${job?.id} was taken before ${passedOver?.id}`)
  }
  const atWork = jobs.filter((job) => isHeld(job) || chosen.has(job))
  const ofKind = (job: ModelJob): number => atWork.filter(({ kind }) => kind === job.kind).length
  const ofWorkspace = (job: ModelJob): number => atWork.filter(({ workspace }) => workspace === job.workspace).length
  for (const job of taken) {
    if (job === undefined) continue
    demand(limits.atOnce === null || ofKind(job) <= limits.atOnce, `${ofKind(job)} of ${job.kind} at once`)
    demand(limits.perWorkspace === null || ofWorkspace(job) <= limits.perWorkspace, `${ofWorkspace(job)} of ${job.workspace} at once`)
  }
  if (taken.length === places || limits.rate) return
  for (const job of left) {
    const isFull =
      ofKind(job) >= (limits.atOnce ?? Number.POSITIVE_INFINITY) || ofWorkspace(job) >= (limits.perWorkspace ?? Number.POSITIVE_INFINITY)
    demand(isFull, `${job.id} could have begun, and there was a place`)
  }
}

function sameLane(a: ModelJob, b: ModelJob): boolean {
  return a.kind === b.kind && a.workspace === b.workspace
}
