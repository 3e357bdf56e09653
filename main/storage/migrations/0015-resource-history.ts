import type { Migration } from './migration.ts'

/**
 * What the machine did, a row a minute for a month. And two ways into a long list of jobs: by kind, and from a source or folder by its name; jobs of
 * requests are found through their generation, so that the busiest kinds are in no index for it.
 */
export const resourceHistory: Migration = {
  version: 15,
  sql: `
CREATE TABLE resource_minutes (
  at INTEGER NOT NULL PRIMARY KEY,
  cpu_pct REAL NOT NULL,
  cpu_high_pct REAL NOT NULL,
  own_cpu_pct REAL NOT NULL,
  memory_pct REAL NOT NULL,
  own_mb INTEGER NOT NULL,
  model_mb INTEGER,
  vram_pct REAL,
  battery_pct REAL,
  thermal TEXT NOT NULL CHECK (thermal IN ('nominal', 'warm', 'hot', 'unknown')),
  throttle TEXT NOT NULL CHECK (throttle IN ('free', 'slow', 'stop')),
  throttle_code TEXT
) STRICT;

CREATE INDEX jobs_of_kind ON jobs (kind, created_at DESC, seq DESC);
CREATE INDEX jobs_of_subject ON jobs (subject) WHERE kind IN ('index-source', 'sync-folder');
`,
}
