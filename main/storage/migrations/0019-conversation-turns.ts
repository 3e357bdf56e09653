import type { Migration } from './migration.ts'

/** Finds the requests of one conversation: what was private in one of them stays so in the next. */
export const conversationTurns: Migration = {
  version: 19,
  sql: `
CREATE INDEX generations_by_conversation ON generations (json_extract(options_json, '$.conversation'))
  WHERE json_extract(options_json, '$.conversation') IS NOT NULL;
`,
}
