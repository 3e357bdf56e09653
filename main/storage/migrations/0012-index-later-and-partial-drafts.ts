import type { Migration } from './migration.ts'

/**
 * Requests and drafts get their words into the index of history after the commit that somebody waits for: what still has to go in is noted in
 * `history_waiting`, in the same transaction. And what a provider had written before it broke off is kept as a version when another one
 * writes anew. An attempt can say what was left out of it.
 */
export const indexLaterAndPartialDrafts: Migration = {
  version: 12,
  sql: `
CREATE TABLE history_waiting (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('prompt', 'draft')),
  ref TEXT NOT NULL
) STRICT;
DROP TRIGGER history_of_prompt;
CREATE TRIGGER history_of_prompt AFTER INSERT ON generation_prompts
BEGIN INSERT INTO history_waiting (kind, ref) VALUES ('prompt', NEW.generation_id); END;
DROP TRIGGER history_of_draft;
CREATE TRIGGER history_of_draft AFTER UPDATE OF ended_at ON generations WHEN NEW.ended_at IS NOT NULL
BEGIN INSERT INTO history_waiting (kind, ref) VALUES ('draft', NEW.id); END;

-- Its text and its label are those of its version.
CREATE TABLE partial_drafts (
  version_id TEXT NOT NULL PRIMARY KEY REFERENCES versions (id) ON DELETE CASCADE,
  generation_id TEXT NOT NULL REFERENCES generations (id) ON DELETE CASCADE,
  provider TEXT NOT NULL,
  engine TEXT NOT NULL,
  route TEXT NOT NULL
) STRICT;
CREATE INDEX partial_drafts_of_generation ON partial_drafts (generation_id);
CREATE TRIGGER partial_draft_gone AFTER DELETE ON partial_drafts
BEGIN DELETE FROM versions WHERE id = OLD.version_id; END;

-- What was left out of an attempt, and why.
ALTER TABLE attempts ADD COLUMN note TEXT;
`,
}
