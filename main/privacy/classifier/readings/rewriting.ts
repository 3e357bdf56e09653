import { eachMatch } from '../patterns/each-match.ts'
import { createFocus, type Focus } from './focus.ts'

/** A text with some stretches replaced by what they stand for, and the way back. All offsets are UTF-16 code units. */
export interface Rewriting {
  readonly text: string
  /** The span of the original that a span of `text` stands for: whole stretches, never part of one. */
  toOriginal(start: number, end: number): { start: number; end: number }
  /** Whether any stretch was replaced within a span of `text`, or left out between its characters. */
  touches(start: number, end: number): boolean
  /** The stretches of `text` within so many characters of one that was replaced, ascending and apart. */
  around(reach: number): readonly { readonly start: number; readonly end: number }[]
  /** What a finding between two places of `text` must touch to touch what was replaced, in offsets from the first; null where that is not told. */
  focusIn(start: number, end: number): Focus | null
}

export interface RewritingBuilder {
  /** In ascending order, without overlaps. */
  replace(start: number, end: number, plain: string): void
  /** Null when nothing was replaced. */
  done(): Rewriting | null
}

/** Numbers of each stretch that was replaced: where it stands in the result (FROM, behind it TO), and where what it stands for. */
const [FROM, TO, ORIGINAL_FROM, ORIGINAL_TO, NUMBERS] = [0, 1, 2, 3, 4]
/** As many stretches have room at first. */
const ROOM = 8

export function createRewriting(original: string): RewritingBuilder {
  const parts: string[] = []
  // One array for all: some texts have a stretch in every other place.
  let replaced: Int32Array | null = null
  let count = 0
  let done = 0
  let length = 0
  return {
    replace(start, end, plain) {
      replaced ??= new Int32Array(ROOM * NUMBERS)
      if (count === replaced.length) {
        const wider = new Int32Array(count * 2)
        wider.set(replaced)
        replaced = wider
      }
      if (start > done) parts.push(original.slice(done, start))
      if (plain !== '') parts.push(plain)
      length += start - done
      replaced[count + FROM] = length
      length += plain.length
      replaced[count + TO] = length
      replaced[count + ORIGINAL_FROM] = start
      replaced[count + ORIGINAL_TO] = end
      count += NUMBERS
      done = end
    },
    done() {
      if (replaced === null) return null
      parts.push(original.slice(done))
      return rewritingOf(parts.join(''), replaced, count / NUMBERS)
    },
  }
}

/** `replaced`: the stretches, ascending, each as NUMBERS numbers, and how many they are. */
function rewritingOf(text: string, replaced: Int32Array, count: number): Rewriting {
  /** Index of the last stretch that begins at or before an offset; -1 when there is none. */
  const lastBy = (offset: number): number => {
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((replaced[middle * NUMBERS + FROM] ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return low - 1
  }
  const at = (column: number, index: number): number => replaced[index * NUMBERS + column] ?? 0
  const place = (offset: number, edge: 'start' | 'end'): number => {
    const index = lastBy(offset)
    if (index < 0) return offset
    if (offset >= at(TO, index)) return at(ORIGINAL_TO, index) + offset - at(TO, index)
    return edge === 'start' ? at(ORIGINAL_FROM, index) : at(ORIGINAL_TO, index) - 1
  }
  return {
    text,
    toOriginal: (start, end) => ({
      start: place(start, 'start'),
      end: end > start ? place(end - 1, 'end') + 1 : place(start, 'start'),
    }),
    touches(start, end) {
      const index = lastBy(end - 1)
      return index >= 0 && (at(TO, index) > start || at(FROM, index) > start)
    },
    focusIn(start, end) {
      const borders: number[] = []
      for (let index = Math.max(0, lastBy(start)); index < count && at(FROM, index) <= end; index += 1)
        borders.push(at(FROM, index) - start, at(TO, index) - start)
      return createFocus(Int32Array.from(borders))
    },
    around(reach) {
      const windows: { start: number; end: number }[] = []
      for (let index = 0; index < count; index += 1) {
        const start = Math.max(0, at(FROM, index) - reach)
        const end = Math.min(text.length, at(TO, index) + reach)
        const last = windows.at(-1)
        if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
        else windows.push({ start, end })
      }
      return windows
    },
  }
}

/** Replaces what a pattern (with the flag `g`) finds by what `plainOf` makes of it; null leaves a match as it is. Null when nothing changes. */
export function rewrite(text: string, pattern: RegExp, plainOf: (match: RegExpExecArray) => string | null): Rewriting | null {
  const rewriting = createRewriting(text)
  eachMatch(pattern, text, (match) => {
    const plain = plainOf(match)
    if (plain !== null && plain !== match[0]) rewriting.replace(match.index, match.index + match[0].length, plain)
  })
  return rewriting.done()
}

/** What a step makes of a text that another made. Where the step changes something, and what it touches, is its own alone. */
export function after(first: Rewriting | null, step: Rewriting | null): Rewriting | null {
  if (first === null || step === null) return step
  return {
    ...step,
    toOriginal(start, end) {
      const between = step.toOriginal(start, end)
      return first.toOriginal(between.start, between.end)
    },
  }
}

/** Steps one behind the other, each upon what those before it made; all that any of them changed counts as changed. */
export function inTurn(text: string, ...steps: ReadonlyArray<(text: string) => Rewriting | null>): Rewriting | null {
  return steps.reduce<Rewriting | null>((whole, step) => andThen(text, whole, step), null)
}

/** What was made of a text so far, and one step more. */
export function andThen(text: string, whole: Rewriting | null, step: (text: string) => Rewriting | null): Rewriting | null {
  const next = step(whole?.text ?? text)
  return whole === null || next === null ? (next ?? whole) : joined(whole, next)
}

function joined(first: Rewriting, next: Rewriting): Rewriting {
  const chained = after(first, next) ?? next
  return {
    ...chained,
    touches(start, end) {
      if (next.touches(start, end)) return true
      const between = next.toOriginal(start, end)
      return first.touches(between.start, between.end)
    },
    // What the first step changed is not looked for in the text of the second: all of it counts.
    around: () => [{ start: 0, end: next.text.length }],
    focusIn: () => null,
  }
}
