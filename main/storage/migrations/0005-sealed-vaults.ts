import type { Migration } from './migration.ts'

/**
 * Vaults whose entries are encrypted before they come here. The tables `vaults` and `vault_entries` of the first version keep what it
 * stored in plain text until that has been sealed.
 */
export const sealedVaults: Migration = {
  version: 5,
  sql: `
CREATE TABLE sealed_vaults (
  id TEXT NOT NULL PRIMARY KEY,
  created_at INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  wrapped_key BLOB NOT NULL,
  set_aside_at INTEGER
) STRICT;
CREATE TABLE sealed_records (
  seq INTEGER PRIMARY KEY,
  vault_id TEXT NOT NULL REFERENCES sealed_vaults (id) ON DELETE CASCADE,
  record BLOB NOT NULL
) STRICT;
CREATE INDEX sealed_records_of_vault ON sealed_records (vault_id, seq);
-- Keys that no vault needs any more and that have not been destroyed yet.
CREATE TABLE retired_vault_keys (
  key_id TEXT NOT NULL PRIMARY KEY,
  retired_at INTEGER NOT NULL
) STRICT;
`,
}
