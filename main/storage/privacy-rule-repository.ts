import { PrivacyRuleSchema } from '#contracts/privacy-rules.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { readRows } from './row.ts'
import type { PrivacyRuleStore } from './types.ts'

export function createPrivacyRuleRepository(db: Connection): Synchronous<PrivacyRuleStore> {
  const all = db.prepare(
    'SELECT id, kind, text, label, note, created_at AS createdAt, removed_at AS removedAt FROM privacy_rules ORDER BY seq DESC',
  )
  // A rule is added once and ends once, and its row stays.
  const version = db.prepare("SELECT count(*) || ':' || count(removed_at) FROM privacy_rules").pluck()
  const insert = db.prepare(
    `INSERT INTO privacy_rules (id, kind, text, label, note, created_at, removed_at)
     VALUES (:id, :kind, :text, :label, :note, :createdAt, :removedAt)`,
  )
  const end = db.prepare('UPDATE privacy_rules SET removed_at = :at WHERE id = :id AND removed_at IS NULL')
  return {
    list: () => readRows(PrivacyRuleSchema, all.all(), 'privacy rule'),
    version: () => String(version.get()),
    add(rule) {
      insert.run(rule)
    },
    remove: (id, at) => end.run({ id, at }).changes === 1,
  }
}
