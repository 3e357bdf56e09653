import type { Generation } from '#contracts/generation.ts'
import { NOT_RESTORED } from '../privacy/index.ts'
import type { PartialDraft } from '../storage/types.ts'
import { engineName } from './pathways/index.ts'

/** A text of an answer that broke off, without the stand-ins that are left in it. */
export function withoutStandIns(text: string, standIns: readonly string[]): string {
  return standIns.reduce((left, standIn) => left.replaceAll(standIn, NOT_RESTORED), text)
}

/**
 * What an earlier run left on the page, which a new one begins with wiping; null where it left nothing. A person who presses Retry, or an app
 * that starts again, may get less than what is there already.
 */
export function textOfEarlierRun({
  text,
  citations,
  unresolvedSurrogates,
  attempts,
  decision,
}: Generation): Omit<PartialDraft, 'id' | 'generationId' | 'createdAt'> | null {
  const last = attempts.at(-1)
  if (text.trim() === '' || last === undefined) return null
  const { provider, model, locality, route } = last
  return {
    text: withoutStandIns(text, unresolvedSurrogates),
    citations,
    label: decision?.label ?? 'restricted',
    provider,
    engine: engineName(provider === 'extractive' ? null : { config: { model }, locality }, route === 'hybrid'),
    route,
  }
}
