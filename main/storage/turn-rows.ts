import { z } from 'zod'
import { LabelSchema } from '#contracts/privacy.ts'
import type { Connection } from './connection.ts'
import { jsonColumn, readRow, readRows } from './row.ts'
import type { ConversationTurn, TurnTexts } from './types.ts'

const TurnSchema = z.object({
  id: z.string(),
  label: LabelSchema.nullable(),
  leftMasked: z.literal([0, 1]).transform((stored) => stored === 1),
})
const TextsSchema = z.object({ prompt: z.string(), sources: jsonColumn(z.array(z.object({ id: z.string(), name: z.string() }))) })

/** The requests of one conversation, the oldest first, and what each was about. */
export function createTurnRows(db: Connection): {
  turnsOf(conversation: string): readonly ConversationTurn[]
  turnTexts(id: string): TurnTexts | null
} {
  const turns = db.prepare(
    `SELECT g.id,
       (SELECT label FROM decisions WHERE generation_id = g.id ORDER BY seq DESC LIMIT 1) AS label,
       EXISTS (SELECT 1 FROM decisions WHERE generation_id = g.id AND route = 'hybrid') AS leftMasked
     FROM generations g
     WHERE json_extract(g.options_json, '$.conversation') = ? AND EXISTS (SELECT 1 FROM generation_prompts WHERE generation_id = g.id)
     ORDER BY g.seq`,
  )
  const texts = db.prepare(
    `SELECT prompt,
       (SELECT json_group_array(json_object('id', json_extract(source_json, '$.id'), 'name', json_extract(source_json, '$.name')))
          FROM (SELECT source_json FROM generation_sources WHERE generation_id = p.generation_id ORDER BY ordinal)) AS sources
     FROM generation_prompts p WHERE generation_id = ?`,
  )
  return {
    turnsOf: (conversation) => readRows(TurnSchema, turns.all(conversation), 'turn of a conversation'),
    turnTexts(id) {
      const row = texts.get(id)
      return row === undefined ? null : readRow(TextsSchema, row, 'turn of a conversation')
    },
  }
}
