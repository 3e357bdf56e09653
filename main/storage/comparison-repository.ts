import { type Comparison, ComparisonSchema, ComparisonSideSchema } from '#contracts/comparisons.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { readRow, readRows } from './row.ts'
import type { ComparisonStore } from './types.ts'

const HEAD = 'SELECT id, document_id AS documentId, created_at AS createdAt, chosen_version AS chosenVersion FROM comparisons'
const HeadSchema = ComparisonSchema.omit({ sides: true })

export function createComparisonRepository(db: Connection): Synchronous<ComparisonStore> {
  const insert = db.prepare('INSERT INTO comparisons (id, document_id, created_at) VALUES (:id, :documentId, :createdAt)')
  const insertSide = db.prepare(
    `INSERT INTO comparison_sides (comparison_id, ordinal, route, generation_id, reason) VALUES (:id, :ordinal, :route, :generationId, :reason)`,
  )
  const byId = db.prepare(`${HEAD} WHERE id = ?`)
  const byGeneration = db.prepare(`${HEAD} WHERE id = (SELECT comparison_id FROM comparison_sides WHERE generation_id = ? LIMIT 1)`)
  const page = db.prepare(`${HEAD} ORDER BY seq DESC LIMIT ?`)
  const sidesOf = db.prepare(
    'SELECT route, generation_id AS generationId, reason FROM comparison_sides WHERE comparison_id = ? ORDER BY ordinal',
  )
  const choose = db.prepare('UPDATE comparisons SET chosen_version = :version WHERE id = :id')

  const whole = (row: unknown): Comparison => {
    const head = readRow(HeadSchema, row, 'comparison')
    return { ...head, sides: readRows(ComparisonSideSchema, sidesOf.all(head.id), 'comparison') }
  }
  const add = db.transaction((comparison: Comparison): void => {
    insert.run({ id: comparison.id, documentId: comparison.documentId, createdAt: comparison.createdAt })
    for (const [ordinal, side] of comparison.sides.entries()) insertSide.run({ id: comparison.id, ordinal, ...side })
  })
  const found = (row: unknown): Comparison | null => (row === undefined ? null : whole(row))

  return {
    add: (comparison) => add.immediate(comparison),
    get: (id) => found(byId.get(id)),
    ofGeneration: (id) => found(byGeneration.get(id)),
    list: (limit) => page.all(limit).map(whole),
    choose: (id, version) => choose.run({ id, version }).changes === 1,
  }
}
