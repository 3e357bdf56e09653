import { z } from 'zod'
import { PROMPT_CHARS } from './draft-text.ts'
import { ErrorValueSchema } from './errors.ts'
import { LabelSchema, LedgerEntrySchema, RouteSchema } from './privacy.ts'
import { HybridStrategySchema, RouteOptionsSchema, RoutingDecisionSchema } from './routing.ts'
import { SOURCE_LIMITS, SourceSchema } from './sources.ts'
import { FieldValuesSchema, RequestFormSchema, StructuredResultSchema, TemplateIdSchema } from './templates.ts'

/** The template of a request that names none. */
export { DEFAULT_TEMPLATE } from './draft-text.ts'
export { HYBRID_STRATEGIES, type HybridStrategy } from './routing.ts'

/** Limits of a request, in UTF-16 code units, bytes and counts. They are the same for every host. */
export const LIMITS = {
  promptChars: PROMPT_CHARS,
  sources: 64,
  ...SOURCE_LIMITS,
} as const

export { type Source, type SourceHit, SourceHitSchema, SourceSchema } from './sources.ts'

/** A source of a request: one already stored, a folder of them, or text given inline (a drop, a paste, an API call). */
export const SourceInputSchema = z.union([
  z.object({ id: z.string().min(1) }),
  /** The files of a folder that are nearest to the prompt. */
  z.object({ folder: z.string().min(1) }),
  z.object({ name: z.string().min(1).max(500), text: z.string().max(LIMITS.sourceTextChars) }),
])
export type SourceInput = z.infer<typeof SourceInputSchema>

export const GenerationRequestSchema = z.object({
  prompt: z.string().max(LIMITS.promptChars),
  sources: z.array(SourceInputSchema).max(LIMITS.sources).default([]),
  template: TemplateIdSchema.optional(),
  /** What is filled into the fields of the template, by name. */
  fields: FieldValuesSchema.optional(),
  /** The version of a document that this goes on from; a document of its own without it. */
  parentVersion: z.string().min(1).max(200).optional(),
  options: RouteOptionsSchema.default({}),
})
export type GenerationRequest = z.infer<typeof GenerationRequestSchema>
export type GenerationRequestInput = z.input<typeof GenerationRequestSchema>

/**
 * `marker` is the text in the draft (`[1]`); `source` the source's id; `[start, end)` the span of `quote` in its extracted
 * text, UTF-16 code units. `verified` says that the sentence is borne out by the quote (overlap and numbers).
 */
export const CitationSchema = z.object({
  marker: z.string(),
  source: z.string(),
  sourceName: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  quote: z.string(),
  verified: z.boolean(),
  /** Why it is not verified, in a sentence for the person. Quotes their text: never for logs. */
  problem: z.string().optional(),
})
export type Citation = z.infer<typeof CitationSchema>

export const UsageSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  /** Whether the provider counted, or it is our estimate; absent in what earlier releases stored. */
  counted: z.enum(['provider', 'estimate']).optional(),
})
export type Usage = z.infer<typeof UsageSchema>

export const LOCALITIES = ['local', 'hosted'] as const
export const LocalitySchema = z.enum(LOCALITIES)
export type Locality = z.infer<typeof LocalitySchema>

/** `interrupted`: the process died after the request may have left; it is never sent again by itself. */
export const ATTEMPT_STATES = ['started', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const

/** Which part of a hybrid execution an attempt was: `number` of `of`, both from 1. `why` is one sentence for a person without any of the text. */
export const AttemptPartSchema = z.object({
  strategy: HybridStrategySchema,
  number: z.number().int().positive(),
  of: z.number().int().positive(),
  why: z.string(),
})
export type AttemptPart = z.infer<typeof AttemptPartSchema>

/** One try of one provider. Times in ms since the epoch; `ttftMs` is from start to the first token. */
export const AttemptSchema = z.object({
  id: z.string(),
  generationId: z.string(),
  ordinal: z.number().int().positive(),
  provider: z.string(),
  model: z.string(),
  locality: LocalitySchema,
  route: RouteSchema,
  state: z.enum(ATTEMPT_STATES),
  startedAt: z.number().int(),
  endedAt: z.number().int().nullable(),
  ttftMs: z.number().nullable(),
  usage: UsageSchema,
  costUsd: z.number().nonnegative(),
  error: ErrorValueSchema.nullable(),
  /** Absent where the attempt was the whole execution. */
  part: AttemptPartSchema.optional(),
  /** How often it was sent once more, because the provider refused it or had a problem before it answered. */
  resends: z.number().int().nonnegative().default(0),
  /** A hosted call that failed after it was sent: the provider may have answered and charged it. It is not sent again by itself. */
  mayBeCharged: z.boolean().default(false),
  /** Runs that Langbase counts for it: one for each thousand tokens that was begun. */
  runUnits: z.number().int().nonnegative().optional(),
  /** What was left out, and why, in a sentence for a person. */
  note: z.string().optional(),
})
export type Attempt = z.infer<typeof AttemptSchema>

export const TimingsSchema = z.object({
  routeMs: z.number(),
  ttftMs: z.number().nullable(),
  totalMs: z.number(),
})
export type Timings = z.infer<typeof TimingsSchema>

export const GENERATION_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'deferred', 'blocked'] as const
export const GenerationStateSchema = z.enum(GENERATION_STATES)
export type GenerationState = z.infer<typeof GenerationStateSchema>

/** A request and everything that came of it. `text` holds what has been written so far, also after a failure. */
export const GenerationSchema = z.object({
  id: z.string(),
  jobId: z.string(),
  createdAt: z.number().int(),
  endedAt: z.number().int().nullable(),
  state: GenerationStateSchema,
  /** The request as it is judged, masked and sent: what was typed, and what the template makes of its fields. */
  prompt: z.string(),
  template: TemplateIdSchema,
  form: RequestFormSchema,
  options: RouteOptionsSchema,
  sources: z.array(SourceSchema),
  /** Says which engine wrote it, e.g. "extractive (no model)". */
  engine: z.string().nullable(),
  text: z.string(),
  citations: z.array(CitationSchema),
  /** Share of the draft's sentences that carry a verified citation, 0 to 1; null when there is no source. */
  citationCoverage: z.number().min(0).max(1).nullable(),
  unresolvedSurrogates: z.array(z.string()),
  /** Whether a draft that has to be JSON is what its schema asks for; null for any other draft. */
  structured: StructuredResultSchema.nullable(),
  decision: RoutingDecisionSchema.nullable(),
  attempts: z.array(AttemptSchema),
  usage: UsageSchema,
  costUsd: z.number().nonnegative(),
  timings: TimingsSchema,
  egress: z.array(LedgerEntrySchema.omit({ payload: true })),
  error: ErrorValueSchema.nullable(),
  /** When a request that waits is looked at again by itself, ms since the epoch; null for one that does not wait. */
  retryAt: z.number().int().nullable(),
})
export type Generation = z.infer<typeof GenerationSchema>

export const GenerationSummarySchema = GenerationSchema.pick({
  id: true,
  jobId: true,
  createdAt: true,
  state: true,
  template: true,
  engine: true,
  costUsd: true,
}).extend({
  title: z.string(),
  route: RouteSchema.nullable(),
  label: LabelSchema.nullable(),
  /** From the start of the work to its end, ms; null until it has ended. */
  totalMs: z.number().nonnegative().nullable(),
})
export type GenerationSummary = z.infer<typeof GenerationSummarySchema>

/**
 * What a viewer of a generation receives, in order. `snapshot` comes first and carries the text so far, so a viewer can attach
 * at any time and miss nothing. `text` appends at `offset` (UTF-16 code units). `done` is last.
 */
export const GenerationEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), generation: GenerationSchema }),
  z.object({ type: z.literal('decision'), decision: RoutingDecisionSchema }),
  z.object({ type: z.literal('attempt'), attempt: AttemptSchema }),
  z.object({ type: z.literal('text'), offset: z.number().int().nonnegative(), delta: z.string() }),
  z.object({ type: z.literal('citation'), citation: CitationSchema }),
  /** The text so far is void: another attempt starts from an empty page. */
  z.object({ type: z.literal('restart'), reason: z.string() }),
  z.object({ type: z.literal('done'), generation: GenerationSchema }),
])
export type GenerationEvent = z.infer<typeof GenerationEventSchema>
