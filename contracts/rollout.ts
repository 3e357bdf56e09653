import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FlagKeySchema, FlagReportSchema, RolloutReportSchema, RolloutSchema, RolloutWishSchema } from './flags.ts'

const RolloutId = z.string().min(1).max(60)

export const ROLLOUT_ACTIONS = ['hold', 'resume', 'advance', 'rollBack'] as const

/** Flags and their rollouts. */
export const rolloutContract = {
  flags: oc.route({ method: 'GET', path: '/flags' }).output(FlagReportSchema),
  /** For this environment; null: as shipped. Fails with CONFLICT while a rollout of it runs. */
  set: oc
    .route({ method: 'PUT', path: '/flags/{key}' })
    .input(z.object({ key: FlagKeySchema, value: z.boolean().nullable() }))
    .output(FlagReportSchema),
  /** The newest first. */
  list: oc.route({ method: 'GET', path: '/rollouts' }).output(z.array(RolloutReportSchema)),
  /** Fails with BAD_INPUT, and with CONFLICT while one of the flag runs. */
  start: oc.route({ method: 'POST', path: '/rollouts' }).input(RolloutWishSchema).output(RolloutSchema),
  /** What a person does with one that runs, whatever its figures are. Fails with NOT_FOUND. */
  change: oc
    .route({ method: 'POST', path: '/rollouts/{id}/{action}' })
    .input(z.object({ id: RolloutId, action: z.enum(ROLLOUT_ACTIONS) }))
    .output(RolloutSchema),
  /** Has the guard look now; tells of what it changed. */
  check: oc.route({ method: 'POST', path: '/rollouts/check' }).output(z.array(RolloutSchema)),
}
