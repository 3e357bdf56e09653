import { contentTerms } from '../extractive/index.ts'
import { denies, factsOf } from './facts.ts'

/** A sentence counts as borne out when at least this share of its content words stand in the quote. */
export const MIN_OVERLAP = 0.6

/**
 * Whether a quote bears out a claim: enough of the claim's content words occur in it, every figure and month of the claim does, and
 * the claim does not deny where the quote denies nothing. It compares words: a claim that turns the same words around passes.
 */
export function supports(claim: string, quote: string): boolean {
  return overlapOf(claim, quote) >= MIN_OVERLAP && factsWithin(claim, quote) && !(denies(claim) && !denies(quote))
}

/** Share of the claim's distinct content words that the quote holds, 0 to 1. */
export function overlapOf(claim: string, quote: string): number {
  const wanted = new Set(contentTerms(claim))
  if (wanted.size === 0) return 0
  const held = new Set(contentTerms(quote))
  let shared = 0
  for (const term of wanted) if (held.has(term)) shared += 1
  return shared / wanted.size
}

/** Whether every figure and month of the claim stands in the quote. */
export function factsWithin(claim: string, quote: string): boolean {
  const held = factsOf(quote)
  return [...factsOf(claim)].every((fact) => held.has(fact))
}
