import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Citation } from '#contracts/generation.ts'
import { createCallExecutor } from '../../main/storage/call-executor.ts'
import { closeConnection } from '../../main/storage/connection.ts'
import { openDatabase } from '../../main/storage/open-database.ts'
import type { Call } from '../../main/storage/operations.ts'
import {
  sampleAttempt,
  sampleDecision,
  sampleEntry,
  sampleGeneration,
  sampleJob,
  sampleSource,
} from '../../main/storage/storage-samples.ts'

/** When the pictures are taken, by the clock of the page. Far enough ahead that nothing counts as old, whenever the pictures are taken. */
export const PICTURE_TIME = Date.UTC(2030, 0, 15, 9, 30)

const MINUTE = 60_000
const at = (minutesAgo: number): number => PICTURE_TIME - minutesAgo * MINUTE
const PLAN = readFileSync(fileURLToPath(new URL('../../resources/sample/launch-plan.md', import.meta.url)), 'utf8')

const SENTENCES = [
  'The first production run is 1,200 units, and sales open on 17 May.',
  'The launch costs 412,000 euros, of which 268,000 euros are already committed.',
  'The accuracy is 1 centimetre over a range of 8 metres.',
]

/** The same history for every picture: sources, drafts by three routes, jobs in every state, and a ledger. All of its times are fixed. */
export function writeSampleHistory(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true })
  const { db } = openDatabase({ dataDir, now: PICTURE_TIME })
  const executor = createCallExecutor(db)
  const call = (store: Call['store'], method: string, ...args: readonly unknown[]): void => {
    for (const result of executor.run([{ store, method, args }])) if (!result.ok) throw result.error
  }
  try {
    sources(call)
    drafts(call)
    jobs(call)
    ledger(call)
    // What is over is only said in SQL: an engine would have to run it.
    db.exec(`
      UPDATE jobs SET ready = 0, attempt = 1, fence = 1, started_at = created_at + 40, ended_at = created_at + 2100, progress = 1,
        state = CASE id WHEN 'job_gen_3' THEN 'failed' WHEN 'job_src_9' THEN 'dead' WHEN 'job_src_8' THEN 'cancelled' ELSE 'succeeded' END,
        error_json = CASE WHEN id IN ('job_gen_3', 'job_src_9') THEN '{"code":"INTERNAL","message":"The file could not be read; nothing was changed."}' END
      WHERE id NOT LIKE 'job_wait_%';
      INSERT INTO job_audit SELECT seq, 5, started_at, 'leased', 'running', 1, '' FROM jobs WHERE ended_at IS NOT NULL;
      INSERT INTO job_audit SELECT seq, 6, ended_at, 'running', state, 1, '' FROM jobs WHERE ended_at IS NOT NULL;
    `)
  } finally {
    closeConnection(db)
  }
}

type CallStorage = (store: Call['store'], method: string, ...args: readonly unknown[]) => void

function sources(call: CallStorage): void {
  const add = (n: number, name: string, label: 'public' | 'confidential' | 'restricted', text: string): void => {
    const source = sampleSource({
      id: `src_${n}`,
      name,
      label,
      bytes: text.length,
      chars: text.length,
      sha256: String(n).repeat(64),
      addedAt: at(240 - n),
    })
    call('sources', 'add', source, text, [{ ordinal: 0, start: 0, end: Math.min(text.length, 1_200) }])
  }
  add(1, 'launch-plan.md', 'public', PLAN)
  add(2, 'board-notes.md', 'confidential', 'The board meets on 26 February. Minutes go to Ines Calder.')
  add(3, 'deploy-config.env', 'restricted', 'REGION=north\nPORT=8080\n')
}

function citations(): Citation[] {
  return SENTENCES.map((quote, index) => {
    const start = PLAN.indexOf(quote)
    return {
      marker: `[${index + 1}]`,
      source: 'src_1',
      sourceName: 'launch-plan.md',
      start,
      end: start + quote.length,
      quote,
      verified: true,
    }
  })
}

function drafts(call: CallStorage): void {
  const text = SENTENCES.map((sentence, index) => `${sentence} [${index + 1}]`).join(' ')
  const draft = (n: number, minutes: number, prompt: string, route: 'local' | 'hybrid', state: 'succeeded' | 'failed'): void => {
    const id = `gen_${n}`
    call('generations', 'create', sampleGeneration({ id, jobId: `job_gen_${n}`, createdAt: at(minutes), prompt, sourceIds: ['src_1'] }), {
      ...sampleJob({ id: `job_gen_${n}`, subject: id, createdAt: at(minutes), runAt: at(minutes), priority: 100 }),
    })
    const local = route === 'local'
    call(
      'generations',
      'setDecision',
      id,
      sampleDecision({
        id: `dec_${n}`,
        at: at(minutes) + 20,
        route,
        label: local ? 'restricted' : 'confidential',
        reasons: local ? ['LABEL_FROM_FINDINGS', 'POLICY_LIMITS_ROUTES'] : ['LABEL_FROM_FINDINGS', 'HYBRID_KEEPS_DATA'],
        summary: local
          ? 'Runs on this machine: the text holds credentials, which never leave this machine.'
          : 'Runs masked: the text names a person.',
      }),
    )
    call(
      'generations',
      'putAttempt',
      sampleAttempt({
        id: `att_${n}`,
        generationId: id,
        provider: local ? 'extractive' : 'langbase',
        locality: local ? 'local' : 'hosted',
        route,
        state: state === 'succeeded' ? 'succeeded' : 'failed',
        startedAt: at(minutes) + 40,
        endedAt: at(minutes) + 2_040,
        ttftMs: 180,
        usage: { inputTokens: 640, outputTokens: 210 },
        costUsd: local ? 0 : 0.0042,
      }),
    )
    call('generations', 'saveText', id, text)
    call('generations', 'update', id, {
      state,
      endedAt: at(minutes) + 2_100,
      engine: local ? 'extractive' : 'langbase',
      text,
      citations: citations(),
      citationCoverage: 1,
      usage: { inputTokens: 640, outputTokens: 210 },
      costUsd: local ? 0 : 0.0042,
      timings: { routeMs: 19, ttftMs: 180, totalMs: 2_060 },
    })
  }
  draft(3, 90, 'Write a letter to the harbour offices', 'hybrid', 'failed')
  draft(2, 55, 'List the open decisions with their dates', 'hybrid', 'succeeded')
  draft(1, 12, 'Summarise the launch plan for the board', 'local', 'succeeded')
}

function jobs(call: CallStorage): void {
  const job = (id: string, subject: string, minutes: number, runAt = at(minutes)): void =>
    call('jobs', 'enqueue', sampleJob({ id, kind: 'index-source', subject, createdAt: at(minutes), runAt, priority: -10 }))
  job('job_src_1', 'src_1', 240)
  job('job_src_2', 'src_2', 239)
  job('job_src_3', 'src_3', 238)
  job('job_src_8', 'src_2', 130)
  job('job_src_9', 'src_3', 120)
  job('job_wait_1', 'src_1', 5, PICTURE_TIME + 60 * MINUTE)
}

function ledger(call: CallStorage): void {
  const entry = (n: number, minutes: number, more: object): void =>
    call(
      'ledger',
      'append',
      sampleEntry({
        at: at(minutes),
        jobId: `job_gen_${n}`,
        generationId: `gen_${n}`,
        attemptId: `att_${n}`,
        bytesOut: 2_412,
        status: null,
        ...more,
      }),
    )
  const payload = JSON.stringify({
    messages: [{ role: 'user', content: 'List the open decisions for Mara Lindqvist <mara.lindqvist@harbour.example>' }],
  })
  entry(3, 90, { verdict: 'refused', reason: 'PAYLOAD_NOT_PUBLIC', payload: null, bytesOut: 0 })
  entry(2, 55, { payload })
  entry(2, 54, { kind: 'outcome', requestSeq: 2, status: 200, bytesOut: 0, bytesIn: 1_204, payload: null })
}
