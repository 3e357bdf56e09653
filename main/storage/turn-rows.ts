import { z } from 'zod'
import { LabelSchema } from '#contracts/privacy.ts'
import type { Connection } from './connection.ts'
import { jsonColumn, readRows } from './row.ts'
import type { ConversationTurn } from './types.ts'

const RowSchema = z.object({
  id: z.string(),
  prompt: z.string(),
  label: LabelSchema.nullable(),
  leftMasked: z.literal([0, 1]).transform((stored) => stored === 1),
  sources: jsonColumn(z.array(z.object({ id: z.string(), name: z.string() }))),
})

/** The requests of one conversation, the oldest first. */
export function createTurnRows(db: Connection): { turnsOf(conversation: string): readonly ConversationTurn[] } {
  const turns = db.prepare(
    `SELECT g.id, p.prompt,
       (SELECT label FROM decisions WHERE generation_id = g.id ORDER BY seq DESC LIMIT 1) AS label,
       EXISTS (SELECT 1 FROM decisions WHERE generation_id = g.id AND route = 'hybrid') AS leftMasked,
       (SELECT json_group_array(json_object('id', json_extract(source_json, '$.id'), 'name', json_extract(source_json, '$.name')))
          FROM (SELECT source_json FROM generation_sources WHERE generation_id = g.id ORDER BY ordinal)) AS sources
     FROM generations g JOIN generation_prompts p ON p.generation_id = g.id
     WHERE json_extract(g.options_json, '$.conversation') = ? ORDER BY g.seq`,
  )
  return { turnsOf: (conversation) => readRows(RowSchema, turns.all(conversation), 'turn of a conversation') }
}
