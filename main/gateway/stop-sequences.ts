/**
 * A text as it comes, up to the first of some sequences to be complete, which is no longer part of it: as an engine that looks after every
 * token would end it, however the text is cut up.
 */
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

/** A whole text, up to the first of the sequences to be complete. */
export function cutAtStops(stops: readonly string[], text: string): string {
  const at = firstOf(stops, text)
  return at === -1 ? text : text.slice(0, at)
}

/** Where the one begins that is complete first; of those that end together, the longest. -1 where there is none. */
function firstOf(stops: readonly string[], text: string): number {
  const places = stops.map((stop) => ({ at: text.indexOf(stop), length: stop.length })).filter(({ at }) => at !== -1)
  const end = Math.min(...places.map(({ at, length }) => at + length))
  return places.length === 0 ? -1 : Math.min(...places.filter(({ at, length }) => at + length === end).map(({ at }) => at))
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
