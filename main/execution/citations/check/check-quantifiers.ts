import { lexicon } from './lexicon.ts'
import type { Pair, Problem, Read } from './types.ts'

/** "All" may not stand for "some", or the other way round. */
export function checkQuantifiers({ claim, passage }: Pair): Problem[] {
  const wanted = quantifiersOf(claim)
  const held = quantifiersOf(passage)
  const wrong =
    (wanted.has('all') && !held.has('all') && (isPartial(passage) || held.has('some') || held.has('few') || held.has('most'))) ||
    ((wanted.has('some') || wanted.has('few')) && held.has('all') && !held.has('some') && !held.has('few')) ||
    (wanted.has('few') && held.has('most') && !held.has('few')) ||
    (wanted.has('most') && !held.has('most') && (held.has('few') || held.has('some')))
  return wrong ? [{ kind: 'negation', detail: 'The draft says this of another share than the source.' }] : []
}

function quantifiersOf({ tokens }: Read): Set<string> {
  const words = lexicon()
  const found = new Set<string>()
  for (const [at, { lower }] of tokens.entries()) {
    const kind = words.quantifierOf(lower)
    if (kind === undefined) continue
    const next = tokens[at + 1]
    // "Some 200", "every 90 days", "the most common", "both … and".
    if (
      next?.kind === 'figure' ||
      (kind === 'all' && lexicon().unitOf(next?.lower ?? '') !== undefined) ||
      (lower === 'most' && next?.lower !== 'of' && !/s$/.test(next?.lower ?? ''))
    )
      continue
    found.add(kind)
  }
  return found
}

/** "41 of 58", "most of", "half of". */
function isPartial({ tokens, quantities }: Read): boolean {
  return (
    quantities.some(({ to }) => tokens[to + 1]?.lower === 'of' || tokens[to + 1]?.lower === 'von') ||
    tokens.some(({ lower, initial }) => (initial && lower === 'of') || lower === 'davon' || lower === 'only')
  )
}
