import { oc } from '@orpc/contract'
import { z } from 'zod'
import { LabelSchema, LedgerEntrySchema, LedgerRangeSchema, LedgerTotalSchema } from './privacy.ts'

/** How a request to another machine ended, as one word for a person. `open`: recorded, and no outcome is known. */
export const LEDGER_ENDS = ['answered', 'open', 'not-sent', 'refused'] as const
export const LedgerEndSchema = z.enum(LEDGER_ENDS)
export type LedgerEnd = z.infer<typeof LedgerEndSchema>

/** One request with its outcome and what became of its payload: several entries of the ledger, put together for reading. */
export const LedgerLineSchema = LedgerEntrySchema.omit({ payload: true }).extend({
  end: LedgerEndSchema,
  /** `stored`, `deleted` by the user, or `none` because nothing was sent or the request had no body. */
  payloadState: z.enum(['stored', 'deleted', 'none']),
  deletedAt: z.number().int().nullable(),
})
export type LedgerLine = z.infer<typeof LedgerLineSchema>

/** What is looked for; what is left out does not limit. Times in ms since the epoch, half-open. */
export const LedgerFilterSchema = z.object({
  destination: z.string().max(500).optional(),
  label: LabelSchema.optional(),
  verdict: z.enum(['allowed', 'refused']).optional(),
  from: z.number().int().optional(),
  to: z.number().int().optional(),
  /** In destination, purpose, provider, reason, the ids, and the payload as it left; in any case. */
  text: z.string().max(200).optional(),
})
export type LedgerFilter = z.infer<typeof LedgerFilterSchema>

/** One part of a text that left: the same on both sides, or an original with what left in its place. */
export const ComparedPartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('same'), text: z.string() }),
  z.object({ kind: z.literal('masked'), type: z.string(), original: z.string(), surrogate: z.string() }),
])
export type ComparedPart = z.infer<typeof ComparedPartSchema>

/**
 * A payload beside its original. `available` only while the vault of the attempt is on this machine; `as-written`: nothing was masked;
 * `no-vault`: the originals are no longer known here; `no-payload`: there is nothing to compare.
 */
export const LedgerComparisonSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('available'), texts: z.array(z.object({ name: z.string(), parts: z.array(ComparedPartSchema) })) }),
  z.object({ state: z.literal('as-written') }),
  z.object({ state: z.literal('no-vault') }),
  z.object({ state: z.literal('no-payload') }),
])
export type LedgerComparison = z.infer<typeof LedgerComparisonSchema>

export const LEDGER_FORMATS = ['jsonl', 'csv'] as const

export const ledgerViewContract = {
  /** Newest first. `destinations`: all there are, for the choice. */
  search: oc
    .route({ method: 'POST', path: '/ledger-search' })
    .input(LedgerFilterSchema.extend({ limit: z.number().int().min(1).max(500).default(100), before: z.number().int().optional() }))
    .output(z.object({ lines: z.array(LedgerLineSchema), destinations: z.array(z.string()) })),
  totals: oc.route({ method: 'POST', path: '/ledger-totals' }).input(LedgerRangeSchema).output(z.array(LedgerTotalSchema)),
  /** The next part of the whole ledger as text, oldest entries first; `next` is null behind the last one. */
  export: oc
    .route({ method: 'POST', path: '/ledger-export' })
    .input(z.object({ format: z.enum(LEDGER_FORMATS), after: z.number().int().nonnegative().default(0) }))
    .output(z.object({ text: z.string(), entries: z.number().int().nonnegative(), next: z.number().int().nullable() })),
  /** Names originals: for showing only, never to be kept. */
  compare: oc
    .route({ method: 'GET', path: '/ledger/{seq}/comparison' })
    .input(z.object({ seq: z.coerce.number().int().positive() }))
    .output(LedgerComparisonSchema),
}
