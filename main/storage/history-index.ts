import { z } from 'zod'
import type { Connection } from './connection.ts'
import { readRows } from './row.ts'

/** So many texts go into the index in one transaction: what else arrives waits for a few milliseconds at most. */
const AT_ONCE = 8

const WaitingSchema = z.object({ seq: z.number(), kind: z.enum(['prompt', 'draft']), ref: z.string() })

/**
 * The words of requests and drafts go into the index of history after they were stored, because that takes as long as storing them does, and
 * somebody waits for that. What still has to go in is in a table, so a crash loses nothing of it.
 */
export interface HistoryIndex {
  /** Whether a text is stored and not indexed. */
  waits(): boolean
  /** Indexes the oldest few that wait; true while there are more. */
  next(): boolean
  /** Indexes all that wait, so that a search finds what was stored a moment ago. A connection that only reads fails here, and the other one is asked. */
  catchUp(): void
}

export function createHistoryIndex(db: Connection): HistoryIndex {
  const any = db.prepare('SELECT 1 FROM history_waiting LIMIT 1')
  const oldest = db.prepare(`SELECT seq, kind, ref FROM history_waiting ORDER BY seq LIMIT ${AT_ONCE}`)
  const done = db.prepare('DELETE FROM history_waiting WHERE seq = ?')
  const forget = db.prepare('DELETE FROM history_entries WHERE kind = :kind AND ref = :ref')
  const enter = {
    prompt: db.prepare(
      "INSERT INTO history_entries (kind, ref) SELECT 'prompt', generation_id FROM generation_prompts WHERE generation_id = ?",
    ),
    draft: db.prepare(
      "INSERT INTO history_entries (kind, ref) SELECT 'draft', generation_id FROM generation_drafts WHERE generation_id = ? AND text <> ''",
    ),
  }
  const write = {
    prompt: db.prepare(
      `INSERT INTO history_texts (rowid, text) SELECT e.id, p.prompt FROM history_entries e JOIN generation_prompts p ON p.generation_id = e.ref
       WHERE e.kind = 'prompt' AND e.ref = ?`,
    ),
    draft: db.prepare(
      `INSERT INTO history_texts (rowid, text) SELECT e.id, d.text FROM history_entries e JOIN generation_drafts d ON d.generation_id = e.ref
       WHERE e.kind = 'draft' AND e.ref = ?`,
    ),
  }
  const waits = (): boolean => any.get() !== undefined
  const next = db.transaction((): boolean => {
    for (const { seq, kind, ref } of readRows(WaitingSchema, oldest.all(), 'waiting text')) {
      // One that ran again has a newer text; one that is gone has none.
      forget.run({ kind, ref })
      enter[kind].run(ref)
      write[kind].run(ref)
      done.run(seq)
    }
    return waits()
  })
  return {
    waits,
    next: () => next.immediate(),
    catchUp() {
      if (waits()) while (next.immediate());
    },
  }
}
