import type { Migration } from './migration.ts'

/** Jobs on their way into another queue: they wait aside (`ready` 2) until they are known to be there, so that they run in one place only. */
export const jobMoves: Migration = {
  version: 14,
  sql: `
CREATE TABLE job_moves (
  job INTEGER PRIMARY KEY REFERENCES jobs (seq) ON DELETE CASCADE,
  destination TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT;
`,
}
