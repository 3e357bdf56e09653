import type { Generation } from '#contracts/generation.ts'
import type { PartialDraft } from '../storage/types.ts'
import { engineName } from './pathways/index.ts'

/**
 * What an earlier run left on the page, which a new one begins with wiping; null where it left nothing. A person who presses Retry, or an app
 * that starts again, may get less than what is there already.
 */
export function textOfEarlierRun({
  text,
  citations,
  attempts,
  decision,
}: Generation): Omit<PartialDraft, 'id' | 'generationId' | 'createdAt'> | null {
  const last = attempts.at(-1)
  if (text.trim() === '' || last === undefined) return null
  const { provider, model, locality, route } = last
  return {
    text,
    citations,
    label: decision?.label ?? 'restricted',
    provider,
    engine: engineName(provider === 'extractive' ? null : { config: { model }, locality }, route === 'hybrid'),
    route,
  }
}
