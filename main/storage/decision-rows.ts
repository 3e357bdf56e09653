import { z } from 'zod'
import type { FindingStatistics } from '#contracts/privacy-insight.ts'
import { type RoutingDecision, RoutingDecisionSchema } from '#contracts/routing.ts'
import type { Connection } from './connection.ts'
import { createFindingCounts } from './finding-counts.ts'
import { jsonColumn, readRow, readRows } from './row.ts'
import type { StoredJudgement } from './types.ts'

const RowSchema = z.object({ id: z.string(), decision: jsonColumn(RoutingDecisionSchema.omit({ findings: true })) })
const FindingRowSchema = z
  .object({
    type: z.string(),
    start: z.number(),
    end: z.number(),
    score: z.number(),
    recognizer: z.string(),
    source: z.string().nullable(),
  })
  .transform(({ source, ...finding }) => (source === null ? finding : { ...finding, source }))

/** Of a request that was decided several times the last decision counts. */
const LATEST = 'NOT EXISTS (SELECT 1 FROM decisions later WHERE later.generation_id = d.generation_id AND later.seq > d.seq)'
const JudgementSchema = z
  .object({
    generationId: z.string(),
    decision: jsonColumn(RoutingDecisionSchema.pick({ label: true, status: true, route: true, options: true })),
  })
  .transform(({ generationId, decision }) => ({ generationId, ...decision }))

/** Decisions with their findings in rows of their own: types and spans only, so that no value can slip into the database. */
export function createDecisionRows(db: Connection): {
  /** For use inside a transaction. Replaces a decision of the same id, and a request that is put off again keeps the last of these alone. */
  put(generationId: string, decision: RoutingDecision): void
  latestOf(generationId: string): RoutingDecision | null
  findingCounts(since: number): Omit<FindingStatistics, 'since'>
  judgements(limit: number): readonly StoredJudgement[]
} {
  const drop = db.prepare('DELETE FROM decisions WHERE id = ?')
  // One that waits for a week is judged some ten thousand times.
  const dropDeferred = db.prepare("DELETE FROM decisions WHERE generation_id = ? AND status = 'deferred'")
  const insert = db.prepare(
    `INSERT INTO decisions (id, generation_id, at, status, route, label, decision_json)
     VALUES (:id, :generationId, :at, :status, :route, :label, :json)`,
  )
  const insertFinding = db.prepare(
    `INSERT INTO findings (decision_id, ordinal, type, span_start, span_end, score, recognizer, source)
     VALUES (:decisionId, :ordinal, :type, :start, :end, :score, :recognizer, :source)`,
  )
  const latest = db.prepare('SELECT id, decision_json AS decision FROM decisions WHERE generation_id = ? ORDER BY seq DESC LIMIT 1')
  const findingsOf = db.prepare(
    `SELECT type, span_start AS start, span_end AS "end", score, recognizer, source FROM findings WHERE decision_id = ? ORDER BY ordinal`,
  )
  const recent = db.prepare(
    `SELECT d.generation_id AS generationId, d.decision_json AS decision FROM decisions d WHERE ${LATEST} ORDER BY d.seq DESC LIMIT :limit`,
  )
  return {
    findingCounts: createFindingCounts(db),
    judgements: (limit) => readRows(JudgementSchema, recent.all({ limit }), 'decision'),
    put(generationId, { findings, ...decision }) {
      drop.run(decision.id)
      const { id, at, status, route, label } = decision
      if (status === 'deferred') dropDeferred.run(generationId)
      insert.run({ id, generationId, at, status, route, label, json: JSON.stringify(decision) })
      for (const [ordinal, { type, start, end, score, recognizer, source }] of findings.entries()) {
        insertFinding.run({ decisionId: id, ordinal, type, start, end, score, recognizer, source: source ?? null })
      }
    },
    latestOf(generationId) {
      const row = latest.get(generationId)
      if (row === undefined) return null
      const { id, decision } = readRow(RowSchema, row, 'decision')
      return { ...decision, findings: readRows(FindingRowSchema, findingsOf.all(id), 'finding') }
    },
  }
}
