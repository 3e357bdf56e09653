import { type JobLogLine, JobLogLineSchema } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import { jsonColumn, readRows } from '../row.ts'

/** Lines that are kept of a job, the newest. */
const KEPT = 200
/** Longer fields would be text, and text is not for logs. */
const LONGEST_FIELDS = 2_000

const RowSchema = JobLogLineSchema.extend({ fields: jsonColumn(JobLogLineSchema.shape.fields) })

export interface JobLog {
  write(job: number, lines: readonly Omit<JobLogLine, 'n'>[]): void
  of(job: number): readonly JobLogLine[]
}

export function createJobLog(db: Connection): JobLog {
  const insert = db.prepare(
    `INSERT INTO job_log (job, n, at, fence, event, fields_json)
     VALUES (:job, (SELECT coalesce(max(n), 0) + 1 FROM job_log WHERE job = :job), :at, :fence, :event, :fields)`,
  )
  const trim = db.prepare('DELETE FROM job_log WHERE job = :job AND n <= (SELECT max(n) FROM job_log WHERE job = :job) - :kept')
  const lines = db.prepare('SELECT n, at, fence, event, fields_json AS fields FROM job_log WHERE job = ? ORDER BY n')
  return {
    write(job, added) {
      for (const { at, fence, event, fields } of added.slice(-KEPT)) {
        const json = JSON.stringify(fields)
        insert.run({ job, at, fence, event, fields: json.length > LONGEST_FIELDS ? '{"shortened":true}' : json })
      }
      trim.run({ job, kept: KEPT })
    },
    of: (job) => readRows(RowSchema, lines.all(job), 'job log line'),
  }
}
