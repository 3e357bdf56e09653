import { lexicon } from './lexicon.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem } from './types.ts'

/** Words between a direction and what it points at: "after the last operation". */
const REACH = 3
const BEFORE = /^(?:before|until|bevor)$/
const AFTER = /^(?:after|once|when|upon|following|nachdem|sobald)$/

/** What a claim puts "after the operation" may not stand "before the operation" in the passage, whatever else comes after something. */
export function checkDirections({ claim, passage, alignment }: Pair): Problem[] {
  const words = lexicon()
  for (const [at, token] of claim.tokens.entries()) {
    if (token.kind !== 'word' || alignment.opposite[at] === 1) continue
    const against = words.oppositesOf(token.stem)
    if ((against.size === 0 && !BEFORE.test(token.lower)) || !(isDirection(token) || pointsElsewhere({ claim, passage, alignment }, at)))
      continue
    const head = headOf(claim.tokens, at)
    const to = head === null ? -1 : (alignment.at[head] ?? -1)
    const held = passage.tokens[to]
    if (head === null || held === undefined || alignment.at[at] === to) continue
    const places = passage.tokens
      .entries()
      .filter(([, { stem }]) => stem === held.stem)
      .map(([place]) => place)
      .toArray()
    if (places.some((place) => before(passage.tokens, place, ({ stem }) => stem === token.stem) !== null)) continue
    const other = before(
      passage.tokens,
      to,
      (other) => (against.has(other.stem) || isLater(token, other)) && (isDirection(other) || !isDirection(token)),
    )
    if (other !== null)
      return [
        {
          kind: 'negation',
          detail: `The source says “${other.text} … ${held.text}”, the draft “${token.text} … ${claim.tokens[head]?.text}”.`,
        },
      ]
  }
  return []
}

/** Whether the passage has the very word before another word: it is said of something else there. */
function pointsElsewhere({ passage, alignment }: Pair, at: number): boolean {
  const place = alignment.at[at] ?? -1
  return place !== -1 && alignment.quality[at] === 1 && headOf(passage.tokens, place) !== null
}

function isDirection({ stop, lower }: Token): boolean {
  return stop || /[^t]er$/.test(lower)
}

/** "Before the price is paid" is not "when the price is paid". */
function isLater(token: Token, other: Token): boolean {
  return (BEFORE.test(token.lower) && AFTER.test(other.lower)) || (AFTER.test(token.lower) && BEFORE.test(other.lower))
}

/** The next word with a topic behind a direction, or null. */
function headOf(tokens: readonly Token[], at: number): number | null {
  for (let next = at + 1; next <= at + REACH && next < tokens.length; next += 1) {
    const token = tokens[next]
    if (token === undefined || token.kind === 'mark' || token.kind === 'figure') return null
    if (isContent(token)) return next
  }
  return null
}

/** A token just before a place, with nothing of a topic between, that is as asked. */
function before(tokens: readonly Token[], place: number, isAsked: (token: Token) => boolean): Token | null {
  for (let at = place - 1; at >= Math.max(0, place - REACH); at -= 1) {
    const token = tokens[at]
    if (token === undefined || token.kind === 'mark') return null
    if (isAsked(token)) return token
    if (isContent(token)) return null
  }
  return null
}
