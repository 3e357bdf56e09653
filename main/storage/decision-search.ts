import { z } from 'zod'
import { RoutingDecisionSchema } from '#contracts/routing.ts'
import { DecidedRequestSchema, type DecisionFilter } from '#contracts/routing-history.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { jsonColumn, readRows } from './row.ts'
import { titleOf } from './title.ts'
import type { GenerationStore } from './types.ts'

/** Enough characters of the prompt to find a title in, without reading all of a long one. */
const TITLE_WINDOW = 400

/** Who wrote the draft of `g`: the attempt that succeeded, else the last one. */
export const WRITER = `(SELECT a.provider FROM attempts a WHERE a.generation_id = g.id
  ORDER BY a.state = 'succeeded' DESC, a.ordinal DESC LIMIT 1)`

const LATEST = 'NOT EXISTS (SELECT 1 FROM decisions later WHERE later.generation_id = d.generation_id AND later.seq > d.seq)'

/** `text` is escaped for LIKE. A decision is only taken apart where the text is somewhere in it: that costs more than looking for it. */
const MATCHES = `(:label IS NULL OR d.label = :label) AND (:from IS NULL OR d.at >= :from) AND (:to IS NULL OR d.at < :to)
  AND (:outcome IS NULL OR CASE d.status WHEN 'routed' THEN d.route ELSE d.status END = :outcome)
  AND (:provider IS NULL OR EXISTS (SELECT 1 FROM attempts a WHERE a.generation_id = d.generation_id AND a.provider = :provider))
  AND (:text IS NULL OR d.id LIKE :text ESCAPE '\\' OR p.prompt LIKE :text ESCAPE '\\'
    OR (d.decision_json LIKE :text ESCAPE '\\' AND json_extract(d.decision_json, '$.summary') LIKE :text ESCAPE '\\'))`

const Row = z
  .object({
    generationId: z.string(),
    decision: jsonColumn(RoutingDecisionSchema.omit({ findings: true })),
    ...DecidedRequestSchema.shape,
    title: z.string().transform(titleOf),
  })
  .transform(({ generationId, decision, ...request }) => ({ ...decision, findings: [], generationId, request }))

/** Finds decisions by what they decided and by what was asked. */
export function createDecisionSearch(db: Connection): Synchronous<Pick<GenerationStore, 'decided' | 'providersAsked'>> {
  const decided = db.prepare(
    `SELECT d.generation_id AS generationId, d.decision_json AS decision, substr(p.prompt, 1, ${TITLE_WINDOW}) AS title, g.state,
       g.cost_usd AS costUsd, ${WRITER} AS provider,
       max(0, g.ended_at - d.at) AS totalMs
     FROM decisions d JOIN generations g ON g.id = d.generation_id JOIN generation_prompts p ON p.generation_id = g.id
     WHERE d.at < :before AND ${LATEST} AND ${MATCHES} ORDER BY d.seq DESC LIMIT :limit`,
  )
  const providers = db.prepare('SELECT DISTINCT provider FROM attempts ORDER BY provider').pluck()
  return {
    decided: ({ limit, before = Number.MAX_SAFE_INTEGER, ...filter }) =>
      readRows(Row, decided.all({ limit, before, ...parameters(filter) }), 'decision'),
    providersAsked: () => z.array(z.string()).parse(providers.all()),
  }
}

function parameters({ outcome, label, provider, from, to, text }: DecisionFilter): Record<string, string | number | null> {
  const words = text?.trim() ?? ''
  return {
    outcome: outcome ?? null,
    label: label ?? null,
    provider: provider ?? null,
    from: from ?? null,
    to: to ?? null,
    text: words === '' ? null : `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`,
  }
}
