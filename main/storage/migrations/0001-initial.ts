import type { Migration } from './migration.ts'

/** The first schema. Times in ms since the epoch, money in US dollars, `*_json` columns hold what the contract's schema describes. */
export const initial: Migration = {
  version: 1,
  sql: `
CREATE TABLE jobs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL,
  priority INTEGER NOT NULL,
  run_at INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  owner TEXT,
  lease_until INTEGER,
  progress REAL NOT NULL,
  note TEXT NOT NULL,
  cancel_requested INTEGER NOT NULL CHECK (cancel_requested IN (0, 1)),
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  error_json TEXT
) STRICT;
CREATE INDEX jobs_ready ON jobs (priority DESC, seq, run_at, kind) WHERE state IN ('queued', 'deferred');
CREATE INDEX jobs_due ON jobs (run_at) WHERE state IN ('queued', 'deferred');
CREATE INDEX jobs_held ON jobs (owner, lease_until) WHERE state IN ('leased', 'running');
CREATE INDEX jobs_by_time ON jobs (created_at DESC, seq DESC);
CREATE INDEX jobs_by_state ON jobs (state, created_at DESC, seq DESC);

CREATE TABLE job_transitions (
  seq INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES jobs (id),
  at INTEGER NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  fence INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX job_transitions_of_job ON job_transitions (job_id, seq);

CREATE TABLE sources (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  chars INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  label TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  UNIQUE (sha256, name)
) STRICT;
-- Apart from \`sources\`, so that a list does not read through megabytes of text.
CREATE TABLE source_texts (
  source_id TEXT NOT NULL PRIMARY KEY REFERENCES sources (id) ON DELETE CASCADE,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE generations (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  job_id TEXT NOT NULL UNIQUE REFERENCES jobs (id),
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  state TEXT NOT NULL,
  template TEXT NOT NULL,
  options_json TEXT NOT NULL,
  engine TEXT,
  citations_json TEXT NOT NULL DEFAULT '[]',
  citation_coverage REAL,
  unresolved_json TEXT NOT NULL DEFAULT '[]',
  usage_json TEXT NOT NULL DEFAULT '{"inputTokens":0,"outputTokens":0}',
  cost_usd REAL NOT NULL DEFAULT 0,
  timings_json TEXT NOT NULL DEFAULT '{"routeMs":0,"ttftMs":null,"totalMs":0}',
  error_json TEXT
) STRICT;
CREATE INDEX generations_by_time ON generations (created_at DESC, seq DESC);
-- Apart from \`generations\`: the draft is rewritten several times a second, the prompt may be long and never changes.
CREATE TABLE generation_prompts (
  generation_id TEXT NOT NULL PRIMARY KEY REFERENCES generations (id) ON DELETE CASCADE,
  prompt TEXT NOT NULL
) STRICT;
CREATE TABLE generation_drafts (
  generation_id TEXT NOT NULL PRIMARY KEY REFERENCES generations (id) ON DELETE CASCADE,
  text TEXT NOT NULL
) STRICT;
-- A copy of the source's row, because the source may be removed later. No reference to \`sources\` for the same reason.
CREATE TABLE generation_sources (
  generation_id TEXT NOT NULL REFERENCES generations (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  source_json TEXT NOT NULL,
  PRIMARY KEY (generation_id, ordinal)
) STRICT, WITHOUT ROWID;

-- A generation that waits may be decided several times; the last one counts.
CREATE TABLE decisions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  generation_id TEXT NOT NULL REFERENCES generations (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  status TEXT NOT NULL,
  route TEXT,
  label TEXT NOT NULL,
  decision_json TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_of_generation ON decisions (generation_id, seq);
-- Types and spans. There is no column for the value, and there must not be one.
CREATE TABLE findings (
  decision_id TEXT NOT NULL REFERENCES decisions (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  type TEXT NOT NULL,
  span_start INTEGER NOT NULL,
  span_end INTEGER NOT NULL,
  score REAL NOT NULL,
  recognizer TEXT NOT NULL,
  source TEXT,
  PRIMARY KEY (decision_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  id TEXT NOT NULL PRIMARY KEY,
  generation_id TEXT NOT NULL REFERENCES generations (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  locality TEXT NOT NULL,
  route TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  ttft_ms REAL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cost_usd REAL NOT NULL,
  error_json TEXT
) STRICT;
CREATE INDEX attempts_of_generation ON attempts (generation_id, ordinal);
CREATE INDEX attempts_hosted_cost ON attempts (started_at, cost_usd) WHERE locality = 'hosted';

CREATE TABLE ledger (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  request_seq INTEGER,
  destination TEXT NOT NULL,
  method TEXT NOT NULL,
  purpose TEXT NOT NULL,
  provider TEXT NOT NULL,
  job_id TEXT,
  generation_id TEXT,
  attempt_id TEXT,
  route TEXT,
  label TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT,
  bytes_out INTEGER NOT NULL,
  bytes_in INTEGER NOT NULL,
  status INTEGER,
  payload_sha256 TEXT NOT NULL,
  payload TEXT,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_of_generation ON ledger (generation_id, seq) WHERE generation_id IS NOT NULL;
CREATE INDEX ledger_tombstones ON ledger (request_seq) WHERE kind = 'tombstone';
-- The newest entry once more, so that cutting entries off the end shows.
CREATE TABLE ledger_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_in_order BEFORE INSERT ON ledger
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_only_redaction BEFORE UPDATE ON ledger
WHEN NEW.payload IS NOT NULL
  OR NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at OR NEW.kind IS NOT OLD.kind OR NEW.request_seq IS NOT OLD.request_seq
  OR NEW.destination IS NOT OLD.destination OR NEW.method IS NOT OLD.method OR NEW.purpose IS NOT OLD.purpose
  OR NEW.provider IS NOT OLD.provider OR NEW.job_id IS NOT OLD.job_id OR NEW.generation_id IS NOT OLD.generation_id
  OR NEW.attempt_id IS NOT OLD.attempt_id OR NEW.route IS NOT OLD.route OR NEW.label IS NOT OLD.label
  OR NEW.verdict IS NOT OLD.verdict OR NEW.reason IS NOT OLD.reason OR NEW.bytes_out IS NOT OLD.bytes_out
  OR NEW.bytes_in IS NOT OLD.bytes_in OR NEW.status IS NOT OLD.status OR NEW.payload_sha256 IS NOT OLD.payload_sha256
  OR NEW.prev_hash IS NOT OLD.prev_hash OR NEW.hash IS NOT OLD.hash
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON ledger_head
WHEN NEW.seq <= OLD.seq
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE vaults (
  id TEXT NOT NULL PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE vault_entries (
  seq INTEGER PRIMARY KEY,
  vault_id TEXT NOT NULL REFERENCES vaults (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  original TEXT NOT NULL,
  surrogate TEXT NOT NULL,
  UNIQUE (vault_id, type, original, surrogate)
) STRICT;

CREATE TABLE kpis (
  seq INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  value REAL NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX kpis_by_name ON kpis (name, at, value);
`,
}
