import type { Locality } from '#contracts/generation.ts'
import { EXTRACTIVE_ENGINE_NAME } from '../extractive/index.ts'

/** Of a provider, what its name is made of. */
interface Named {
  readonly config: { readonly model: string }
  readonly locality: Locality
}

/** What a person reads of who writes. Null is the extractive engine. */
export function engineName(registered: Named | null, masked = false): string {
  if (registered === null) return EXTRACTIVE_ENGINE_NAME
  const { config, locality } = registered
  return `${config.model} (${locality === 'local' ? 'local model' : masked ? 'hosted model, masked text' : 'hosted model'})`
}
