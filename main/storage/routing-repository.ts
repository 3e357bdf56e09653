import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import { GenerationStateSchema, TimingsSchema } from '#contracts/generation.ts'
import { RoutingDecisionSchema } from '#contracts/routing.ts'
import { ExperimentSchema, FeedbackSchema, RoutingChangeSchema, TrainedCalibrationSchema } from '#contracts/routing-learning.ts'
import { PerformanceStatsSchema } from '#contracts/routing-performance.ts'
import type { Connection } from './connection.ts'
import { WRITER } from './decision-search.ts'
import type { Synchronous } from './operations.ts'
import { booleanColumn, jsonColumn, readRow, readRows } from './row.ts'
import type { RoutingStore } from './types.ts'

const DecisionColumn = jsonColumn(RoutingDecisionSchema.omit({ findings: true })).transform((decision) => ({ ...decision, findings: [] }))
const PerformanceRow = z.object({ stats: jsonColumn(PerformanceStatsSchema) }).transform(({ stats }) => stats)
const ExperimentRow = z.object({ experiment: jsonColumn(ExperimentSchema) }).transform(({ experiment }) => experiment)
const CalibrationRow = z
  .object({ active: booleanColumn, trained: jsonColumn(TrainedCalibrationSchema) })
  .transform(({ active, trained }) => ({ ...trained, active }))
const OutcomeRow = z.object({
  generationId: z.string(),
  at: z.number(),
  decision: DecisionColumn,
  state: GenerationStateSchema,
  costUsd: z.number(),
  timings: jsonColumn(TimingsSchema),
  provider: z.string().nullable(),
  endedAt: z.number().nullable(),
  citationCoverage: z.number().nullable(),
})
const CohortRow = z.object({
  generationId: z.string(),
  cohort: z.enum(['canary', 'control']),
  state: GenerationStateSchema,
  costUsd: z.number(),
  totalMs: z.number(),
  citationCoverage: z.number().nullable(),
  isJudged: booleanColumn,
})
const DecisionRow = z
  .object({ generationId: z.string(), decision: DecisionColumn })
  .transform(({ generationId, decision }) => ({ ...decision, generationId }))

const LATEST = 'NOT EXISTS (SELECT 1 FROM decisions later WHERE later.generation_id = d.generation_id AND later.seq > d.seq)'
const CHANGE = 'seq, at, what, before_json AS before, after_json AS after, note'

export function createRoutingRepository(db: Connection): Synchronous<RoutingStore> {
  const performance = db.prepare('SELECT stats_json AS stats FROM routing_performance')
  const putPerformance = db.prepare(
    `INSERT INTO routing_performance (provider, model, bucket, at, stats_json) VALUES (:provider, :model, :bucket, :at, :json)
     ON CONFLICT (provider, model, bucket) DO UPDATE SET at = excluded.at, stats_json = excluded.stats_json`,
  )
  const addFeedback = db.prepare(
    `INSERT INTO routing_feedback (generation_id, at, verdict, edited_share)
     SELECT id, :at, :verdict, :editedShare FROM generations WHERE id = :generationId`,
  )
  const feedbackOf = db.prepare(
    `SELECT generation_id AS generationId, at, verdict, edited_share AS editedShare FROM routing_feedback WHERE generation_id = ? ORDER BY seq`,
  )
  const outcomes = db.prepare(
    `SELECT g.id AS generationId, g.created_at AS at, d.decision_json AS decision, g.state, g.cost_usd AS costUsd,
       g.timings_json AS timings, g.citation_coverage AS citationCoverage, ${WRITER} AS provider,
       g.ended_at AS endedAt
     FROM generations g JOIN decisions d ON d.generation_id = g.id AND ${LATEST}
     WHERE d.status = 'routed' ORDER BY g.seq DESC LIMIT :limit`,
  )
  // The decisions stay in the database: of each only the cohort is wanted.
  const cohortOutcomes = db.prepare(
    `SELECT g.id AS generationId, json_extract(d.decision_json, :path) AS cohort, g.state, g.cost_usd AS costUsd,
       json_extract(g.timings_json, '$.totalMs') AS totalMs, g.citation_coverage AS citationCoverage,
       EXISTS (SELECT 1 FROM routing_feedback f WHERE f.generation_id = g.id) AS isJudged
     FROM generations g JOIN decisions d ON d.generation_id = g.id AND ${LATEST}
     WHERE g.created_at >= :since AND cohort IS NOT NULL ORDER BY g.seq DESC LIMIT :limit`,
  )
  const decision = db.prepare(
    `SELECT generation_id AS generationId, decision_json AS decision FROM decisions WHERE id = :id OR generation_id = :id ORDER BY seq DESC LIMIT 1`,
  )
  const decisions = db.prepare(
    `SELECT d.generation_id AS generationId, d.decision_json AS decision FROM decisions d WHERE d.at < :before AND ${LATEST}
     ORDER BY d.seq DESC LIMIT :limit`,
  )
  const calibrations = db.prepare('SELECT active, trained_json AS trained FROM routing_calibrations ORDER BY version DESC')
  const addCalibration = db.prepare('INSERT INTO routing_calibrations (version, active, trained_json) VALUES (:version, :active, :json)')
  const isKnown = db.prepare('SELECT 1 FROM routing_calibrations WHERE version = ?')
  const activate = db.prepare('UPDATE routing_calibrations SET active = (version = ?)')
  const experiments = db.prepare('SELECT experiment_json AS experiment FROM routing_experiments ORDER BY started_at DESC, id')
  const putExperiment = db.prepare(
    `INSERT INTO routing_experiments (id, started_at, experiment_json) VALUES (:id, :startedAt, :json)
     ON CONFLICT (id) DO UPDATE SET experiment_json = excluded.experiment_json`,
  )
  const appendChange = db.prepare(
    'INSERT INTO routing_changes (at, what, before_json, after_json, note) VALUES (:at, :what, :before, :after, :note)',
  )
  const changes = db.prepare(`SELECT ${CHANGE} FROM routing_changes ORDER BY seq DESC LIMIT ?`)
  const change = db.prepare(`SELECT ${CHANGE} FROM routing_changes WHERE seq = ?`)
  const learn = db.transaction<Synchronous<RoutingStore>['addCalibration']>((trained) => {
    const { version } = trained.calibration
    addCalibration.run({ version, active: 0, json: JSON.stringify(trained) })
    if (trained.active) activate.run(version)
  })
  return {
    performance: () => readRows(PerformanceRow, performance.all(), 'measurement'),
    putPerformance(stats) {
      const { provider, model, bucket, at } = stats
      putPerformance.run({ provider, model, bucket, at, json: JSON.stringify(stats) })
    },
    addFeedback(feedback) {
      if (addFeedback.run(feedback).changes === 0) throw new TidegateError('NOT_FOUND', `There is no draft ${feedback.generationId}.`)
    },
    feedback: (generationId) => readRows(FeedbackSchema, feedbackOf.all(generationId), 'verdict'),
    outcomes: (limit) =>
      readRows(OutcomeRow, outcomes.all({ limit }), 'outcome').map(({ timings, ...outcome }) => ({
        ...outcome,
        totalMs: timings.totalMs,
        feedback: readRows(FeedbackSchema, feedbackOf.all(outcome.generationId), 'verdict'),
      })),
    cohortOutcomes: ({ rollout, since, limit }) =>
      readRows(CohortRow, cohortOutcomes.all({ path: `$.cohorts.${JSON.stringify(rollout)}`, since, limit }), 'outcome').map(
        ({ generationId, isJudged, ...outcome }) => ({
          ...outcome,
          feedback: isJudged ? readRows(FeedbackSchema, feedbackOf.all(generationId), 'verdict') : [],
        }),
      ),
    decision(id) {
      const row = decision.get({ id })
      return row === undefined ? null : readRow(DecisionRow, row, 'decision')
    },
    decisions: ({ limit, before = Number.MAX_SAFE_INTEGER }) => readRows(DecisionRow, decisions.all({ limit, before }), 'decision'),
    calibrations: () => readRows(CalibrationRow, calibrations.all(), 'correction'),
    addCalibration: (trained) => learn.immediate(trained),
    activateCalibration(version) {
      if (version !== 0 && isKnown.get(version) === undefined) return false
      activate.run(version)
      return true
    },
    experiments: () => readRows(ExperimentRow, experiments.all(), 'experiment'),
    putExperiment(experiment) {
      putExperiment.run({ id: experiment.id, startedAt: experiment.startedAt, json: JSON.stringify(experiment) })
    },
    appendChange(change) {
      const { lastInsertRowid } = appendChange.run(change)
      return { ...change, seq: Number(lastInsertRowid) }
    },
    changes: (limit) => readRows(RoutingChangeSchema, changes.all(limit), 'change'),
    change(seq) {
      const row = change.get(seq)
      return row === undefined ? null : readRow(RoutingChangeSchema, row, 'change')
    },
  }
}
