import type { CharacterSet, PatternNode } from './parse-pattern.ts'
import { charactersOf, type Lead, type Lengths, once, type RequiredLiterals, WIDTH } from './pattern-facts.ts'

/** As many forms of a stretch of a pattern are written out. */
const MOST = 160

/** Where in a match something stands: how far in, and behind which parts of the pattern. */
interface Place {
  readonly lead: Lead
  readonly behind: Behind | null
}

interface Behind {
  readonly part: PatternNode
  readonly before: Behind | null
}

/**
 * Sets of literals of which each match of a pattern holds one: of each stretch of a sequence that has few forms, of each choice whose options
 * all have such a stretch.
 */
export function requiredIn(root: PatternNode, length: Lengths): RequiredLiterals[] {
  const next = ({ lead, behind }: Place, part: PatternNode): Place => ({
    lead: { min: lead.min + length.min(part), max: lead.max + length.max(part) },
    behind: { part, before: behind },
  })

  function inside(node: PatternNode, place: Place): RequiredLiterals[] {
    switch (node.kind) {
      case 'group':
        return inside(node.item, place)
      case 'repeat': {
        if (node.min === 0) return []
        const whole = setOf(textsOf(node), place)
        return whole.length > 0 ? whole : inside(node.item, place)
      }
      case 'choice': {
        const whole = setOf(textsOf(node), place)
        if (whole.length > 0) return whole
        const sets = node.options.map((option) => best(inside(option, place)))
        return sets.every((set) => set !== null) ? [union(sets)] : []
      }
      case 'sequence':
        return inSequence(node.items, place)
      default:
        return setOf(textsOf(node), place)
    }
  }

  function inSequence(items: readonly PatternNode[], place: Place): RequiredLiterals[] {
    const found: RequiredLiterals[] = []
    let at = place
    /** The forms of the stretch that is being read, and where it began. */
    let texts: readonly string[] = ['']
    let from = place
    for (const item of items) {
      const forms = textsOf(item)
      const longer = joined(texts, forms)
      if (longer !== null) {
        texts = longer
        at = next(at, item)
        continue
      }
      // Of a repeat that has too many forms, the first joins what stands before it and the last what stands behind.
      const once = item.kind === 'repeat' && item.min > 0 ? textsOf(item.item) : null
      found.push(...setOf(joined(texts, once) ?? texts, from))
      if (forms === null) found.push(...inside(item, at))
      const last: Place = next(at, item)
      if (once !== null) {
        const one = item.kind === 'repeat' ? item.item : item
        texts = once
        from = { lead: { min: last.lead.min - length.max(one), max: last.lead.max - length.min(one) }, behind: last.behind }
      } else {
        texts = forms ?? ['']
        from = forms === null ? last : at
      }
      at = last
    }
    found.push(...setOf(texts, from))
    return found
  }

  return inside(root, { lead: { min: 0, max: 0 }, behind: null }).filter(({ literals }) => literals.every(isUseful))
}

const isUseful = (literal: string): boolean => literal.length >= 2 || /[^a-z0-9\s]/.test(literal)

/** All that the parts before a place can hold. */
function charactersBehind(behind: Behind | null): Uint8Array {
  const set = new Uint8Array(WIDTH)
  for (let one = behind; one !== null; one = one.before) charactersOf(one.part, set)
  return set
}

/** All texts that a part can match, in lower case; null when they are many. */
function textsOf(node: PatternNode): readonly string[] | null {
  switch (node.kind) {
    case 'set':
      return textsOfSet(node)
    case 'edge':
    case 'look':
      return ['']
    case 'group':
      return textsOf(node.item)
    case 'sequence':
      return node.items.reduce<readonly string[] | null>((texts, item) => joined(texts, textsOf(item)), [''])
    case 'choice': {
      const all = node.options.map(textsOf)
      const texts = all.every((option) => option !== null) ? [...new Set(all.flat())] : null
      return texts !== null && texts.length <= MOST ? texts : null
    }
    case 'repeat': {
      if (node.max > 2) return null
      const once = textsOf(node.item)
      const counts = [[''], once, node.max === 2 ? joined(once, once) : null].slice(node.min, node.max + 1)
      return counts.every((texts) => texts !== null) ? [...new Set(counts.flat())] : null
    }
    default:
      return null
  }
}

function textsOfSet({ members }: CharacterSet): readonly string[] | null {
  const [only] = members ?? []
  if (members === null || only === undefined || members.length === 1) return only === undefined ? members : [only.toLowerCase()]
  return [...new Set(members.map((member) => member.toLowerCase()))]
}

function joined(left: readonly string[] | null, right: readonly string[] | null): readonly string[] | null {
  if (left === null || right === null || left.length * right.length > MOST) return null
  const [before] = left
  const [behind] = right
  if (left.length === 1 && right.length === 1 && before !== undefined && behind !== undefined)
    return behind === '' ? left : [before + behind]
  return left.flatMap((one) => right.map((other) => one + other))
}

/** Of literals that begin with each other only the shortest is kept: whoever finds it finds all. */
function setOf(texts: readonly string[] | null, { lead, behind }: Place): RequiredLiterals[] {
  if (texts === null || texts.length === 0 || texts.includes('')) return []
  const literals: string[] = []
  for (const text of [...texts].sort()) {
    const last = literals.at(-1)
    if (last === undefined || !text.startsWith(last)) literals.push(text)
  }
  return [{ literals, lead, ...expected(literals, lead), between: once(() => charactersBehind(behind)) }]
}

function union(sets: readonly RequiredLiterals[]): RequiredLiterals {
  const literals = [...new Set(sets.flatMap((set) => set.literals))]
  const lead = { min: Math.min(...sets.map((set) => set.lead.min)), max: Math.max(...sets.map((set) => set.lead.max)) }
  const between = once(() => {
    const all = new Uint8Array(WIDTH)
    for (const set of sets) {
      for (const [column, may] of set.between().entries()) if (may === 1) all[column] = 1
    }
    return all
  })
  return { literals, lead, ...expected(literals, lead), between }
}

/** Letters of ordinary text, most frequent first, and their bits of surprise: what is rare is worth looking for. */
const LETTERS = ' etaoinsrhldcumfpgwybvkxjqz'
const BITS = [2.5, 3.3, 3.7, 3.9, 4, 4.1, 4.1, 4.2, 4.3, 4.3, 4.9, 5, 5.2, 5.4, 5.5, 5.6, 5.7, 5.8, 5.9, 6, 6.3, 6.9, 7.2, 9, 9.5, 10, 10.5]
const COMMON_SIGNS = '0123456789.,\n\'"-'
const SIGN_BITS = 7
const OTHER_BITS = 11
const SURPRISE: ReadonlyMap<string, number> = new Map([
  ...[...LETTERS].map((letter, index): [string, number] => [letter, BITS[index] ?? OTHER_BITS]),
  ...[...COMMON_SIGNS].map((sign): [string, number] => [sign, SIGN_BITS]),
])

function expected(literals: readonly string[], lead: Lead): Pick<RequiredLiterals, 'rate' | 'cost'> {
  let rate = 0
  for (const literal of literals) {
    let bits = 0
    for (const letter of literal) bits += SURPRISE.get(letter) ?? OTHER_BITS
    rate += 2 ** -bits
  }
  return { rate, cost: rate * (20 + Math.min(lead.max - lead.min, 10_000)) }
}

export function best(sets: readonly RequiredLiterals[]): RequiredLiterals | null {
  return sets.reduce<RequiredLiterals | null>((least, set) => (least === null || set.cost < least.cost ? set : least), null)
}
