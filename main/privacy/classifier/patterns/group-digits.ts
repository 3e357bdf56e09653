import type { CharacterSet, PatternNode } from './parse-pattern.ts'
import { FOREIGN, type Lengths } from './pattern-facts.ts'

/** Two digits with more signs between them, or a letter, are of two groups (see `survey.ts`). */
const GAP = 3
const ENDLESS = Number.POSITIVE_INFINITY
/** No group needs to have more. */
const MOST = 40

/** What a part of a pattern surely adds to a group of digits. */
interface Digits {
  /** Digits that are there in any case, all in one group. */
  readonly count: number
  /** How many units that are no digits may stand before the first of them; with none, in the whole part. ENDLESS where a letter may. */
  readonly head: number
  /** The same behind the last of them. */
  readonly tail: number
}

const NOTHING: Digits = { count: 0, head: 0, tail: 0 }
const DIGIT: Digits = { count: 1, head: 0, tail: 0 }
const SIGN: Digits = { count: 0, head: 1, tail: 1 }
const PARTED: Digits = { count: 0, head: ENDLESS, tail: ENDLESS }

/**
 * How many digits every match has at least in the group that holds the first digit that it must have: around a group of fewer it need not
 * be tried. Lower than the truth where the pattern is too involved to tell.
 */
export function groupDigits(root: PatternNode, length: Lengths): number {
  const digitsIn = (node: PatternNode): Digits => {
    switch (node.kind) {
      case 'set':
        return digitsOfSet(node)
      case 'group':
        return digitsIn(node.item)
      case 'sequence':
        return node.items.map(digitsIn).reduce(joined, NOTHING)
      case 'choice':
        return node.options.map(digitsIn).reduce(either)
      case 'repeat': {
        const once = digitsIn(node.item)
        let sure = NOTHING
        for (let count = 0; count < Math.min(node.min, MOST); count += 1) sure = joined(sure, once)
        if (node.max === node.min) return sure
        const isDigits = once.count > 0 && once.count === length.max(node.item)
        const others = isDigits ? 0 : Math.max(once.head, once.tail) === ENDLESS ? ENDLESS : length.max(node.item) * (node.max - node.min)
        return joined(sure, { count: 0, head: others, tail: others })
      }
      case 'reference':
        return PARTED
      default:
        return NOTHING
    }
  }
  return digitsIn(root).count
}

function digitsOfSet({ ascii, foreign }: CharacterSet): Digits {
  let [hasDigits, hasSigns] = [false, false]
  for (let code = 0; code < FOREIGN; code += 1) {
    if (ascii[code] !== 1) continue
    if (code >= 48 && code <= 57) hasDigits = true
    else if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return PARTED
    else hasSigns = true
  }
  if (foreign) return PARTED
  return hasSigns ? SIGN : hasDigits ? DIGIT : NOTHING
}

function joined(one: Digits, other: Digits): Digits {
  if (one.count === 0)
    return { count: other.count, head: one.head + other.head, tail: other.count === 0 ? one.head + other.head : other.tail }
  if (other.count === 0) return { ...one, tail: one.tail + other.head }
  return one.tail + other.head > GAP ? { ...one, tail: ENDLESS } : { count: one.count + other.count, head: one.head, tail: other.tail }
}

function either(one: Digits, other: Digits): Digits {
  const isUneven = (one.count === 0) !== (other.count === 0)
  return {
    count: Math.min(one.count, other.count),
    head: isUneven ? ENDLESS : Math.max(one.head, other.head),
    tail: isUneven ? ENDLESS : Math.max(one.tail, other.tail),
  }
}
