import { z } from 'zod'
import { GenerationSummarySchema } from './generation.ts'
import { JobSchema } from './jobs.ts'
import { RouteSchema } from './privacy.ts'
import { RoutingDecisionSchema } from './routing.ts'

/**
 * What the core announces. Views use them to know what to ask for again; none carries user text beyond a title of the
 * person's own request.
 */
export const AppEventSchema = z.discriminatedUnion('type', [
  /** The gate has decided; which of the three says how. */
  z.object({
    type: z.enum(['route_selected', 'route_deferred', 'route_blocked']),
    generationId: z.string(),
    decision: RoutingDecisionSchema,
  }),
  /** A person chose another route than the gate would have. */
  z.object({ type: z.literal('route_overridden'), generationId: z.string(), chosen: RouteSchema, advised: RouteSchema.nullable() }),
  /** Verdicts, corrections, experiments, or the record of changes. */
  z.object({ type: z.literal('routing_changed') }),
  /** A flag, or a rollout of one. */
  z.object({ type: z.literal('flags_changed') }),
  z.object({ type: z.literal('job_changed'), job: JobSchema }),
  /** Other kinds of work wait for the machine now, or for something else. */
  z.object({ type: z.literal('jobs_held_back') }),
  z.object({ type: z.literal('generation_changed'), generation: GenerationSummarySchema }),
  /** The texts of what has ended are gone: whoever shows requests, versions or decisions asks again. */
  z.object({ type: z.literal('history_cleared') }),
  z.object({ type: z.literal('ledger_appended'), seq: z.number().int().positive() }),
  z.object({ type: z.literal('sources_changed') }),
  z.object({ type: z.literal('config_changed') }),
  /** A budget has got to its warning or to its stop; once in each period. */
  z.object({ type: z.literal('budget_reached'), period: z.enum(['day', 'month']), level: z.enum(['soft', 'hard']) }),
  /** A newer version of the app was found without anybody having asked just now. */
  z.object({ type: z.literal('update_found'), version: z.string() }),
  /** What the workspace calls private has changed: what was scanned before may be labelled otherwise now. */
  z.object({ type: z.literal('privacy_rules_changed') }),
  /** The workspace's own templates. */
  z.object({ type: z.literal('templates_changed') }),
  /** A version was added, named or chosen. */
  z.object({ type: z.literal('document_changed'), documentId: z.string() }),
  /** The unsent draft was saved, by any window. */
  z.object({ type: z.literal('compose_changed'), revision: z.number().int().positive() }),
])
export type AppEvent = z.infer<typeof AppEventSchema>
