import type { Migration } from './migration.ts'

/**
 * Templates of the workspace, what each request was made of, documents with their versions, comparisons, and an index of words over all of
 * it. What there is already becomes documents of one version and is indexed.
 */
export const drafts: Migration = {
  version: 9,
  sql: `
CREATE TABLE templates (
  id TEXT NOT NULL PRIMARY KEY,
  definition_json TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
ALTER TABLE draft ADD COLUMN fields_json TEXT NOT NULL DEFAULT '{}';

CREATE TABLE generation_forms (
  generation_id TEXT NOT NULL PRIMARY KEY REFERENCES generations (id) ON DELETE CASCADE,
  form_json TEXT NOT NULL,
  structured_json TEXT
) STRICT;
INSERT INTO generation_forms (generation_id, form_json)
SELECT g.id, json_object('typed', p.prompt, 'fields', json('{}'), 'output', CASE g.template WHEN 'brief' THEN 'markdown' WHEN 'bullets' THEN 'markdown' ELSE 'prose' END,
  'extractive', g.template, 'shape', CASE g.template
    WHEN 'summary' THEN 'Write a summary in one or two short paragraphs.'
    WHEN 'brief' THEN 'Write a brief with short headings and the points that matter under each.'
    WHEN 'email' THEN 'Write an e-mail with a greeting, a short body and a closing line.'
    ELSE 'Write a list of bullet points, one fact each.' END)
FROM generations g JOIN generation_prompts p ON p.generation_id = g.id;

-- \`title\` is empty where the first request is the title.
CREATE TABLE documents (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  origin TEXT NOT NULL,
  origin_id TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  current_version TEXT,
  UNIQUE (origin, origin_id)
) STRICT;
CREATE INDEX documents_by_time ON documents (created_at DESC, seq DESC);
-- \`label\` is null where the last decision of the generation has it. \`judged\`: the classifier has spoken.
CREATE TABLE versions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  parent_id TEXT,
  kind TEXT NOT NULL,
  generation_id TEXT UNIQUE REFERENCES generations (id) ON DELETE CASCADE,
  role TEXT,
  created_at INTEGER NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  label TEXT,
  judged INTEGER NOT NULL CHECK (judged IN (0, 1))
) STRICT;
CREATE INDEX versions_of_document ON versions (document_id, seq);
CREATE INDEX versions_to_judge ON versions (seq) WHERE judged = 0;
-- Of what no engine wrote: the text of a generation stays with the generation.
CREATE TABLE version_texts (
  version_id TEXT NOT NULL PRIMARY KEY REFERENCES versions (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  citations_json TEXT NOT NULL
) STRICT;
INSERT INTO documents (id, origin, created_at, updated_at, current_version)
SELECT 'doc_' || id, 'tidegate', created_at, coalesce(ended_at, created_at), 'ver_' || id FROM generations ORDER BY seq;
INSERT INTO versions (id, document_id, kind, generation_id, created_at, judged)
SELECT 'ver_' || id, 'doc_' || id, 'generation', id, created_at, 1 FROM generations ORDER BY seq;

CREATE TABLE comparisons (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  chosen_version TEXT
) STRICT;
-- \`generation_id\` is null for a route that the policy does not allow; \`reason\` says why.
CREATE TABLE comparison_sides (
  comparison_id TEXT NOT NULL REFERENCES comparisons (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  route TEXT NOT NULL,
  generation_id TEXT REFERENCES generations (id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  PRIMARY KEY (comparison_id, ordinal)
) STRICT, WITHOUT ROWID;

-- One row for each text that can be found; the words are in \`history_texts\` under the same number.
CREATE TABLE history_entries (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  ref TEXT NOT NULL,
  UNIQUE (kind, ref)
) STRICT;
CREATE VIRTUAL TABLE history_texts USING fts5(text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
CREATE TRIGGER history_entry_gone AFTER DELETE ON history_entries
BEGIN DELETE FROM history_texts WHERE rowid = OLD.id; END;

CREATE TRIGGER history_of_prompt AFTER INSERT ON generation_prompts
BEGIN
  INSERT INTO history_entries (kind, ref) VALUES ('prompt', NEW.generation_id);
  INSERT INTO history_texts (rowid, text) SELECT id, NEW.prompt FROM history_entries WHERE kind = 'prompt' AND ref = NEW.generation_id;
END;
-- A draft grows several times a second; it is indexed when it has ended.
CREATE TRIGGER history_of_draft AFTER UPDATE OF ended_at ON generations WHEN NEW.ended_at IS NOT NULL
BEGIN
  DELETE FROM history_entries WHERE kind = 'draft' AND ref = NEW.id;
  INSERT INTO history_entries (kind, ref) SELECT 'draft', generation_id FROM generation_drafts WHERE generation_id = NEW.id AND text <> '';
  INSERT INTO history_texts (rowid, text)
  SELECT e.id, d.text FROM history_entries e JOIN generation_drafts d ON d.generation_id = e.ref WHERE e.kind = 'draft' AND e.ref = NEW.id;
END;
CREATE TRIGGER history_without_generation AFTER DELETE ON generations
BEGIN DELETE FROM history_entries WHERE kind IN ('prompt', 'draft') AND ref = OLD.id; END;
CREATE TRIGGER history_of_version AFTER INSERT ON version_texts
BEGIN
  INSERT INTO history_entries (kind, ref) VALUES ('version', NEW.version_id);
  INSERT INTO history_texts (rowid, text) SELECT id, NEW.text FROM history_entries WHERE kind = 'version' AND ref = NEW.version_id;
END;
CREATE TRIGGER history_of_name AFTER UPDATE OF name ON versions
BEGIN
  DELETE FROM history_entries WHERE kind = 'name' AND ref = NEW.id;
  INSERT INTO history_entries (kind, ref) SELECT 'name', NEW.id WHERE NEW.name <> '';
  INSERT INTO history_texts (rowid, text) SELECT id, NEW.name FROM history_entries WHERE kind = 'name' AND ref = NEW.id;
END;
CREATE TRIGGER history_without_version AFTER DELETE ON versions
BEGIN DELETE FROM history_entries WHERE kind IN ('version', 'name') AND ref = OLD.id; END;
CREATE TRIGGER history_of_source AFTER INSERT ON sources
BEGIN
  INSERT INTO history_entries (kind, ref) VALUES ('source', NEW.id);
  INSERT INTO history_texts (rowid, text) SELECT id, NEW.name FROM history_entries WHERE kind = 'source' AND ref = NEW.id;
END;
CREATE TRIGGER history_without_source AFTER DELETE ON sources
BEGIN DELETE FROM history_entries WHERE kind = 'source' AND ref = OLD.id; END;

INSERT INTO history_entries (kind, ref) SELECT 'prompt', generation_id FROM generation_prompts;
INSERT INTO history_entries (kind, ref)
SELECT 'draft', d.generation_id FROM generation_drafts d JOIN generations g ON g.id = d.generation_id WHERE g.ended_at IS NOT NULL AND d.text <> '';
INSERT INTO history_entries (kind, ref) SELECT 'source', id FROM sources;
INSERT INTO history_texts (rowid, text) SELECT e.id, p.prompt FROM history_entries e JOIN generation_prompts p ON p.generation_id = e.ref WHERE e.kind = 'prompt';
INSERT INTO history_texts (rowid, text) SELECT e.id, d.text FROM history_entries e JOIN generation_drafts d ON d.generation_id = e.ref WHERE e.kind = 'draft';
INSERT INTO history_texts (rowid, text) SELECT e.id, s.name FROM history_entries e JOIN sources s ON s.id = e.ref WHERE e.kind = 'source';
`,
}
