import type { TypedSpan } from '../../main/privacy/eval/metrics.ts'

/** After so many tries a text counts as not alignable. */
const MAX_STEPS = 200_000

type Piece = { readonly literal: string } | { readonly marker: string; readonly type: string }

/**
 * Lays a redacted text over its original: what stands between two markers must occur in the original in that order, and each marker stands
 * for at least one character there, as few as fit. A marker's own word may also be part of the original ("the URL"); it is then no
 * span. null when nothing fits (a marker was itself redacted again, or text outside the markers was changed).
 */
export function alignRedacted(original: string, redacted: string, typeOfMarker: Readonly<Record<string, string>>): TypedSpan[] | null {
  if (original === redacted) return []
  const pieces = piecesOf(redacted, typeOfMarker)
  const spans: TypedSpan[] = []
  let steps = 0

  const place = (index: number, at: number): boolean => {
    steps += 1
    if (steps > MAX_STEPS) return false
    const piece = pieces[index]
    if (piece === undefined) return at === original.length
    if ('literal' in piece) return original.startsWith(piece.literal, at) && place(index + 1, at + piece.literal.length)
    if (original.startsWith(piece.marker, at) && place(index + 1, at + piece.marker.length)) return true
    for (const end of endsOf(index, at)) {
      const depth = spans.length
      spans.push({ type: piece.type, start: at, end })
      if (place(index + 1, end)) return true
      spans.length = depth
      if (steps > MAX_STEPS) return false
    }
    return false
  }

  /** Where the marker at `index` may end: before each place of the literal that follows, at the end of the text, or anywhere. */
  function* endsOf(index: number, at: number): Generator<number> {
    const next = pieces[index + 1]
    if (next === undefined) {
      if (original.length > at) yield original.length
    } else if ('literal' in next) {
      for (let end = original.indexOf(next.literal, at + 1); end !== -1; end = original.indexOf(next.literal, end + 1)) yield end
    } else {
      for (let end = at + 1; end < original.length; end += 1) yield end
    }
  }

  return place(0, 0) ? spans : null
}

function piecesOf(redacted: string, typeOfMarker: Readonly<Record<string, string>>): Piece[] {
  const markers = Object.keys(typeOfMarker).sort((a, b) => b.length - a.length)
  const pattern = new RegExp(markers.map((marker) => RegExp.escape(marker)).join('|'), 'g')
  const pieces: Piece[] = []
  let from = 0
  for (const { index, 0: marker } of redacted.matchAll(pattern)) {
    if (index > from) pieces.push({ literal: redacted.slice(from, index) })
    pieces.push({ marker, type: typeOfMarker[marker] ?? marker })
    from = index + marker.length
  }
  if (from < redacted.length) pieces.push({ literal: redacted.slice(from) })
  return pieces
}
