import type { Migration } from './migration.ts'

/** Passages of sources, to be searched by words (BM25 of FTS5). They follow their source when it is removed. */
export const passages: Migration = {
  version: 2,
  sql: `
CREATE VIRTUAL TABLE passages USING fts5(text, source_id UNINDEXED, start UNINDEXED, stop UNINDEXED, tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER passages_follow_source AFTER DELETE ON sources
BEGIN DELETE FROM passages WHERE source_id = OLD.id; END;
`,
}
