import type { Migration } from './migration.ts'

/** Which part of a hybrid execution an attempt was (null for the whole of it), how often it was sent again, and whether it may have been charged in vain. */
export const attemptParts: Migration = {
  version: 7,
  sql: `
ALTER TABLE attempts ADD COLUMN part_json TEXT;
ALTER TABLE attempts ADD COLUMN resends INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN may_be_charged INTEGER NOT NULL DEFAULT 0;
`,
}
