import type { Migration } from './migration.ts'

/**
 * Vectors of passages, in plain tables: whoever opens the file without the extension that compares them can still read, back up and delete
 * everything. There is one index at a time, of one model; `content` is the hash of what was embedded, so that the same text is embedded once.
 * `passage_signs` is the first, coarse look: a bit a number, beside the vectors because it is read as a whole.
 */
export const passageVectors: Migration = {
  version: 11,
  sql: `
CREATE TABLE vector_index (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  model TEXT NOT NULL,
  dimension INTEGER NOT NULL CHECK (dimension > 0)
) STRICT;
CREATE TABLE passage_vectors (
  passage_id INTEGER PRIMARY KEY REFERENCES source_passages (id) ON DELETE CASCADE,
  content BLOB NOT NULL,
  vector BLOB NOT NULL
) STRICT;
CREATE INDEX passage_vectors_by_content ON passage_vectors (content);
CREATE TABLE passage_signs (
  passage_id INTEGER PRIMARY KEY REFERENCES source_passages (id) ON DELETE CASCADE,
  signs BLOB NOT NULL
) STRICT;
`,
}
