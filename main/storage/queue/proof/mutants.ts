export interface Mutant {
  readonly name: string
  /** Below `main`. */
  readonly file: string
  readonly edits: readonly (readonly [from: string, to: string])[]
}

const QUEUE = 'storage/queue/'

/** Bugs that an engine like this has had somewhere, each as a change of the source; every `from` is there exactly once. */
export const MUTANTS: readonly Mutant[] = [
  { name: 'a stale end in a turn is taken', file: `${QUEUE}exchange.ts`, edits: [['row === null || row.fence !== fence', 'row === null']] },
  {
    name: 'a stale success among many is taken',
    file: `${QUEUE}ending.ts`,
    edits: [[' AND fence = CAST(:fence AS INTEGER)', '']],
  },
  {
    name: 'a stale end by name is taken',
    file: `${QUEUE}job-repository.ts`,
    edits: [['row !== null && row.fence === fence &&', 'row !== null &&']],
  },
  {
    name: 'a living owner loses its jobs',
    file: `${QUEUE}job-repository.ts`,
    edits: [['(owner IN (SELECT value FROM json_each(:owners))', "(owner IN (SELECT value FROM json_each(:owners)) OR owner <> ''"]],
  },
  {
    name: 'a job that failed keeps its locks',
    file: `${QUEUE}moves.ts`,
    edits: [['if ((after.links & LINKS.locks) !== 0) then', "if ((after.links & LINKS.locks) !== 0 && after.state !== 'failed') then"]],
  },
  {
    name: 'a job that is put back keeps its locks',
    file: `${QUEUE}moves.ts`,
    edits: [['if ((after.links & LINKS.locks) !== 0) then', "if ((after.links & LINKS.locks) !== 0 && after.state !== 'queued') then"]],
  },
  {
    name: 'a dependant goes on although its parent failed',
    file: `${QUEUE}dependencies.ts`,
    edits: [["succeeded || condition === 'any'", 'succeeded || condition !== null']],
  },
  { name: 'a retry ignores the unique key', file: `${QUEUE}moves.ts`, edits: [['(!rows.isKeyFree(row) || dependencies', '(dependencies']] },
  {
    name: 'a delayed job begins early',
    file: `${QUEUE}claim.ts`,
    edits: [
      ["'deferred') AND run_at <= ? LIMIT 1", "'deferred') AND run_at <= ? + 400 LIMIT 1"],
      ["'deferred') AND run_at <= ? ORDER", "'deferred') AND run_at <= ? + 400 ORDER"],
    ],
  },
  {
    name: 'the least urgent goes first',
    file: `${QUEUE}rank.ts`,
    edits: [
      ['job.runAt - job.priority * AGEING_MS', 'job.runAt + job.priority * AGEING_MS'],
      ['run_at - priority *', 'run_at + priority *'],
    ],
  },
  {
    name: 'an exclusive lock is shared with readers',
    file: `${QUEUE}lock-rows.ts`,
    edits: [["a === 'exclusive' || b === 'exclusive'", "a === 'exclusive' && b === 'exclusive'"]],
  },
  { name: 'a free lock wakes nobody who waits to begin', file: `${QUEUE}lock-rows.ts`, edits: [['tryAgain.run(job)', 'void job']] },
  {
    name: 'a circle of waits is not seen',
    file: `${QUEUE}lock-rows.ts`,
    edits: [['circle !== null; circle = circleOf', "circle !== null && name === ''; circle = circleOf"]],
  },
  { name: 'one more than may at once', file: `${QUEUE}places.ts`, edits: [['atOnce - (byKind', 'atOnce + 1 - (byKind']] },
  {
    name: 'a wish to cancel is forgotten when the job is put back',
    file: `${QUEUE}moves.ts`,
    edits: [['if (waits && row.cancelRequested)', 'if (waits && row.crashes > 99)']],
  },
  { name: 'a deferred run counts as a try', file: `${QUEUE}moves.ts`, edits: [["state === 'deferred' || (state", '(state']] },
  {
    name: 'a job that kills its workers is tried for ever',
    file: `${QUEUE}moves.ts`,
    edits: [['tried.attempt < row.maxAttempts && tried', 'tried']],
  },
  {
    name: 'a job that was only claimed ahead has used a try when its process dies',
    file: `${QUEUE}moves.ts`,
    edits: [['{ attempt: row.attempt - 1, crashes: row.crashes }', '{ attempt: row.attempt, crashes: row.crashes }']],
  },
  {
    name: 'who waited for a replaced job waits for ever',
    file: `${QUEUE}moves.ts`,
    edits: [['gone === null ? null : settle(row, gone, now, then)\n    },\n    giveUp', 'gone\n    },\n    giveUp']],
  },
  {
    name: 'nobody is told of a job that may go on',
    file: `${QUEUE}moves.ts`,
    edits: [['if (released !== null) then.jobs.push(toJob(released))', 'void released']],
  },
  {
    name: 'a retry brings back only the next in the chain',
    file: `${QUEUE}moves.ts`,
    edits: [['      reawaken(next, fresh, now, then)\n', '']],
  },
  {
    name: 'a retried dependant waits for what has failed',
    file: `${QUEUE}dependencies.ts`,
    edits: [['isHopeless: (job) => hopeless.get(job) !== undefined', 'isHopeless: (job) => hopeless.get(job) === null']],
  },
  {
    name: 'what several jobs did together is on record for one too few',
    file: `${QUEUE}audit.ts`,
    edits: [['jobs: writeRanges(group), n:', 'jobs: writeRanges(group.slice(1)), n:']],
  },
  {
    name: 'those between the jobs that are ended are ended, too',
    file: `${QUEUE}for-jobs.ts`,
    edits: [
      ['jobs.every((job, at) => job === from + at)', 'jobs.length > 1'],
      ['from + jobs.length - 1', 'jobs.at(-1) ?? from'],
    ],
  },
  {
    name: 'a new job is taken although another one stands before it',
    file: `${QUEUE}claim.ts`,
    edits: [['      if (openLanes(kinds.map((one) => one.kind)).length > 0) return null\n', '']],
  },
  {
    name: 'a new job is taken beyond a limit',
    file: `${QUEUE}claim.ts`,
    edits: [['      if (places.room(lane) <= 0) return null\n', '']],
  },
  {
    name: 'a new job is taken without its locks',
    file: `${QUEUE}add.ts`,
    edits: [['waits || locks.length > 0 ||', 'waits ||']],
  },
  {
    name: 'a lane that is alone is served beyond its limit',
    file: `${QUEUE}claim.ts`,
    edits: [['Math.min(limit - taken.length, places.room(line.lane))', 'limit - taken.length']],
  },
]
