import type { Citation } from '#contracts/generation.ts'
import type { SourceText } from '../types.ts'
import { claimsOf } from './claims.ts'
import { supports } from './support.ts'

export interface VerifiedCitations {
  readonly citations: readonly Citation[]
  /** Share of the draft's statements that carry a verified citation, 0 to 1; null without sources or statements. */
  readonly coverage: number | null
  /** Statements without a verified citation. */
  readonly uncited: number
}

/**
 * Checks each citation of a draft against its source: the quote must stand there word for word, and bear out every statement that
 * carries the marker. What fails is marked, not removed.
 */
export function verifyCitations(input: {
  text: string
  citations: readonly Citation[]
  sources: readonly SourceText[]
}): VerifiedCitations {
  const claims = claimsOf(input.text)
  const texts = new Map(input.sources.map(({ id, text }) => [id, text]))
  const citations = input.citations.map((citation): Citation => {
    const genuine = texts.get(citation.source)?.slice(citation.start, citation.end) === citation.quote && citation.quote !== ''
    const carrying = claims.filter(({ markers }) => markers.includes(citation.marker))
    return { ...citation, verified: genuine && carrying.length > 0 && carrying.every(({ text }) => supports(text, citation.quote)) }
  })
  if (input.sources.length === 0 || claims.length === 0) return { citations, coverage: null, uncited: claims.length }
  const verified = new Set(citations.filter((citation) => citation.verified).map(({ marker }) => marker))
  const covered = claims.filter(({ markers }) => markers.some((marker) => verified.has(marker))).length
  return { citations, coverage: covered / claims.length, uncited: claims.length - covered }
}
