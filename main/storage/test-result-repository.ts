import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import { JudgementSchema } from '#contracts/judgement.ts'
import { ArtefactSchema, QuarantineSchema, TestResultSchema, TestRunSchema } from '#contracts/test-run.ts'
import { RunnerNameSchema, VerdictSchema, VerdictStatusSchema } from '#contracts/verdict.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { jsonColumn, readRow, readRows } from './row.ts'
import { MOST_JUDGEMENTS, type TestResultStore } from './test-result-store.ts'

const RUN = 'SELECT id, started_at AS startedAt, app, node, platform, planned, folder FROM test_runs'
const RunRow = z
  .object({
    id: z.string(),
    startedAt: z.number(),
    app: z.string(),
    node: z.string(),
    platform: z.string(),
    planned: z.number(),
    folder: z.string(),
  })
  .transform(({ app, node, platform, ...run }) => ({ ...run, environment: { app, node, platform } }))
  .pipe(TestRunSchema.omit({ results: true }))
const ResultRow = z
  .object({
    attempt: z.number(),
    edition: z.string(),
    ranOn: z.string(),
    verdict: jsonColumn(VerdictSchema),
    artefacts: jsonColumn(z.array(ArtefactSchema)),
  })
  .pipe(TestResultSchema)
const JudgementRow = z.object({ judgement: jsonColumn(JudgementSchema) })
const VerdictRowSchema = z.object({
  scenario: z.string(),
  row: z.number().nullable(),
  runner: RunnerNameSchema,
  status: VerdictStatusSchema,
  at: z.number(),
  ms: z.number(),
  app: z.string(),
  edition: z.string(),
})

export function createTestResultRepository(db: Connection): Synchronous<TestResultStore> {
  const insertRun = db.prepare(
    'INSERT INTO test_runs (id, started_at, app, node, platform, planned, folder) VALUES (:id, :startedAt, :app, :node, :platform, :planned, :folder)',
  )
  const insertVerdict = db.prepare(
    `INSERT INTO test_verdicts (run, scenario, edition, data_row, runner, attempt, status, started_at, ms, ran_on, verdict_json, artefacts_json)
     SELECT seq, :scenario, :edition, :row, :runner, :attempt, :status, :startedAt, :ms, :ranOn, :verdict, :artefacts FROM test_runs WHERE id = :run`,
  )
  const byId = db.prepare(`${RUN} WHERE id = ?`)
  const newest = db.prepare('SELECT id FROM test_runs ORDER BY seq DESC LIMIT 1').pluck()
  const page = db.prepare(`${RUN} ORDER BY seq DESC LIMIT ?`)
  const resultsOf = db.prepare(
    `SELECT attempt, edition, ran_on AS ranOn, verdict_json AS verdict, artefacts_json AS artefacts FROM test_verdicts
     WHERE run = (SELECT seq FROM test_runs WHERE id = ?) ORDER BY seq`,
  )
  const since = db.prepare(
    `SELECT scenario, data_row AS row, runner, status, v.started_at AS at, ms, app, edition
     FROM test_verdicts v JOIN test_runs r ON r.seq = v.run WHERE v.started_at >= ? ORDER BY v.started_at, v.seq`,
  )
  const insertQuarantine = db.prepare(
    'INSERT INTO test_quarantines (scenario, owner, note, since, until) VALUES (:scenario, :owner, :note, :since, :until)',
  )
  const quarantined = db.prepare(
    `SELECT scenario, owner, note, since, until FROM test_quarantines
     WHERE seq IN (SELECT max(seq) FROM test_quarantines GROUP BY scenario) AND until > ? ORDER BY scenario`,
  )

  const judgement = db.prepare('SELECT judgement_json AS judgement FROM judgements WHERE key = ?')
  const keepJudgement = db.prepare(
    `INSERT INTO judgements (key, judged_at, judgement_json) VALUES (:key, :now, :judgement)
     ON CONFLICT (key) DO UPDATE SET judged_at = excluded.judged_at, judgement_json = excluded.judgement_json`,
  )
  const dropOldJudgements = db.prepare(
    'DELETE FROM judgements WHERE judged_at < (SELECT judged_at FROM judgements ORDER BY judged_at DESC LIMIT 1 OFFSET ?)',
  )

  return {
    begin({ environment, ...run }) {
      insertRun.run({ ...run, ...environment })
    },
    add(run, { verdict, attempt, edition, ranOn, artefacts }) {
      const { changes } = insertVerdict.run({
        run,
        scenario: verdict.scenario,
        row: verdict.row,
        runner: verdict.runner,
        attempt,
        edition,
        status: verdict.status,
        startedAt: Math.round(verdict.startedAt),
        ms: verdict.ms,
        ranOn,
        verdict: JSON.stringify(verdict),
        artefacts: JSON.stringify(artefacts),
      })
      if (changes === 0) throw new TidegateError('NOT_FOUND', `There is no run ${run}.`)
    },
    get(run) {
      const row = byId.get(run)
      return row === undefined
        ? null
        : { ...readRow(RunRow, row, 'run of scenarios'), results: readRows(ResultRow, resultsOf.all(run), 'verdict') }
    },
    newest: () => readRow(z.string().nullable(), newest.get() ?? null, 'run of scenarios'),
    list: (limit) => readRows(RunRow, page.all(limit), 'run of scenarios'),
    verdicts: (from) => readRows(VerdictRowSchema, since.all(from), 'verdict'),
    quarantine(quarantine) {
      insertQuarantine.run(QuarantineSchema.parse(quarantine))
    },
    quarantined: (now) => readRows(QuarantineSchema, quarantined.all(now), 'quarantine'),
    judgement(key) {
      const row = judgement.get(key)
      return row === undefined ? null : readRow(JudgementRow, row, 'judgement').judgement
    },
    keepJudgement(key, given, now) {
      keepJudgement.run({ key, now, judgement: JSON.stringify(given) })
      dropOldJudgements.run(MOST_JUDGEMENTS - 1)
    },
  }
}
