import type { Migration } from './migration.ts'

/** The unsent draft, of which there is one, and the prompts that an edit in another window took the place of. */
export const draft: Migration = {
  version: 3,
  sql: `
CREATE TABLE draft (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL,
  prompt TEXT NOT NULL,
  template TEXT NOT NULL,
  route TEXT NOT NULL,
  local_only INTEGER NOT NULL CHECK (local_only IN (0, 1)),
  raised_label TEXT,
  excluded_sources_json TEXT NOT NULL,
  label TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;
CREATE TABLE kept_texts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  prompt TEXT NOT NULL,
  label TEXT NOT NULL,
  kept_at INTEGER NOT NULL
) STRICT;
`,
}
