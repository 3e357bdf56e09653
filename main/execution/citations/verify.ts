import type { Citation } from '#contracts/generation.ts'
import type { SourceText } from '../types.ts'
import { claimsOf } from './claims.ts'
import { judgeClaim } from './support.ts'

export interface VerifiedCitations {
  readonly citations: readonly Citation[]
  /** Share of the draft's statements that carry a verified citation, 0 to 1; null without sources or statements. */
  readonly coverage: number | null
  /** Statements without a verified citation. */
  readonly uncited: number
}

const NOT_HELD = 'The sentence is not borne out by this passage.'
const NOT_CARRIED = 'No sentence of the draft carries this marker.'
const NOT_IN_SOURCE = 'The source does not hold this passage word for word.'

/**
 * Checks each citation of a draft against its source: the quote must stand there word for word, and bear out every statement that
 * carries the marker. What fails is marked with its problem, not removed.
 */
export function verifyCitations(input: {
  text: string
  citations: readonly Citation[]
  sources: readonly SourceText[]
}): VerifiedCitations {
  const claims = claimsOf(input.text)
  const texts = new Map(input.sources.map(({ id, text }) => [id, text]))
  const genuine = (citation: Citation): boolean =>
    citation.quote !== '' && texts.get(citation.source)?.slice(citation.start, citation.end) === citation.quote
  const problems = new Map<Citation, string>()
  const carried = new Set<Citation>()
  for (const { text, markers } of claims) {
    if (markers.length === 0) continue
    const cited = input.citations.filter((citation) => markers.includes(citation.marker))
    const usable = cited.filter(genuine)
    for (const citation of cited) carried.add(citation)
    for (const [index, verdict] of judgeClaim(
      text,
      usable.map(({ quote }) => quote),
    ).entries()) {
      const citation = usable[index]
      if (citation !== undefined && !verdict.supported && !problems.has(citation))
        problems.set(citation, verdict.problems[0]?.detail ?? NOT_HELD)
    }
  }
  const citations = input.citations.map((citation): Citation => {
    const { problem: _earlier, ...rest } = citation
    const problem = genuine(citation) ? (carried.has(citation) ? problems.get(citation) : NOT_CARRIED) : NOT_IN_SOURCE
    return problem === undefined ? { ...rest, verified: true } : { ...rest, verified: false, problem }
  })
  if (input.sources.length === 0 || claims.length === 0) return { citations, coverage: null, uncited: claims.length }
  const verified = new Set(citations.filter((citation) => citation.verified).map(({ marker }) => marker))
  const covered = claims.filter(({ markers }) => markers.some((marker) => verified.has(marker))).length
  return { citations, coverage: covered / claims.length, uncited: claims.length - covered }
}
