import { z } from 'zod'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { readRows } from './row.ts'
import type { ConversationThreadStore } from './types.ts'

const RowSchema = z.object({
  provider: z.string(),
  address: z.string(),
  model: z.string(),
  conversation: z.string(),
  threadId: z.string(),
  updatedAt: z.number().int(),
})

export function createThreadRepository(db: Connection): Synchronous<ConversationThreadStore> {
  const byKey = db
    .prepare(
      'SELECT thread_id FROM conversation_threads WHERE provider = :provider AND address = :address AND model = :model AND conversation = :conversation',
    )
    .pluck()
  const put = db.prepare(
    `INSERT INTO conversation_threads (provider, address, model, conversation, thread_id, updated_at)
     VALUES (:provider, :address, :model, :conversation, :threadId, :now)
     ON CONFLICT DO UPDATE SET thread_id = excluded.thread_id, updated_at = excluded.updated_at`,
  )
  const all = db.prepare(
    'SELECT provider, address, model, conversation, thread_id AS threadId, updated_at AS updatedAt FROM conversation_threads ORDER BY updated_at DESC',
  )
  const forget = db.prepare('DELETE FROM conversation_threads WHERE thread_id = ?')
  return {
    threadOf(key) {
      const found = byKey.get(key)
      return typeof found === 'string' ? found : null
    },
    put(key, threadId, now) {
      put.run({ ...key, threadId, now })
    },
    list: () => readRows(RowSchema, all.all(), 'conversation'),
    forget: (threadId) => forget.run(threadId).changes > 0,
  }
}
