import type { Migration } from './migration.ts'

/** What the router learns from: figures, verdicts, corrections, experiments, and each change of what decides. No text of anybody. */
export const routingLearning: Migration = {
  version: 6,
  sql: `
CREATE TABLE routing_performance (
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  at INTEGER NOT NULL,
  stats_json TEXT NOT NULL,
  PRIMARY KEY (provider, model, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE routing_feedback (
  seq INTEGER PRIMARY KEY,
  generation_id TEXT NOT NULL REFERENCES generations (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  edited_share REAL
) STRICT;
CREATE INDEX routing_feedback_of_generation ON routing_feedback (generation_id, seq);

CREATE TABLE routing_calibrations (
  version INTEGER PRIMARY KEY,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  trained_json TEXT NOT NULL
) STRICT;

CREATE TABLE routing_experiments (
  id TEXT NOT NULL PRIMARY KEY,
  started_at INTEGER NOT NULL,
  experiment_json TEXT NOT NULL
) STRICT;

-- Only ever appended to.
CREATE TABLE routing_changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  before_json TEXT NOT NULL,
  after_json TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
`,
}
