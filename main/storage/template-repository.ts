import { z } from 'zod'
import { TemplateDefinitionSchema } from '#contracts/templates.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { jsonColumn, readRows } from './row.ts'
import type { TemplateStore } from './types.ts'

const RowSchema = z.object({ definition: jsonColumn(TemplateDefinitionSchema) }).transform(({ definition }) => definition)

export function createTemplateRepository(db: Connection): Synchronous<TemplateStore> {
  const all = db.prepare(
    "SELECT definition_json AS definition FROM templates ORDER BY json_extract(definition_json, '$.name') COLLATE NOCASE, id",
  )
  const put = db.prepare(
    `INSERT INTO templates (id, definition_json, changed_at) VALUES (:id, :definition, :now)
     ON CONFLICT (id) DO UPDATE SET definition_json = excluded.definition_json, changed_at = excluded.changed_at`,
  )
  const remove = db.prepare('DELETE FROM templates WHERE id = ?')
  return {
    list: () => readRows(RowSchema, all.all(), 'template'),
    put(template, now) {
      put.run({ id: template.id, definition: JSON.stringify(template), now })
    },
    remove: (id) => remove.run(id).changes === 1,
  }
}
