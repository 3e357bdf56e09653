import { oc } from '@orpc/contract'
import { z } from 'zod'
import { GenerationRequestSchema } from './generation.ts'
import { RouteSchema } from './privacy.ts'

/** One route of a comparison. `generationId` is null where the policy does not allow the route; `reason` then says why. */
export const ComparisonSideSchema = z.object({ route: RouteSchema, generationId: z.string().nullable(), reason: z.string() })
export type ComparisonSide = z.infer<typeof ComparisonSideSchema>

/** The same request on two routes. Its drafts are branches of one document. `createdAt` in ms since the epoch. */
export const ComparisonSchema = z.object({
  id: z.string(),
  documentId: z.string(),
  createdAt: z.number().int(),
  /** The version that a person kept; null while none was chosen. */
  chosenVersion: z.string().nullable(),
  sides: z.array(ComparisonSideSchema),
})
export type Comparison = z.infer<typeof ComparisonSchema>

const Id = z.object({ id: z.string().min(1).max(200) })

export const comparisonsContract = {
  /** Starts the request on each route that the policy allows. Throws POLICY_FORBIDS_ROUTE when it allows none of them. */
  start: oc
    .route({ method: 'POST', path: '/comparisons' })
    .input(z.object({ request: GenerationRequestSchema, routes: z.array(RouteSchema).length(2) }))
    .output(ComparisonSchema),
  get: oc.route({ method: 'GET', path: '/comparisons/{id}' }).input(Id).output(ComparisonSchema),
  /** Keeps the draft of one side as the version in use. */
  choose: oc
    .route({ method: 'POST', path: '/comparisons/{id}/choice' })
    .input(Id.extend({ generation: z.string().min(1).max(200) }))
    .output(ComparisonSchema),
}
