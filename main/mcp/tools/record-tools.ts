import { z } from 'zod'
import { JobSchema, JobStateSchema } from '#contracts/jobs.ts'
import { LedgerEntrySchema, LedgerVerificationSchema } from '#contracts/privacy.ts'
import type { ToolDefinition } from '../define-tool.ts'
import { demand } from '../grants.ts'

const READS = { reads: true, sends: false, ends: false } as const
const Limit = z.number().int().min(1).max(500).default(50)
const Id = z.strictObject({ id: z.string().min(1).max(200) })

/** A job without what may name a person's file: payload, result, note and the message of its error. */
const Job = JobSchema.pick({
  id: true,
  kind: true,
  subject: true,
  state: true,
  priority: true,
  progress: true,
  attempt: true,
  maxAttempts: true,
  label: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
}).extend({ errorCode: z.string().nullable() })
const brief = (job: z.output<typeof JobSchema>): z.input<typeof Job> => ({ ...job, errorCode: job.error?.code ?? null })

const JobsInput = z.strictObject({ limit: Limit, state: JobStateSchema.optional() })
const JobsOutput = z.object({ jobs: z.array(Job) })
export const jobsList: ToolDefinition<typeof JobsInput, typeof JobsOutput> = {
  name: 'jobs_list',
  title: 'List background work',
  description: 'Background jobs, newest first: kind, state, progress and times (ms since the epoch). Never what they work on.',
  input: JobsInput,
  output: JobsOutput,
  effects: READS,
  run: async ({ limit, state }, { deps }) => ({ jobs: (await deps.app.storage.jobs.list({ limit, state })).map(brief) }),
}

const JobOutput = z.object({
  job: Job,
  /** Each change of state, oldest first. */
  states: z.array(z.object({ at: z.number().int(), state: JobStateSchema })),
  heldBack: z.string().nullable().describe('Why the machine holds it back now'),
})
export const jobsShow: ToolDefinition<typeof Id, typeof JobOutput> = {
  name: 'jobs_show',
  title: 'Show one job',
  description: 'One background job, with each change of its state, and why the machine holds it back if it does.',
  input: Id,
  output: JobOutput,
  effects: READS,
  async run({ id }, { deps }) {
    const { job, transitions, heldBack } = await deps.app.jobDesk.detail(id)
    return { job: brief(job), states: transitions.map(({ at, to }) => ({ at, state: to })), heldBack }
  },
}

const CancelOutput = z.object({ cancelled: z.boolean().describe('False when it had already ended') })
export const jobsCancel: ToolDefinition<typeof Id, typeof CancelOutput> = {
  name: 'jobs_cancel',
  title: 'Stop one job',
  description: 'Stops a background job. Needs the grant “jobs”.',
  input: Id,
  output: CancelOutput,
  effects: { reads: false, sends: false, ends: true },
  async run({ id }, { deps, settings }) {
    demand('jobs', settings)
    return { cancelled: await deps.app.jobDesk.cancel(id) }
  },
}

const LedgerInput = z.strictObject({
  limit: Limit,
  before: z.number().int().positive().optional().describe('Only entries before this seq'),
})
const LedgerOutput = z.object({ entries: z.array(LedgerEntrySchema.omit({ payload: true })) })
export const ledgerList: ToolDefinition<typeof LedgerInput, typeof LedgerOutput> = {
  name: 'ledger_list',
  title: 'List what left this machine',
  description:
    'Entries of the egress ledger, newest first: where to, when, how many bytes, and whether the guard let it go. Never the bytes themselves.',
  input: LedgerInput,
  output: LedgerOutput,
  effects: READS,
  run: async (page, { deps }) => ({ entries: [...(await deps.app.storage.ledger.list(page))] }),
}

const Nothing = z.strictObject({})
export const ledgerVerify: ToolDefinition<typeof Nothing, typeof LedgerVerificationSchema> = {
  name: 'ledger_verify',
  title: 'Prove the ledger',
  description: 'Proves that no entry of the egress ledger was changed, added or removed.',
  input: Nothing,
  output: LedgerVerificationSchema,
  effects: READS,
  run: (_input, { deps }) => deps.app.storage.ledger.verify(),
}
