import { PrivacyRuleSchema } from '#contracts/privacy-rules.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { readRows } from './row.ts'
import type { PrivacyRuleStore } from './types.ts'

/** Another text after each change: a rule is added once and ends once, and its row stays. */
export const RULES_VERSION = "SELECT count(*) || ':' || count(removed_at) FROM privacy_rules"

export function createPrivacyRuleRepository(db: Connection): Synchronous<PrivacyRuleStore> {
  const all = db.prepare(
    'SELECT id, kind, text, label, note, created_at AS createdAt, removed_at AS removedAt FROM privacy_rules ORDER BY seq DESC',
  )
  const version = db.prepare(RULES_VERSION).pluck()
  const insert = db.prepare(
    `INSERT INTO privacy_rules (id, kind, text, label, note, created_at, removed_at)
     VALUES (:id, :kind, :text, :label, :note, :createdAt, :removedAt)`,
  )
  const end = db.prepare('UPDATE privacy_rules SET removed_at = :at WHERE id = :id AND removed_at IS NULL')
  // In one transaction with the rule, so that no source keeps the label of other rules because the app ended before it was looked at.
  // One that could not be judged is tried again, and counts as restricted until then.
  const outdateLabels = db.prepare(
    "UPDATE sources SET label_state = iif(label_state = 'failed', 'pending', 'outdated') WHERE label_state IN ('labelled', 'failed')",
  )
  const add = db.transaction<Operations['add']>((rule) => {
    insert.run(rule)
    outdateLabels.run()
  })
  const remove = db.transaction<Operations['remove']>((id, at) => {
    const ended = end.run({ id, at }).changes === 1
    if (ended) outdateLabels.run()
    return ended
  })
  return {
    list: () => readRows(PrivacyRuleSchema, all.all(), 'privacy rule'),
    version: () => String(version.get()),
    add: (rule) => add.immediate(rule),
    remove: (id, at) => remove.immediate(id, at),
  }
}

type Operations = Synchronous<PrivacyRuleStore>
