import type { Migration } from './migration.ts'

/** What the workspace itself calls private, or not private. Rows are never deleted: a removed one says since when. */
export const privacyRules: Migration = {
  version: 4,
  sql: `
CREATE TABLE privacy_rules (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  label TEXT,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
`,
}
