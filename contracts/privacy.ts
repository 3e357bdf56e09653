import { z } from 'zod'

/** Sensitivity of a text, lowest first. The order of this array is the order of the labels. */
export const LABELS = ['public', 'internal', 'confidential', 'restricted'] as const
export const LabelSchema = z.enum(LABELS)
export type Label = z.infer<typeof LabelSchema>

/** Rank of a label: public 0 … restricted 3. */
export function labelRank(label: Label): number {
  return LABELS.indexOf(label)
}

/** The highest of the given labels; `public` for none. */
export function highestLabel(labels: Iterable<Label>): Label {
  let top: Label = 'public'
  for (const label of labels) if (labelRank(label) > labelRank(top)) top = label
  return top
}

/** Where a request may run. `hybrid` means that only masked text leaves. */
export const ROUTES = ['local', 'hosted', 'hybrid'] as const
export const RouteSchema = z.enum(ROUTES)
export type Route = z.infer<typeof RouteSchema>

/**
 * A sensitive span: half-open `[start, end)` in UTF-16 code units of the original text. `type` carries Presidio's entity
 * name where one exists, ours in the same style otherwise, and `SECRET/<kind>` for credentials. `score` is 0 to 1.
 */
export const FindingSchema = z.object({
  type: z.string().min(1),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  score: z.number().min(0).max(1),
  recognizer: z.string().min(1),
})
export type Finding = z.infer<typeof FindingSchema>

export const ScanResultSchema = z.object({
  label: LabelSchema,
  findings: z.array(FindingSchema),
  elapsedMs: z.number().nonnegative(),
})
export type ScanResult = z.infer<typeof ScanResultSchema>

/** A finding with the label that it asks for by itself, so that a person can be told what it does to the text. */
export const JudgedFindingSchema = FindingSchema.extend({ label: LabelSchema })
export type JudgedFinding = z.infer<typeof JudgedFindingSchema>

export const JudgedScanSchema = ScanResultSchema.extend({ findings: z.array(JudgedFindingSchema) })
export type JudgedScan = z.infer<typeof JudgedScanSchema>

/** Routes that the policy allows for each label. */
export const PolicySchema = z.object({
  allowed: z.object({
    public: z.array(RouteSchema),
    internal: z.array(RouteSchema),
    confidential: z.array(RouteSchema),
    restricted: z.array(RouteSchema),
  }),
})
export type Policy = z.infer<typeof PolicySchema>

export const DEFAULT_POLICY = {
  allowed: {
    public: ['local', 'hosted', 'hybrid'],
    internal: ['local', 'hybrid'],
    confidential: ['local', 'hybrid'],
    restricted: ['local'],
  },
} as const satisfies Policy

/** `balanced` follows the policy; `local-only` leaves only the local route, whatever the label. */
export const PrivacyModeSchema = z.enum(['balanced', 'local-only'])
export type PrivacyMode = z.infer<typeof PrivacyModeSchema>

/** Text plus what it is worth protecting: the label travels with the data. */
export interface Labelled<T> {
  readonly label: Label
  readonly value: T
}

/** `kept`: the vault is encrypted at rest and outlives this run; else it is in memory until the host ends. */
export const MaskResultSchema = z.object({
  text: z.string(),
  vaultId: z.string(),
  masked: z.number().int().nonnegative(),
  kept: z.boolean(),
})
export type MaskResult = z.infer<typeof MaskResultSchema>

/**
 * `unresolved` lists surrogates that the answer altered beyond recognition: flagged, never guessed. `places` has each of their traces,
 * half-open `[start, end)` in UTF-16 code units of `text`.
 */
export const RestoreResultSchema = z.object({
  text: z.string(),
  restored: z.number().int().nonnegative(),
  unresolved: z.array(z.string()),
  places: z.array(z.object({ surrogate: z.string(), start: z.number().int().nonnegative(), end: z.number().int().positive() })),
})
export type RestoreResult = z.infer<typeof RestoreResultSchema>

export const EGRESS_VERDICTS = ['allowed', 'refused'] as const
/** What is being recorded: a request about to leave (or refused), its outcome, or a payload deleted by the user. */
export const LEDGER_KINDS = ['request', 'outcome', 'tombstone'] as const

/**
 * One link of the append-only egress ledger. `hash` is SHA-256 (hex) over the canonical JSON of every field but itself and
 * `payload`; the payload enters through `payloadSha256`, so that it can be deleted (tombstone) without breaking the chain.
 */
export const LedgerEntrySchema = z.object({
  seq: z.number().int().positive(),
  at: z.number().int(),
  kind: z.enum(LEDGER_KINDS),
  /** For `outcome` and `tombstone`: the seq of the request they speak of. */
  requestSeq: z.number().int().positive().nullable(),
  destination: z.string(),
  method: z.string(),
  purpose: z.string(),
  provider: z.string(),
  jobId: z.string().nullable(),
  generationId: z.string().nullable(),
  attemptId: z.string().nullable(),
  route: RouteSchema.nullable(),
  label: LabelSchema,
  verdict: z.enum(EGRESS_VERDICTS),
  reason: z.string().nullable(),
  bytesOut: z.number().int().nonnegative(),
  bytesIn: z.number().int().nonnegative(),
  status: z.number().int().nullable(),
  payloadSha256: z.string(),
  /** The bytes as they left (body only, credentials are never part of it); null when deleted or refused. */
  payload: z.string().nullable(),
  prevHash: z.string(),
  hash: z.string(),
})
export type LedgerEntry = z.infer<typeof LedgerEntrySchema>

export const LedgerVerificationSchema = z.object({
  ok: z.boolean(),
  entries: z.number().int().nonnegative(),
  /** seq of the first broken link, or null. */
  brokenAt: z.number().int().nullable(),
  problem: z.string().nullable(),
  headHash: z.string(),
  /**
   * What vouches for the end of the chain, outside of the database: a record signed with a key from the keychain (`signed`), the same
   * without a lasting key (`unsigned`), a record whose key cannot be read now (`unreadable`), or nothing, because nothing was ever
   * appended with it (`none`). Where it contradicts the chain, `ok` is false.
   */
  anchor: z.enum(['signed', 'unsigned', 'unreadable', 'none']),
})
export type LedgerVerification = z.infer<typeof LedgerVerificationSchema>

/** Times in ms since the epoch, half-open `[from, to)`. */
export const LedgerRangeSchema = z.object({ from: z.number().int(), to: z.number().int() })
export type LedgerRange = z.infer<typeof LedgerRangeSchema>

/** What went to one destination on one day (`YYYY-MM-DD`, local time), and how often the guard said no there. Bytes of what was sent only. */
export const LedgerTotalSchema = z.object({
  day: z.string(),
  destination: z.string(),
  sent: z.number().int().nonnegative(),
  refused: z.number().int().nonnegative(),
  bytesOut: z.number().int().nonnegative(),
  bytesIn: z.number().int().nonnegative(),
})
export type LedgerTotal = z.infer<typeof LedgerTotalSchema>

/** Why the egress door lets something not out, as the ledger has it; a window has words for each. */
export type EgressRefusal =
  | 'LOCAL_ONLY_MODE'
  | 'PLAIN_HTTP'
  | 'NO_DECISION'
  | 'ROUTE_IS_LOCAL'
  | 'POLICY_FORBIDS_ROUTE'
  | 'EMBEDDING_IS_LOCAL'
  | 'PROBE_CARRIES_DATA'
  | 'REQUEST_NOT_READABLE'
  | 'CREDENTIAL_IN_PAYLOAD'
  | 'VAULT_VALUE_IN_PAYLOAD'
  | 'HYBRID_WITHOUT_VAULT'
  | 'PAYLOAD_NOT_PUBLIC'
  | 'PAYLOAD_NOT_MASKED'
  | 'RESTRICTED_OVERLAP'
  | 'SETTINGS_CHANGED'
  /** Of connections to a team's database. */
  | 'ADDRESS_FORBIDDEN'
  | 'NAME_NOT_FOUND'
  | 'TEAM_HOST_NOT_ALLOWED'
