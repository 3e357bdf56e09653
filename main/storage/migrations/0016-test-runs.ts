import type { Migration } from './migration.ts'

/**
 * What came of runs of scenarios. A run is written when it begins and each verdict as soon as it is reached, so that a run that was ended half-way is
 * seen by what it lacks. None of it is changed afterwards. A scenario's newest quarantine holds; one whose time is over quarantines nothing.
 */
export const testRuns: Migration = {
  version: 16,
  sql: `
CREATE TABLE test_runs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  started_at INTEGER NOT NULL,
  app TEXT NOT NULL,
  node TEXT NOT NULL,
  platform TEXT NOT NULL,
  planned INTEGER NOT NULL,
  folder TEXT NOT NULL
) STRICT;

CREATE TABLE test_verdicts (
  seq INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES test_runs (seq),
  scenario TEXT NOT NULL,
  data_row INTEGER,
  runner TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('passed', 'failed', 'needs-review')),
  started_at INTEGER NOT NULL,
  ms REAL NOT NULL,
  ran_on TEXT NOT NULL,
  verdict_json TEXT NOT NULL,
  artefacts_json TEXT NOT NULL
) STRICT;
CREATE INDEX test_verdicts_of ON test_verdicts (run, seq);
CREATE INDEX test_verdicts_since ON test_verdicts (started_at);

CREATE TABLE test_quarantines (
  seq INTEGER PRIMARY KEY,
  scenario TEXT NOT NULL,
  owner TEXT NOT NULL,
  note TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;
CREATE INDEX test_quarantines_of ON test_quarantines (scenario, seq);

CREATE TRIGGER test_runs_stand BEFORE UPDATE ON test_runs
BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
CREATE TRIGGER test_verdicts_stand BEFORE UPDATE ON test_verdicts
BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
CREATE TRIGGER test_quarantines_stand BEFORE UPDATE ON test_quarantines
BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
CREATE TRIGGER test_runs_stay BEFORE DELETE ON test_runs
BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
CREATE TRIGGER test_verdicts_stay BEFORE DELETE ON test_verdicts
BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
`,
}
