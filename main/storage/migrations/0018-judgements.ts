import type { Migration } from './migration.ts'

/** What a judge said of a draft, by a digest of all that it was asked: nothing of the draft can be read from it. */
export const judgements: Migration = {
  version: 18,
  sql: `
CREATE TABLE judgements (
  key TEXT NOT NULL PRIMARY KEY,
  judged_at INTEGER NOT NULL,
  judgement_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX judgements_by_time ON judgements (judged_at);
`,
}
