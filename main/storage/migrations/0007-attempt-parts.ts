import type { Migration } from './migration.ts'

/** Which part of a hybrid execution an attempt was; null for one that was the whole of it. */
export const attemptParts: Migration = {
  version: 7,
  sql: 'ALTER TABLE attempts ADD COLUMN part_json TEXT;',
}
