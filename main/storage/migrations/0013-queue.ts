import type { Migration } from './migration.ts'

/**
 * Jobs with workspaces, dependencies, locks, unique keys, payloads and results. `ready` is 1 where a job may be claimed now, 2 where it
 * waits for a lock, else 0; `rank` is the order among the ready ones (see `queue/rank.ts`), so that a claim is one seek however many wait.
 * The transitions are kept by job, so that the steps of jobs done in turn lie side by side.
 */
export const queue: Migration = {
  version: 13,
  sql: `
ALTER TABLE jobs ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN ready INTEGER NOT NULL DEFAULT 0 CHECK (ready IN (0, 1, 2));
ALTER TABLE jobs ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN links INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN waits_for INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN unique_key TEXT;
ALTER TABLE jobs ADD COLUMN payload_json TEXT;
ALTER TABLE jobs ADD COLUMN label TEXT NOT NULL DEFAULT 'restricted' CHECK (label IN ('public', 'internal', 'confidential', 'restricted'));
ALTER TABLE jobs ADD COLUMN result_json TEXT;
ALTER TABLE jobs ADD COLUMN timeout_ms INTEGER;
ALTER TABLE jobs ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET rank = run_at - priority * 60000, links = CASE kind WHEN 'generate' THEN 1 ELSE 0 END;

DROP INDEX jobs_ready;
DROP INDEX jobs_due;
DROP INDEX jobs_held;
DROP INDEX jobs_by_state;
CREATE INDEX jobs_ready ON jobs (kind, workspace, rank, seq) WHERE ready = 1;
CREATE INDEX jobs_due ON jobs (run_at) WHERE ready = 0 AND state IN ('queued', 'deferred');
CREATE INDEX jobs_held ON jobs (kind, workspace) WHERE state IN ('leased', 'running');
CREATE INDEX jobs_set_aside ON jobs (state, created_at DESC, seq DESC) WHERE state IN ('waiting', 'deferred');
CREATE INDEX jobs_ended ON jobs (state, created_at DESC, seq DESC) WHERE ended_at IS NOT NULL;
CREATE UNIQUE INDEX jobs_unique ON jobs (unique_key) WHERE unique_key IS NOT NULL AND ended_at IS NULL;

CREATE TABLE job_audit (
  job INTEGER NOT NULL,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  fence INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (job, n)
) STRICT, WITHOUT ROWID;
-- What stood here before takes the numbers below zero; those of a lease begin at four times its fence.
INSERT INTO job_audit
  SELECT jobs.seq, row_number() OVER (PARTITION BY t.job_id ORDER BY t.seq) - 1000000, t.at, t.from_state, t.to_state, t.fence, t.note
  FROM job_transitions t JOIN jobs ON jobs.id = t.job_id;
DROP TABLE job_transitions;

CREATE TABLE job_dependencies (
  on_job INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
  job INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
  condition TEXT NOT NULL CHECK (condition IN ('success', 'any')),
  met INTEGER NOT NULL CHECK (met IN (0, 1)),
  PRIMARY KEY (on_job, job)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_dependencies_of ON job_dependencies (job, on_job);

-- What a job asks for before it starts, what is held, and who waits in the middle of a job.
CREATE TABLE job_lock_wishes (
  job INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
  name TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('shared', 'exclusive')),
  PRIMARY KEY (job, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE job_locks (
  name TEXT NOT NULL,
  job INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
  mode TEXT NOT NULL CHECK (mode IN ('shared', 'exclusive')),
  fence INTEGER NOT NULL,
  owner TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  PRIMARY KEY (name, job)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_locks_of ON job_locks (job);
CREATE TABLE job_lock_waiters (
  seq INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  job INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
  mode TEXT NOT NULL CHECK (mode IN ('shared', 'exclusive')),
  -- 0 waits to begin, else the fence of the lease in whose middle it waits.
  fence INTEGER NOT NULL,
  since INTEGER NOT NULL,
  deadline INTEGER,
  UNIQUE (job, name)
) STRICT;
CREATE INDEX job_lock_waiters_of ON job_lock_waiters (name, seq);

CREATE TABLE job_schedules (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  workspace TEXT NOT NULL,
  subject TEXT NOT NULL,
  priority INTEGER NOT NULL,
  payload_json TEXT,
  cron TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  missed TEXT NOT NULL CHECK (missed IN ('skip', 'once', 'all')),
  next_at INTEGER,
  last_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX job_schedules_due ON job_schedules (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE job_log (
  job INTEGER NOT NULL,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  event TEXT NOT NULL,
  fields_json TEXT NOT NULL,
  PRIMARY KEY (job, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE job_rollups (
  day INTEGER NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  jobs INTEGER NOT NULL,
  waited_ms INTEGER NOT NULL,
  worked_ms INTEGER NOT NULL,
  PRIMARY KEY (day, kind, state)
) STRICT, WITHOUT ROWID;
CREATE TABLE job_refusals (
  day INTEGER NOT NULL PRIMARY KEY,
  stale INTEGER NOT NULL
) STRICT;
`,
}
