import type { Migration } from './migration.ts'

/** Who counted an attempt's tokens, and the runs that Langbase counts; the thread in which a conversation goes on at the service. */
export const costsAndThreads: Migration = {
  version: 10,
  sql: `
ALTER TABLE attempts ADD COLUMN counted TEXT CHECK (counted IN ('provider', 'estimate'));
ALTER TABLE attempts ADD COLUMN run_units INTEGER;
CREATE INDEX attempts_by_start ON attempts (started_at);
CREATE TABLE conversation_threads (
  provider TEXT NOT NULL,
  address TEXT NOT NULL,
  model TEXT NOT NULL,
  conversation TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (provider, address, model, conversation)
) STRICT, WITHOUT ROWID;
`,
}
