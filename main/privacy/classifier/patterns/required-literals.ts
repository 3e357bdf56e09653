import type { PatternNode } from './parse-pattern.ts'
import { charactersOf, type Lead, type Lengths, type RequiredLiterals, WIDTH } from './pattern-facts.ts'

/** As many forms of a stretch of a pattern are written out. */
const MOST = 160

/** Where in a match something stands: how far in, and what may stand before it. */
interface Place {
  readonly lead: Lead
  readonly between: Uint8Array
}

/**
 * Sets of literals of which each match of a pattern holds one: of each stretch of a sequence that has few forms, of each choice whose options
 * all have such a stretch.
 */
export function requiredIn(root: PatternNode, length: Lengths): RequiredLiterals[] {
  const known = new Map<PatternNode, Uint8Array>()
  const characters = (node: PatternNode): Uint8Array => {
    const set = known.get(node) ?? charactersOf(node)
    known.set(node, set)
    return set
  }
  const behind = ({ lead, between }: Place, node: PatternNode): Place => ({
    lead: { min: lead.min + length.min(node), max: lead.max + length.max(node) },
    between: joinedSets(between, characters(node)),
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
        at = behind(at, item)
        continue
      }
      // Of a repeat that has too many forms, the first joins what stands before it and the last what stands behind.
      const once = item.kind === 'repeat' && item.min > 0 ? textsOf(item.item) : null
      found.push(...setOf(joined(texts, once) ?? texts, from))
      if (forms === null) found.push(...inside(item, at))
      const last: Place = behind(at, item)
      if (once !== null) {
        const one = item.kind === 'repeat' ? item.item : item
        texts = once
        from = { lead: { min: last.lead.min - length.max(one), max: last.lead.max - length.min(one) }, between: last.between }
      } else {
        texts = forms ?? ['']
        from = forms === null ? last : at
      }
      at = last
    }
    found.push(...setOf(texts, from))
    return found
  }

  return inside(root, { lead: { min: 0, max: 0 }, between: new Uint8Array(WIDTH) }).filter(({ literals }) => literals.every(isUseful))
}

/** The first set itself where the second adds nothing to it. */
function joinedSets(one: Uint8Array, other: Uint8Array): Uint8Array {
  let joint = one
  for (let column = 0; column < WIDTH; column += 1) {
    if (other[column] !== 1 || joint[column] === 1) continue
    if (joint === one) joint = one.slice()
    joint[column] = 1
  }
  return joint
}

const isUseful = (literal: string): boolean => literal.length >= 2 || /[^a-z0-9\s]/.test(literal)

/** All texts that a part can match, in lower case; null when they are many. */
function textsOf(node: PatternNode): readonly string[] | null {
  switch (node.kind) {
    case 'set':
      return node.members === null ? null : [...new Set(node.members.map((member) => member.toLowerCase()))]
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

function joined(left: readonly string[] | null, right: readonly string[] | null): readonly string[] | null {
  if (left === null || right === null || left.length * right.length > MOST) return null
  return left.flatMap((before) => right.map((behind) => before + behind))
}

/** Of literals that begin with each other only the shortest is kept: whoever finds it finds all. */
function setOf(texts: readonly string[] | null, { lead, between }: Place): RequiredLiterals[] {
  if (texts === null || texts.length === 0 || texts.includes('')) return []
  const literals: string[] = []
  for (const text of [...texts].sort()) {
    const last = literals.at(-1)
    if (last === undefined || !text.startsWith(last)) literals.push(text)
  }
  return [{ literals, lead, between }]
}

function union(sets: readonly RequiredLiterals[]): RequiredLiterals {
  const between = new Uint8Array(WIDTH)
  for (const set of sets) for (let code = 0; code < WIDTH; code += 1) between[code] = (between[code] ?? 0) | (set.between[code] ?? 0)
  return {
    literals: [...new Set(sets.flatMap(({ literals }) => literals))],
    lead: { min: Math.min(...sets.map(({ lead }) => lead.min)), max: Math.max(...sets.map(({ lead }) => lead.max)) },
    between,
  }
}

/** Bits of surprise of the letters of ordinary text, most frequent first: what is rare is worth looking for. */
const LETTERS = ' etaoinsrhldcumfpgwybvkxjqz'
const BITS = [2.5, 3.3, 3.7, 3.9, 4, 4.1, 4.1, 4.2, 4.3, 4.3, 4.9, 5, 5.2, 5.4, 5.5, 5.6, 5.7, 5.8, 5.9, 6, 6.3, 6.9, 7.2, 9, 9.5, 10, 10.5]
const OTHER_BITS = 11

function surpriseOf(letter: string): number {
  if (/[0-9.,\n'"-]/.test(letter)) return 7
  return BITS[LETTERS.indexOf(letter)] ?? OTHER_BITS
}

/** Expected tries per character of ordinary text that looking for these literals causes: an estimate, to choose by. */
export function costOf({ literals, lead }: RequiredLiterals): number {
  const hits = literals.reduce((sum, literal) => sum + 2 ** -[...literal].reduce((bits, letter) => bits + surpriseOf(letter), 0), 0)
  return hits * (20 + Math.min(lead.max - lead.min, 10_000))
}

export function best(sets: readonly RequiredLiterals[]): RequiredLiterals | null {
  return sets.reduce<RequiredLiterals | null>((least, set) => (least === null || costOf(set) < costOf(least) ? set : least), null)
}
