import { z } from 'zod'
import { COMPOSE_LIMITS, EMPTY_DRAFT, KeptTextSchema, StoredDraftSchema } from '#contracts/compose.ts'
import type { Label } from '#contracts/privacy.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { booleanColumn, jsonColumn, readRow, readRows } from './row.ts'
import type { DraftStore } from './types.ts'

const DraftRowSchema = StoredDraftSchema.extend({
  localOnly: booleanColumn,
  excludedSources: jsonColumn(z.array(z.string())),
  fields: jsonColumn(StoredDraftSchema.shape.fields),
})

export function createDraftRepository(db: Connection): Synchronous<DraftStore> {
  const select = db.prepare(
    `SELECT revision, prompt, template, route, local_only AS localOnly, raised_label AS raisedLabel,
       excluded_sources_json AS excludedSources, fields_json AS fields, label, saved_at AS savedAt FROM draft`,
  )
  const put = db.prepare(
    `INSERT OR REPLACE INTO draft (id, revision, prompt, template, route, local_only, raised_label, excluded_sources_json, fields_json, label, saved_at)
     VALUES (1, :revision, :prompt, :template, :route, :localOnly, :raisedLabel, :excludedSources, :fields, :label, :savedAt)`,
  )
  const setLabel = db.prepare('UPDATE draft SET label = :label WHERE revision = :revision')
  const keep = db.prepare('INSERT INTO kept_texts (prompt, label, kept_at) VALUES (:prompt, :label, :keptAt)')
  const kept = db.prepare('SELECT id, prompt, label, kept_at AS keptAt FROM kept_texts ORDER BY id DESC')
  const trim = db.prepare('DELETE FROM kept_texts WHERE id NOT IN (SELECT id FROM kept_texts ORDER BY id DESC LIMIT ?)')
  const discard = db.prepare('DELETE FROM kept_texts WHERE id = ?')

  const get: Operations['get'] = () => {
    const row = select.get()
    return row === undefined ? { ...EMPTY_DRAFT, revision: 0, label: 'public', savedAt: 0 } : readRow(DraftRowSchema, row, 'draft')
  }

  /** What is blank, or is still there in the text that stays, is not lost. */
  function keepUnless(staying: string, { prompt, label }: { prompt: string; label: Label }, now: number): void {
    if (prompt.trim() === '' || staying.includes(prompt)) return
    keep.run({ prompt, label, keptAt: now })
    trim.run(COMPOSE_LIMITS.keptTexts)
  }

  const save = db.transaction<Operations['save']>((draft, { base, keepReplaced, keepRefused, now }) => {
    const stored = get()
    if (base !== stored.revision) {
      if (keepRefused) keepUnless(stored.prompt, draft, now)
      return { saved: false, stored }
    }
    if (keepReplaced) keepUnless(draft.prompt, stored, now)
    const revision = stored.revision + 1
    const { localOnly, excludedSources, fields, ...rest } = draft
    put.run({
      ...rest,
      revision,
      localOnly: localOnly ? 1 : 0,
      excludedSources: JSON.stringify(excludedSources),
      fields: JSON.stringify(fields),
      savedAt: now,
    })
    return { saved: true, revision }
  })

  return {
    get,
    save: (draft, options) => save.immediate(draft, options),
    relabel: (revision, label) => setLabel.run({ revision, label }).changes === 1,
    kept: () => readRows(KeptTextSchema, kept.all(), 'kept text'),
    discardKept: (id) => discard.run(id).changes === 1,
  }
}

type Operations = Synchronous<DraftStore>
