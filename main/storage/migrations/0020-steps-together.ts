import type { Migration } from './migration.ts'

/**
 * Jobs that take the same step at the same moment have one row of the record. What is added and ends in the order of time goes to the end of its
 * index: at the front, where the newest came first, every page was split in the middle.
 */
export const stepsTogether: Migration = {
  version: 20,
  sql: `
CREATE TABLE job_audit_together (
  -- The first of the jobs, and all of them as ranges of their places in the table, rising: '17-60,62'.
  first INTEGER NOT NULL,
  n INTEGER NOT NULL,
  jobs TEXT NOT NULL,
  at INTEGER NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  fence INTEGER NOT NULL,
  PRIMARY KEY (first, n)
) STRICT, WITHOUT ROWID;

DROP INDEX jobs_ended;
DROP INDEX jobs_by_time;
CREATE INDEX jobs_ended ON jobs (state, created_at, seq) WHERE ended_at IS NOT NULL;
CREATE INDEX jobs_by_time ON jobs (created_at, seq);
`,
}
