import { z } from 'zod'
import { type JobSchedule, JobScheduleSchema } from '#contracts/jobs.ts'
import type { Connection } from '../connection.ts'
import { jsonColumn, readRows } from '../row.ts'

const RowSchema = JobScheduleSchema.extend({ payload: z.union([z.null(), jsonColumn(z.unknown())]) })

export interface Schedules {
  list(): readonly JobSchedule[]
  put(schedule: JobSchedule): void
  remove(id: string): boolean
  /** Moves it on if it still stands at `dueAt`. */
  advance(id: string, dueAt: number, nextAt: number | null): boolean
}

export function createSchedules(db: Connection): Schedules {
  const list = db.prepare(
    `SELECT id, kind, workspace, subject, priority, payload_json AS payload, cron, time_zone AS timeZone, missed, next_at AS nextAt,
     last_at AS lastAt, created_at AS createdAt FROM job_schedules ORDER BY created_at, id`,
  )
  const put = db.prepare(
    `INSERT INTO job_schedules (id, kind, workspace, subject, priority, payload_json, cron, time_zone, missed, next_at, last_at, created_at)
     VALUES (:id, :kind, :workspace, :subject, :priority, :payload, :cron, :timeZone, :missed, :nextAt, :lastAt, :createdAt)
     ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, workspace = excluded.workspace, subject = excluded.subject, priority = excluded.priority,
       payload_json = excluded.payload_json, cron = excluded.cron, time_zone = excluded.time_zone, missed = excluded.missed, next_at = excluded.next_at`,
  )
  const remove = db.prepare('DELETE FROM job_schedules WHERE id = ?')
  const advance = db.prepare('UPDATE job_schedules SET next_at = :nextAt, last_at = :dueAt WHERE id = :id AND next_at = :dueAt')
  return {
    list: () => readRows(RowSchema, list.all(), 'job schedule'),
    put({ payload, ...schedule }) {
      put.run({ ...schedule, payload: payload === null || payload === undefined ? null : JSON.stringify(payload) })
    },
    remove: (id) => remove.run(id).changes === 1,
    advance: (id, dueAt, nextAt) => advance.run({ id, dueAt, nextAt }).changes === 1,
  }
}
