import type { Connection } from '../connection.ts'

/**
 * Prepares a statement over several jobs, given by their places in the table; returns what runs it and tells how many rows it changed. Jobs that lie side
 * by side, as those of one call do, are one range: a list costs a fifth more. `sql` is given the condition.
 */
export function prepareForJobs(
  db: Connection,
  sql: (areThey: string) => string,
): (jobs: readonly number[], values: Readonly<Record<string, string | number>>) => number {
  const listed = db.prepare(sql('seq IN (SELECT value FROM json_each(:jobs))'))
  // Casts, because SQLite would plan the statement anew for every other value that it compares; see `claim.ts`.
  const between = db.prepare(sql('seq BETWEEN CAST(:from AS INTEGER) AND CAST(:to AS INTEGER)'))
  return (jobs, values) => {
    const [from = 0] = jobs
    const isRange = jobs.every((job, at) => job === from + at)
    const result = isRange
      ? between.run({ ...values, from, to: from + jobs.length - 1 })
      : listed.run({ ...values, jobs: JSON.stringify(jobs) })
    return result.changes
  }
}
