import { EXTRACTIVE_ENGINE_NAME } from '../extractive/index.ts'
import type { RegisteredProvider } from '../provider-registry.ts'

/** What a person reads of who writes. Null is the extractive engine. */
export function engineName(registered: RegisteredProvider | null, masked = false): string {
  if (registered === null) return EXTRACTIVE_ENGINE_NAME
  const { config, locality } = registered
  return `${config.model} (${locality === 'local' ? 'local model' : masked ? 'hosted model, masked text' : 'hosted model'})`
}
