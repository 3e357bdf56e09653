import type { Migration } from './migration.ts'

/** Verdicts on different editions of a scenario say nothing of its reliability. */
export const testEditions: Migration = {
  version: 17,
  sql: `
ALTER TABLE test_verdicts ADD COLUMN edition TEXT NOT NULL DEFAULT '';
`,
}
