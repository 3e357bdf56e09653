import { z } from 'zod'

/** Who makes vectors of the sources' passages: a provider of the settings, by its id, with a model for that. Its `enabled` concerns writing only. */
export const EmbeddingSettingsSchema = z.strictObject({ provider: z.string().min(1), model: z.string().min(1) })
export type EmbeddingSettings = z.infer<typeof EmbeddingSettingsSchema>

/** Settings of the sources. Without `embedding` they are searched by their words alone. */
export const SourceSettingsSchema = z.strictObject({ embedding: EmbeddingSettingsSchema.nullable().default(null) })

/** `refused`: the provider is not on this machine, and no passage is ever sent to it. `unavailable`: it cannot be used, `detail` says why. */
export const EMBEDDING_STATES = ['off', 'ready', 'waiting', 'refused', 'unavailable'] as const

/** How it stands with finding passages by meaning. `embedded` and `waiting` count passages; `detail` is one line for a person. */
export const EmbeddingStatusSchema = z.object({
  state: z.enum(EMBEDDING_STATES),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  dimension: z.number().int().positive().nullable(),
  passages: z.number().int().nonnegative(),
  embedded: z.number().int().nonnegative(),
  waiting: z.number().int().nonnegative(),
  detail: z.string(),
})
export type EmbeddingStatus = z.infer<typeof EmbeddingStatusSchema>

/** Whether a search took the meaning of the query into account besides its words; if not, why, for a person. Empty while nobody asked for it. */
export const MeaningSchema = z.object({ used: z.boolean(), note: z.string() })
export type Meaning = z.infer<typeof MeaningSchema>

/** Why the settings name no provider that could make vectors, or null. What its address is worth is found out when it is used. */
export function embeddingProblem(
  { provider, model }: EmbeddingSettings,
  providers: readonly { readonly id: string; readonly kind: string; readonly model: string }[],
): string | null {
  const named = providers.find(({ id }) => id === provider)
  if (named === undefined) return `there is no provider "${provider}"; name one of those in providers, or set sources.embedding to null`
  if (named.kind === 'langbase') {
    return `provider "${provider}" is Langbase, a hosted service; sources are only embedded by a provider on this machine, whatever their label`
  }
  if (named.kind === 'embedded' && named.model !== model) {
    return `provider "${provider}" has one model file, whose name is "${named.model}"; set sources.embedding.model to that`
  }
  return null
}
