import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ProviderConfigSchema, ProviderKindSchema, ServedProviderConfigSchema } from './config.ts'
import { LocalitySchema } from './generation.ts'

/** What came of asking a provider for its models. */
export const PROVIDER_TEST_OUTCOMES = [
  'ok',
  /** It answers, and has no such model. */
  'model-missing',
  /** Something else answers at this address than was said. */
  'other-kind',
  'no-answer',
  'no-key',
  'wrong-key',
  'wrong-address',
  /** The privacy mode or the gate did not let the question leave. */
  'refused',
  'failed',
] as const

export const ProviderTestSchema = z.object({
  outcome: z.enum(PROVIDER_TEST_OUTCOMES),
  locality: LocalitySchema,
  /** One line of the provider or of the core, in English; for the details. */
  detail: z.string(),
  models: z.array(z.string()),
  /** What was recognised at the address, where it is not what was said. */
  found: ProviderKindSchema.nullable(),
  elapsedMs: z.number().nonnegative(),
})
export type ProviderTest = z.infer<typeof ProviderTestSchema>

/** A server of models on this machine. */
export const FoundServerSchema = z.object({
  product: z.string(),
  kind: ProviderKindSchema,
  baseUrl: z.string(),
  models: z.array(z.string()),
  /** The provider of the settings at this address; null when none is. */
  providerId: z.string().nullable(),
})
export type FoundServer = z.infer<typeof FoundServerSchema>

const Id = z.object({ id: z.string().min(1).max(60) })

export const providersContract = {
  /** Asks for the list of models. `id` names the provider whose key is used; a new one is asked without. Nothing is stored. */
  test: oc
    .route({ method: 'POST', path: '/providers/test' })
    .input(
      ServedProviderConfigSchema.pick({ kind: true, baseUrl: true }).extend({ id: z.string().optional(), model: z.string().optional() }),
    )
    .output(ProviderTestSchema),
  /** Adds a provider, or replaces the one with this id; at `at` in the order in which they are preferred, else last. Throws BAD_INPUT. */
  put: oc
    .route({ method: 'POST', path: '/providers' })
    .input(z.object({ provider: ProviderConfigSchema, at: z.number().int().nonnegative().optional() }))
    .output(z.object({ id: z.string() })),
  /** Takes a provider out of the settings and answers with it, so that it can be put back. Its key stays where it is. */
  remove: oc
    .route({ method: 'POST', path: '/providers/remove' })
    .input(Id)
    .output(z.object({ removed: ProviderConfigSchema.nullable(), at: z.number().int() })),
  /** Servers of models at their usual ports of this machine; asks for a second at most, and nothing but these. */
  find: oc.route({ method: 'GET', path: '/providers/found' }).output(z.array(FoundServerSchema)),
}
