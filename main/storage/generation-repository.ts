import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import {
  type Attempt,
  AttemptPartSchema,
  AttemptSchema,
  type Generation,
  GenerationSchema,
  GenerationSummarySchema,
  type Source,
  SourceSchema,
} from '#contracts/generation.ts'
import type { Connection } from './connection.ts'
import { createCostRows } from './cost-rows.ts'
import { createDecisionRows } from './decision-rows.ts'
import { createDecisionSearch } from './decision-search.ts'
import { createLedgerRepository } from './ledger-repository.ts'
import type { Synchronous } from './operations.ts'
import { createJobInserter } from './queue/job-repository.ts'
import { errorColumn, jsonColumn, readRow, readRows } from './row.ts'
import { SOURCE_COLUMNS } from './source-repository.ts'
import { titleOf } from './title.ts'
import { createTurnRows } from './turn-rows.ts'
import type { GenerationStore, NewGeneration } from './types.ts'
import { createVersionRows } from './version-rows.ts'

/** Enough characters of the prompt to find a title in, without reading all of a long one. */
const TITLE_WINDOW = 400

const COLUMNS = `g.id, g.job_id AS jobId, g.created_at AS createdAt, g.ended_at AS endedAt, g.state, p.prompt, g.template,
  g.options_json AS options, g.engine, coalesce(d.text, '') AS text, g.citations_json AS citations,
  g.citation_coverage AS citationCoverage, g.unresolved_json AS unresolvedSurrogates, g.usage_json AS usage, g.cost_usd AS costUsd,
  g.timings_json AS timings, g.error_json AS error, f.form_json AS form, f.structured_json AS structured,
  (SELECT run_at FROM jobs WHERE id = g.job_id AND state = 'deferred') AS retryAt`
const SUMMARY_COLUMNS = `g.id, g.job_id AS jobId, g.created_at AS createdAt, g.state, g.template, g.engine,
  substr(p.prompt, 1, ${TITLE_WINDOW}) AS title,
  (SELECT route FROM decisions WHERE generation_id = g.id ORDER BY seq DESC LIMIT 1) AS route,
  (SELECT label FROM decisions WHERE generation_id = g.id ORDER BY seq DESC LIMIT 1) AS label, g.cost_usd AS costUsd,
  CASE WHEN g.ended_at IS NULL THEN NULL ELSE json_extract(g.timings_json, '$.totalMs') END AS totalMs`
const ATTEMPT_COLUMNS = `id, generation_id AS generationId, ordinal, provider, model, locality, route, state, started_at AS startedAt,
  ended_at AS endedAt, ttft_ms AS ttftMs, json_patch('{}', json_object('inputTokens', input_tokens, 'outputTokens', output_tokens, 'counted', counted)) AS usage,
  cost_usd AS costUsd, error_json AS error, part_json AS part, resends, may_be_charged AS mayBeCharged,
  run_units AS runUnits, note`

const shape = GenerationSchema.shape
const RowSchema = GenerationSchema.omit({ sources: true, decision: true, attempts: true, egress: true }).extend({
  options: jsonColumn(shape.options),
  citations: jsonColumn(shape.citations),
  unresolvedSurrogates: jsonColumn(shape.unresolvedSurrogates),
  usage: jsonColumn(shape.usage),
  timings: jsonColumn(shape.timings),
  error: errorColumn,
  form: jsonColumn(shape.form),
  structured: z.union([z.null(), jsonColumn(shape.structured)]),
})
const SummaryRowSchema = GenerationSummarySchema.extend({ title: z.string().transform(titleOf) })
const AttemptRowSchema = AttemptSchema.extend({
  usage: jsonColumn(AttemptSchema.shape.usage),
  error: errorColumn,
  mayBeCharged: z.literal([0, 1]).transform((stored) => stored === 1),
  note: z.preprocess((stored) => stored ?? undefined, AttemptSchema.shape.note),
  runUnits: z.preprocess((stored) => stored ?? undefined, AttemptSchema.shape.runUnits),
  part: z.preprocess((stored) => (stored === null ? undefined : stored), jsonColumn(AttemptPartSchema).optional()),
})
const SourceCopySchema = jsonColumn(SourceSchema)

/** Columns that `update` may set, and how each value is stored. */
const PATCH = {
  state: ['state', asIs],
  engine: ['engine', asIs],
  citations: ['citations_json', JSON.stringify],
  citationCoverage: ['citation_coverage', asIs],
  unresolvedSurrogates: ['unresolved_json', JSON.stringify],
  usage: ['usage_json', JSON.stringify],
  costUsd: ['cost_usd', asIs],
  timings: ['timings_json', JSON.stringify],
  endedAt: ['ended_at', asIs],
  error: ['error_json', jsonOrNull],
} as const satisfies Record<
  Exclude<keyof Parameters<GenerationStore['update']>[1], 'text' | 'structured'>,
  readonly [string, (value: unknown) => unknown]
>

export function createGenerationRepository(db: Connection): Synchronous<GenerationStore> {
  const ledger = createLedgerRepository(db)
  const decisions = createDecisionRows(db)
  const insertJob = createJobInserter(db)
  const insert = db.prepare(
    `INSERT INTO generations (id, job_id, created_at, state, template, options_json) VALUES (:id, :jobId, :createdAt, 'queued', :template, :options)`,
  )
  const versions = createVersionRows(db)
  const insertForm = db.prepare('INSERT INTO generation_forms (generation_id, form_json) VALUES (?, ?)')
  const saveStructured = db.prepare('UPDATE generation_forms SET structured_json = :structured WHERE generation_id = :id')
  const insertPrompt = db.prepare('INSERT INTO generation_prompts (generation_id, prompt) VALUES (?, ?)')
  const sourceById = db.prepare(`SELECT ${SOURCE_COLUMNS} FROM sources WHERE id = ?`)
  const insertSource = db.prepare('INSERT INTO generation_sources (generation_id, ordinal, source_json) VALUES (?, ?, ?)')
  const from = 'FROM generations g JOIN generation_prompts p ON p.generation_id = g.id'
  const byId = db.prepare(
    `SELECT ${COLUMNS} ${from} LEFT JOIN generation_drafts d ON d.generation_id = g.id
     JOIN generation_forms f ON f.generation_id = g.id WHERE g.id = ?`,
  )
  const page = db.prepare(
    `SELECT ${SUMMARY_COLUMNS} ${from} WHERE g.created_at < :before ORDER BY g.created_at DESC, g.seq DESC LIMIT :limit`,
  )
  const summaryById = db.prepare(`SELECT ${SUMMARY_COLUMNS} ${from} WHERE g.id = ?`)
  const sourcesOf = db.prepare('SELECT source_json FROM generation_sources WHERE generation_id = ? ORDER BY ordinal').pluck()
  const attemptsOf = db.prepare(`SELECT ${ATTEMPT_COLUMNS} FROM attempts WHERE generation_id = ? ORDER BY ordinal, started_at`)
  const putAttempt = db.prepare(
    `INSERT INTO attempts (id, generation_id, ordinal, provider, model, locality, route, state, started_at, ended_at, ttft_ms, input_tokens,
       output_tokens, cost_usd, error_json, part_json, resends, may_be_charged, counted, run_units, note)
     VALUES (:id, :generationId, :ordinal, :provider, :model, :locality, :route, :state, :startedAt, :endedAt, :ttftMs, :inputTokens,
       :outputTokens, :costUsd, :error, :part, :resends, :mayBeCharged, :counted, :runUnits, :note)
     ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, provider = excluded.provider, model = excluded.model,
       locality = excluded.locality, route = excluded.route, state = excluded.state, started_at = excluded.started_at,
       ended_at = excluded.ended_at, ttft_ms = excluded.ttft_ms, input_tokens = excluded.input_tokens,
       output_tokens = excluded.output_tokens, cost_usd = excluded.cost_usd, error_json = excluded.error_json, part_json = excluded.part_json,
       resends = excluded.resends, may_be_charged = excluded.may_be_charged, counted = excluded.counted,
       run_units = excluded.run_units, note = excluded.note`,
  )
  const saveDraft = db.prepare(
    `INSERT INTO generation_drafts (generation_id, text) SELECT id, :text FROM generations WHERE id = :id
     ON CONFLICT (generation_id) DO UPDATE SET text = excluded.text`,
  )
  const exists = db.prepare('SELECT 1 FROM generations WHERE id = ?')
  const spent = db.prepare("SELECT coalesce(sum(cost_usd), 0) FROM attempts WHERE locality = 'hosted' AND started_at >= ?").pluck()

  const runUnits = db.prepare('SELECT coalesce(sum(run_units), 0) FROM attempts WHERE started_at >= ?').pluck()
  const costs = createCostRows(db)

  const mustExist = (id: string): void => {
    if (exists.get(id) === undefined) throw noSuchGeneration()
  }
  const create = db.transaction<Synchronous<GenerationStore>['create']>((generation, job) => {
    insertJob(job)
    insert.run({ ...pick(generation), options: JSON.stringify(generation.options) })
    insertForm.run(generation.id, JSON.stringify(generation.form))
    insertPrompt.run(generation.id, generation.prompt)
    if (!versions.addGeneration(generation.id, generation.place, generation.createdAt)) throw noSuchVersion()
    const sources = generation.sourceIds.map((sourceId, ordinal) => {
      const row = sourceById.get(sourceId)
      if (row === undefined)
        throw new TidegateError('NOT_FOUND', 'A source of the request is gone. Add it again and send the request once more.')
      const source = readRow(SourceSchema, row, 'source')
      insertSource.run(generation.id, ordinal, JSON.stringify(source))
      return source
    })
    return newlyCreated(generation, sources)
  })
  const read = db.transaction((id: string): Generation | null => {
    const row = byId.get(id)
    if (row === undefined) return null
    return {
      ...readRow(RowSchema, row, 'generation'),
      sources: readRows(SourceCopySchema, sourcesOf.all(id), 'source'),
      decision: decisions.latestOf(id),
      attempts: attempts(attemptsOf.all(id)),
      egress: ledger.ofGeneration(id).map(({ payload: _, ...entry }) => entry),
    }
  })
  const setting = new Map<string, ReturnType<typeof db.prepare>>()
  /** Kept: to prepare one takes as long as to run it, and there are as many as there are ways in which a run can end. */
  const setColumns = (columns: readonly string[]) => {
    const clause = columns.map((column) => `${column} = ?`).join(', ')
    const statement = setting.get(clause) ?? db.prepare(`UPDATE generations SET ${clause} WHERE id = ?`)
    setting.set(clause, statement)
    return statement
  }
  const update = db.transaction<Synchronous<GenerationStore>['update']>((id, { text, structured, ...patch }) => {
    mustExist(id)
    if (structured !== undefined) saveStructured.run({ id, structured: jsonOrNull(structured) })
    if (text !== undefined) saveDraft.run({ id, text })
    const assignments = Object.entries(PATCH).flatMap(([key, [column, store]]) => {
      const value = patch[key as keyof typeof PATCH]
      return value === undefined ? [] : [{ column, value: store(value) }]
    })
    if (assignments.length === 0) return
    setColumns(assignments.map(({ column }) => column)).run(...assignments.map(({ value }) => value), id)
  })
  const setDecision = db.transaction<Synchronous<GenerationStore>['setDecision']>((id, decision) => {
    mustExist(id)
    decisions.put(id, decision)
  })

  return {
    create: (generation, job) => create.immediate(generation, job),
    get: (id) => read.deferred(id),
    list: ({ limit, before = Number.MAX_SAFE_INTEGER }) => readRows(SummaryRowSchema, page.all({ limit, before }), 'generation'),
    summary(id) {
      const row = summaryById.get(id)
      return row === undefined ? null : readRow(SummaryRowSchema, row, 'generation')
    },
    setDecision: (id, decision) => setDecision.immediate(id, decision),
    putAttempt({ usage, error, part, mayBeCharged, runUnits = null, note = null, ...attempt }) {
      putAttempt.run({
        ...attempt,
        inputTokens: usage.inputTokens,
        outputTokens: usage.outputTokens,
        counted: usage.counted ?? null,
        runUnits,
        note,
        error: jsonOrNull(error),
        part: jsonOrNull(part ?? null),
        mayBeCharged: mayBeCharged ? 1 : 0,
      })
    },
    saveText(id, text) {
      if (saveDraft.run({ id, text }).changes === 0) throw noSuchGeneration()
    },
    update: (id, patch) => update.immediate(id, patch),
    ...createDecisionSearch(db),
    ...createTurnRows(db),
    findingCounts: decisions.findingCounts,
    judgements: decisions.judgements,
    spentUsd: (since) => Number(spent.get(since)),
    runUnits: (since) => Number(runUnits.get(since)),
    costRows: costs,
  }
}

/** What {@link GenerationStore.get} would find; to read it back takes longer than to write it. */
function newlyCreated({ sourceIds: _, place: __, ...generation }: NewGeneration, sources: readonly Source[]): Generation {
  return {
    ...generation,
    state: 'queued',
    endedAt: null,
    sources: [...sources],
    ...{ engine: null, text: '', citations: [], citationCoverage: null, unresolvedSurrogates: [], structured: null },
    ...{ decision: null, attempts: [], egress: [], error: null, retryAt: null },
    usage: { inputTokens: 0, outputTokens: 0 },
    costUsd: 0,
    timings: { routeMs: 0, ttftMs: null, totalMs: 0 },
  }
}

function attempts(rows: readonly unknown[]): Attempt[] {
  return readRows(AttemptRowSchema, rows, 'attempt')
}

function noSuchGeneration(): TidegateError {
  return new TidegateError('NOT_FOUND', 'There is no such generation. List the generations to see which there are.')
}

function noSuchVersion(): TidegateError {
  return new TidegateError('NOT_FOUND', 'The version that the request goes on from is gone. Open the document again.')
}

function pick<T extends { id: string; jobId: string; createdAt: number; template: string }>({ id, jobId, createdAt, template }: T) {
  return { id, jobId, createdAt, template }
}

function asIs(value: unknown): unknown {
  return value
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}
