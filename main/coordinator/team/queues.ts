import { createHash } from 'node:crypto'
import type { Queue } from 'pg-boss'
import type { JobKind } from '#contracts/jobs.ts'
import type { Label } from '#contracts/privacy.ts'

/** Labels whose jobs may be in a team's database: what is restricted never leaves its machine. */
export const TEAM_LABELS = ['public', 'internal', 'confidential'] as const satisfies readonly Label[]
export type TeamLabel = (typeof TEAM_LABELS)[number]

export function isTeamLabel(label: Label): label is TeamLabel {
  return label !== 'restricted'
}

/** A queue for each kind and label: a worker that may not take a label does not even look at its jobs. */
export interface TeamQueue {
  readonly kind: JobKind
  readonly label: TeamLabel
  readonly name: string
}

export function queueOf(kind: JobKind, label: TeamLabel): TeamQueue {
  return { kind, label, name: `tidegate.${kind}.${label}` }
}

/** Where jobs of a label go that used up their tries. No kind can have this name. */
export function deadLettersOf(label: TeamLabel): string {
  return `tidegate-dead.${label}`
}

const MINUTE = 60
const DAY = 24 * 60 * MINUTE

/** The shortest that pg-boss knows: so long after its last sign of life a machine's jobs are given to others. */
export const HEARTBEAT_SECONDS = 10
/** How often a machine gives a sign of life (ms): two may get lost. */
export const BEAT_MS = 3_000
/** A run of a job that names no time of its own ends after this, even when its machine is alive. */
const EXPIRE_SECONDS = 6 * 60 * MINUTE

/** What every queue is made with. None of it is pg-boss's default: those find a dead worker after 15 minutes, and forget a waiting job after 14 days. */
const OPTIONS = {
  expireInSeconds: EXPIRE_SECONDS,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  retryLimit: 2,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: MINUTE,
  retentionSeconds: 365 * DAY,
  deleteAfterSeconds: 30 * DAY,
  notify: true,
} satisfies Omit<Queue, 'name'>

/** `exclusive`: of all jobs that have not ended, one may have a key. */
export function optionsOf(queue: TeamQueue): Omit<Queue, 'name'> {
  return { ...OPTIONS, policy: 'exclusive', deadLetter: deadLettersOf(queue.label) }
}

export const DEAD_LETTER_OPTIONS: Omit<Queue, 'name'> = {
  retentionSeconds: OPTIONS.retentionSeconds,
  deleteAfterSeconds: OPTIONS.deleteAfterSeconds,
}

/** How often, in seconds, the machines of a team look together for what has expired or gone silent. One of them does it each time. */
export const WATCH_SECONDS = 2

/** pg-boss knows jobs by a UUID: this is always the same one for our id (RFC 9562, version 8). */
export function uuidOf(jobId: string): string {
  const hex = createHash('sha256').update(`tidegate job ${jobId}`).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}

/** A unique key says what a job is about, and so only its hash leaves. A job without one is alone under its id. */
export function singletonKeyOf(uniqueKey: string | null, jobId: string): string {
  return uniqueKey === null ? uuidOf(jobId) : createHash('sha256').update(uniqueKey).digest('base64url')
}
