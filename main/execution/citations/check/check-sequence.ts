import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem, Read } from './types.ts'

const FIRST_THEN = /^(?:before|until|bevor|avant|vor)$/
const THEN_FIRST = /^(?:after|once|nachdem|sobald|après|nach)$/
const THEN = /^(?:then|dann|anschließend|danach|puis|ensuite)$/

/** What came first and what came then, by where it stands in the text. */
interface Sequence {
  /** Whether the part with the small word stands before the other: "After A, B". */
  readonly fronted: boolean
  readonly first: ReadonlySet<string>
  readonly second: ReadonlySet<string>
}

/** "A before B" may not be told as "B before A", nor as "A after B". */
export function checkSequence({ claim, passage, alignment }: Pair): Problem[] {
  const held = sequencesOf(passage, (token) => token.stem)
  if (held.length === 0) return []
  // Words of the claim count by the words of the passage that they stand for.
  const mine = sequencesOf(claim, (_, at) => passage.tokens[alignment.at[at] ?? -1]?.stem ?? '')
  for (const one of mine) {
    const turned = held.find((other) => isTurned(one, other))
    if (turned === undefined || held.some((other) => isTurned({ ...one, first: one.second, second: one.first }, other))) continue
    return [{ kind: 'order', detail: 'The draft turns around what came first and what came then.' }]
  }
  return []
}

/** Whether the claim puts the parts of a sequence the other way round and keeps what came first: what stands where says nothing then. */
export function movesSequence({ claim, passage, alignment }: Pair): boolean {
  const held = sequencesOf(passage, (token) => token.stem)
  const mine = held.length === 0 ? [] : sequencesOf(claim, (_, at) => passage.tokens[alignment.at[at] ?? -1]?.stem ?? '')
  return mine.some((one) =>
    held.some((other) => one.fronted !== other.fronted && share(one.first, other.first) > 0 && share(one.second, other.second) > 0),
  )
}

function isTurned(one: Sequence, other: Sequence): boolean {
  const first = own(one.first, one.second)
  const then = own(one.second, one.first)
  const [toThen, toFirst] = [share(first, other.second), share(then, other.first)]
  const [kept, alsoKept] = [share(first, other.first), share(then, other.second)]
  return toThen > 0 && toFirst > 0 && toThen + toFirst > 2 * (kept + alsoKept) && kept * alsoKept === 0
}

function own(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(one.values().filter((stem) => !other.has(stem)))
}

function share(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return one.values().reduce((sum, stem) => sum + (stem !== '' && other.has(stem) ? 1 : 0), 0)
}

function sequencesOf({ tokens }: Read, stemOf: (token: Token, at: number) => string): Sequence[] {
  const found: Sequence[] = []
  for (const [at, token] of tokens.entries()) {
    const isFirstThen = FIRST_THEN.test(token.lower)
    const isThen = THEN.test(token.lower)
    if (!(isFirstThen || isThen || THEN_FIRST.test(token.lower))) continue
    // "Two days after" and "before 1995" tell a time, not another event.
    const next = tokens[at + 1]
    if (next === undefined || next.kind !== 'word' || (token.lower === 'until' && next.lower === 'then')) continue
    const [from, to] = sentenceAround(tokens, at)
    const fronted = tokens.slice(from, at).every((one) => !isContent(one))
    const comma = tokens.findIndex(({ text }, place) => place > at && place < to && text === ',')
    if (fronted && (comma === -1 || isThen)) continue
    const stems = (start: number, end: number): Set<string> =>
      new Set(
        tokens
          .slice(start, end)
          .map((one, step) => (isContent(one) ? stemOf(one, start + step) : ''))
          .filter((stem) => stem !== ''),
      )
    const main = fronted ? stems(comma, to) : stems(from, at)
    const other = fronted ? stems(at, comma) : stems(at + 1, to)
    found.push(isFirstThen || isThen ? { first: main, second: other, fronted } : { first: other, second: main, fronted })
  }
  return found
}

function sentenceAround(tokens: readonly Token[], at: number): [number, number] {
  let from = at
  while (from > 0 && tokens[from - 1]?.sentence === tokens[at]?.sentence) from -= 1
  let to = at
  while (to < tokens.length && tokens[to]?.sentence === tokens[at]?.sentence) to += 1
  return [from, to]
}
