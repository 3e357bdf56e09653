/** A text as it comes, up to the first of some sequences, which is no longer part of it. */
export interface StopCut {
  /** What can be said by now: an end that may be the beginning of a sequence is kept until it is known. */
  push(delta: string): string
  /** The text has ended: what was kept, where it was the beginning of nothing. */
  end(): string
  /** A sequence has come. */
  readonly isCut: boolean
}

/** Linear in the text but for the few characters that are kept. */
export function createStopCut(stops: readonly string[]): StopCut {
  let kept = ''
  let isCut = false
  return {
    get isCut() {
      return isCut
    },
    push(delta) {
      if (isCut) return ''
      const text = kept + delta
      const at = firstOf(stops, text)
      if (at !== -1) {
        isCut = true
        kept = ''
        return text.slice(0, at)
      }
      const open = beginningAtEnd(stops, text)
      kept = text.slice(text.length - open)
      return text.slice(0, text.length - open)
    },
    end() {
      const rest = kept
      kept = ''
      return rest
    },
  }
}

/** A whole text, up to the first of the sequences. */
export function cutAtStops(stops: readonly string[], text: string): string {
  const at = firstOf(stops, text)
  return at === -1 ? text : text.slice(0, at)
}

function firstOf(stops: readonly string[], text: string): number {
  const places = stops.map((stop) => text.indexOf(stop)).filter((at) => at !== -1)
  return places.length === 0 ? -1 : Math.min(...places)
}

/** How many characters at the end begin a sequence; of several the most. */
function beginningAtEnd(stops: readonly string[], text: string): number {
  const longest = Math.min(text.length, Math.max(0, ...stops.map((stop) => stop.length - 1)))
  for (let count = longest; count > 0; count -= 1) {
    const end = text.slice(text.length - count)
    if (stops.some((stop) => stop.startsWith(end))) return count
  }
  return 0
}
