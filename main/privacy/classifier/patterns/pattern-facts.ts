import { groupDigits } from './group-digits.ts'
import { type CharacterSet, type PatternNode, parsePattern } from './parse-pattern.ts'
import { requiredIn } from './required-literals.ts'

/** How many characters from its beginning a match is known by. */
export const DEPTH = 8
/** Index, in a set, of everything beyond ASCII. */
export const FOREIGN = 128
/** Entries of a set: ASCII and FOREIGN. */
export const WIDTH = 129

/** A distance from the beginning of a match, in UTF-16 code units. */
export interface Lead {
  readonly min: number
  readonly max: number
}

/** Literals (lower case) of which every match holds one. */
export interface RequiredLiterals {
  readonly literals: readonly string[]
  /** How far from the beginning of a match one begins. */
  readonly lead: Lead
  /** How many are expected per character of ordinary text: an estimate, to choose by. */
  readonly rate: number
  /** Expected tries per character of ordinary text that looking for them causes. */
  readonly cost: number
  /** WIDTH entries: which characters may stand between the beginning of the match and the literal. */
  readonly between: () => Uint8Array
}

/**
 * What can be told about every match of a pattern without looking at a text. Lengths are UTF-16 code units. What is a function is worked
 * out when it is asked for first: most rows are never tried in most runs.
 */
export interface PatternFacts {
  readonly minLength: number
  readonly maxLength: number
  /** WIDTH entries: which characters may stand before a match. */
  readonly before: () => Uint8Array
  /** DEPTH sets of WIDTH entries: what may stand at each place of a match (behind a short match, anything). */
  readonly places: () => Uint8Array
  /** The same for each alternative that a match can begin with, where they are few: together they let less through. */
  readonly placesByVariant: () => readonly Uint8Array[]
  readonly required: readonly RequiredLiterals[]
  /** Where the first character stands that must be a digit; null when none must be. */
  readonly digit: Lead | null
  /** Digits that stand at least in the group (see `survey.ts`) that holds the first of them; 0 when none must be. */
  readonly groupDigits: () => number
}

/** Works something out when it is asked for first. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Lengths of parts of one pattern. */
export interface Lengths {
  min(node: PatternNode): number
  max(node: PatternNode): number
}

export function factsOf(pattern: RegExp, known?: Map<string, CharacterSet>): PatternFacts {
  const node = parsePattern(pattern, known)
  const groups = once(() => {
    const named = new Map<string, PatternNode>()
    collectGroups(node, named)
    return named
  })
  const memo = { min: new Map<PatternNode, number>(), max: new Map<PatternNode, number>() }
  const measure =
    (which: 'min' | 'max') =>
    (part: PatternNode): number => {
      const measured = memo[which].get(part) ?? lengthOf(part, groups, which)
      memo[which].set(part, measured)
      return measured
    }
  const length: Lengths = { min: measure('min'), max: measure('max') }
  const places = once(() => placesOf(node, length))
  return {
    minLength: length.min(node),
    maxLength: length.max(node),
    before: once(() => beforeOf(node, places())),
    places,
    placesByVariant: once(() => variantsOf(node).map((variant) => placesOf(variant, length))),
    required: requiredIn(node, length),
    digit: digitLead(node, { min: 0, max: 0 }, length),
    groupDigits: once(() => groupDigits(node, length)),
  }
}

function collectGroups(node: PatternNode, into: Map<string, PatternNode>): void {
  if (node.kind === 'group') into.set(node.name, node.item)
  for (const child of childrenOf(node)) collectGroups(child, into)
}

export function childrenOf(node: PatternNode): readonly PatternNode[] {
  switch (node.kind) {
    case 'sequence':
      return node.items
    case 'choice':
      return node.options
    case 'repeat':
    case 'group':
    case 'look':
      return [node.item]
    default:
      return []
  }
}

function lengthOf(node: PatternNode, groups: () => ReadonlyMap<string, PatternNode>, which: 'min' | 'max'): number {
  switch (node.kind) {
    case 'set':
      return which === 'max' && node.wide ? 2 : 1
    case 'sequence':
      return node.items.reduce((sum, item) => sum + lengthOf(item, groups, which), 0)
    case 'choice':
      return Math[which](...node.options.map((option) => lengthOf(option, groups, which)))
    case 'repeat': {
      const one = lengthOf(node.item, groups, which)
      return one === 0 ? 0 : one * node[which]
    }
    case 'group':
      return lengthOf(node.item, groups, which)
    case 'reference': {
      const group = groups().get(node.group)
      return which === 'min' || group === undefined ? 0 : lengthOf(group, groups, 'max')
    }
    default:
      return 0
  }
}

/** All characters that a part can hold, as a set. */
export function charactersOf(node: PatternNode, into: Uint8Array = new Uint8Array(WIDTH)): Uint8Array {
  if (node.kind === 'set') {
    for (let code = 0; code < FOREIGN; code += 1) if (node.ascii[code] === 1) into[code] = 1
    if (node.foreign) into[FOREIGN] = 1
  } else if (node.kind === 'reference') into.fill(1)
  else if (node.kind !== 'look') for (const child of childrenOf(node)) charactersOf(child, into)
  return into
}

/** Walks a set of places (bits) through the tree, and marks what may stand at each. */
function placesOf(root: PatternNode, length: Lengths): Uint8Array {
  const places = new Uint8Array(DEPTH * WIDTH)
  const open = 1 << DEPTH
  const fill = (place: number): void => void places.fill(1, place * WIDTH, (place + 1) * WIDTH)
  const mark = (place: number, set: CharacterSet): void => {
    for (let code = 0; code < FOREIGN; code += 1) if (set.ascii[code] === 1) places[place * WIDTH + code] = 1
    if (set.foreign) places[place * WIDTH + FOREIGN] = 1
  }
  /** `isLast`: nothing of the pattern stands behind it, so that what must follow does so at once. */
  const walk = (node: PatternNode, from: number, isLast: boolean): number => {
    switch (node.kind) {
      case 'set': {
        let to = 0
        for (let place = 0; place < DEPTH; place += 1) {
          if ((from & (1 << place)) === 0) continue
          mark(place, node)
          to |= 1 << (place + 1)
          if (!node.wide) continue
          if (place + 1 < DEPTH) places[(place + 1) * WIDTH + FOREIGN] = 1
          to |= 1 << Math.min(DEPTH, place + 2)
        }
        return to | (from & open)
      }
      case 'sequence':
        return node.items.reduce((at, item, index) => walk(item, at, isLast && index === node.items.length - 1), from)
      case 'choice':
        return node.options.reduce((to, option) => to | walk(option, from, isLast), 0)
      case 'repeat': {
        let at = from
        for (let count = 0; count < Math.min(node.min, DEPTH + 1); count += 1) at = walk(node.item, at, false)
        let to = at
        for (let count = node.min; count < node.max && count <= node.min + DEPTH; count += 1) {
          at = walk(node.item, at, false)
          if ((to | at) === to) break
          to |= at
        }
        return to
      }
      case 'group':
        return walk(node.item, from, isLast)
      case 'look':
        return isLast && node.ahead && !node.negated ? walk(node.item, from, true) : from
      case 'reference': {
        // It repeats what some group held: anything, of any length up to the group's.
        const lowest = 31 - Math.clz32(from & -from)
        for (let place = lowest; place < DEPTH; place += 1) fill(place)
        return (open << 1) - (1 << lowest)
      }
      default:
        return from
    }
  }
  const ends = walk(root, 1, true)
  for (let place = 0; place < DEPTH; place += 1) {
    if ((ends & (1 << place)) !== 0) for (let later = place; later < DEPTH; later += 1) fill(later)
  }
  if (length.min(root) === 0) places.fill(1)
  return places
}

const MOST_VARIANTS = 6

/** A pattern that begins with a choice as one pattern for each of its options; by itself where it begins otherwise, or they are many. */
function variantsOf(node: PatternNode): readonly PatternNode[] {
  const variants = node.kind === 'sequence' ? variantsOfSequence(node.items) : node.kind === 'choice' ? node.options : [node]
  return variants.length > MOST_VARIANTS ? [node] : variants
}

function variantsOfSequence(items: readonly PatternNode[]): readonly PatternNode[] {
  const first = items.findIndex((item) => !isEmpty(item))
  const beginning = items[first]
  if (beginning === undefined || (beginning.kind !== 'choice' && beginning.kind !== 'sequence')) return [{ kind: 'sequence', items }]
  return variantsOf(beginning).map((option) => ({ kind: 'sequence', items: items.with(first, option) }))
}

const WORD = /\w/

/** What the looks behind and word edges at the beginning of a pattern leave to stand before a match. */
function beforeOf(root: PatternNode, places: Uint8Array): Uint8Array {
  const isWord = startsWithWord(places)
  const allowedBy = (node: PatternNode): Uint8Array => {
    switch (node.kind) {
      case 'look':
        return node.ahead ? anything() : behindLook(node.item, node.negated)
      case 'edge':
        return node.word && isWord
          ? anything().map((_, code) => (code < FOREIGN && WORD.test(String.fromCharCode(code)) ? 0 : 1))
          : anything()
      case 'group':
        return allowedBy(node.item)
      case 'repeat':
        return node.min === 0 ? anything() : allowedBy(node.item)
      case 'choice':
        return node.options.map(allowedBy).reduce((some, more) => some.map((one, column) => one | (more[column] ?? 0)))
      case 'sequence': {
        const allowed = anything()
        for (const item of node.items) {
          const by = allowedBy(item)
          for (let column = 0; column < WIDTH; column += 1) if (by[column] === 0) allowed[column] = 0
          if (!isEmpty(item)) break
        }
        return allowed
      }
      default:
        return anything()
    }
  }
  return allowedBy(root)
}

function anything(): Uint8Array {
  return new Uint8Array(WIDTH).fill(1)
}

/** Of a look behind that must not be, its single characters may not stand there; of one that must, only its last characters may. */
function behindLook(item: PatternNode, negated: boolean): Uint8Array {
  if (negated) {
    const allowed = anything()
    for (const option of optionsOf(item)) {
      if (option.kind !== 'set') continue
      for (let code = 0; code < FOREIGN; code += 1) if (option.ascii[code] === 1) allowed[code] = 0
    }
    return allowed
  }
  const last = new Uint8Array(WIDTH)
  return addLast(item, last) ? last : anything()
}

/** Adds what a part may end with; whether it surely ends with one of these. */
function addLast(node: PatternNode, into: Uint8Array): boolean {
  switch (node.kind) {
    case 'set':
      charactersOf(node, into)
      return true
    case 'group':
      return addLast(node.item, into)
    case 'repeat':
      return addLast(node.item, into) && node.min > 0
    case 'choice':
      return node.options.map((option) => addLast(option, into)).every(Boolean)
    case 'sequence':
      return node.items.toReversed().some((item) => addLast(item, into))
    default:
      return false
  }
}

/** Whether it matches no characters, only places. */
function isEmpty(node: PatternNode): boolean {
  if (node.kind === 'edge' || node.kind === 'look') return true
  if (node.kind === 'group') return isEmpty(node.item)
  return (node.kind === 'choice' || node.kind === 'sequence') && childrenOf(node).every(isEmpty)
}

function optionsOf(node: PatternNode): readonly PatternNode[] {
  if (node.kind === 'choice') return node.options.flatMap(optionsOf)
  if (node.kind === 'group') return optionsOf(node.item)
  const [only, ...others] = node.kind === 'sequence' ? node.items : [node]
  return only === undefined || others.length > 0 ? [] : only === node ? [node] : optionsOf(only)
}

function startsWithWord(places: Uint8Array): boolean {
  for (let code = 0; code < WIDTH; code += 1) {
    if (places[code] === 1 && (code === FOREIGN || !WORD.test(String.fromCharCode(code)))) return false
  }
  return true
}

function digitLead(node: PatternNode, lead: Lead, length: Lengths): Lead | null {
  switch (node.kind) {
    case 'set': {
      if (node.foreign) return null
      for (let code = 0; code < FOREIGN; code += 1) if (node.ascii[code] === 1 && (code < 48 || code > 57)) return null
      return lead
    }
    case 'group':
      return digitLead(node.item, lead, length)
    case 'repeat':
      return node.min === 0 ? null : digitLead(node.item, lead, length)
    case 'choice': {
      const leads = node.options.map((option) => digitLead(option, lead, length))
      if (!leads.every((found) => found !== null)) return null
      return { min: Math.min(...leads.map(({ min }) => min)), max: Math.max(...leads.map(({ max }) => max)) }
    }
    case 'sequence': {
      let at = lead
      for (const item of node.items) {
        const found = digitLead(item, at, length)
        if (found !== null) return found
        at = { min: at.min + length.min(item), max: at.max + length.max(item) }
      }
      return null
    }
    default:
      return null
  }
}
