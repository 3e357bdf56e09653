import { contentTerms, figures } from '../extractive/index.ts'

/** A sentence counts as borne out when at least this share of its content words stand in the quote. */
export const MIN_OVERLAP = 0.6

/**
 * Whether a quote bears out a claim: enough of the claim's content words occur in it, and every figure of the claim does. Figures are
 * compared in one notation (1,200 = 1200).
 */
export function supports(claim: string, quote: string): boolean {
  return overlapOf(claim, quote) >= MIN_OVERLAP && figuresWithin(claim, quote)
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

export function figuresWithin(claim: string, quote: string): boolean {
  const held = new Set(figures(quote))
  return figures(claim).every((figure) => held.has(figure))
}
