import { kinOf, PREFIX } from './kin.ts'
import { lexicon } from './lexicon.ts'
import { isAttached } from './opposites.ts'
import { isContent, type Statement, type Token } from './read-statement.ts'

/** Which word of the passage each word of the claim stands for. */
export interface Alignment {
  /** Place of the passage's token for each token of the claim, or -1. */
  readonly at: Int32Array
  /** How sure: 1 the same word, less for a synonym or a word of the family. */
  readonly quality: Float32Array
  /** Tokens of the claim whose opposite stands in the passage instead. */
  readonly opposite: Uint8Array
  /** Place of the claim's token for each token of the passage, or -1. */
  readonly back: Int32Array
}

export interface PassageIndex {
  readonly byStem: ReadonlyMap<string, readonly number[]>
  readonly byGroup: ReadonlyMap<number, readonly number[]>
  readonly byPrefix: ReadonlyMap<string, readonly number[]>
  /** Places of words that a stem is wider than. */
  readonly byWider: ReadonlyMap<string, readonly number[]>
}

const MAX_PLACES = 24
/** Words without a topic that say a direction: their exchange is an error. */
const DIRECTIONS = new Set('more most before after above below over under few all both mehr über unter vor nach mit ohne'.split(' '))
/** How far a wider word stands for a word. */
export const WIDER = 0.5
const MAX_SLOT = 3
/** Shorter words ("less") are part of longer ones ("unless") by chance. */
const MIN_NEGATED = 5
/** A place in another sentence counts as so many tokens farther away. */
const ELSEWHERE = 8

export function matters(token: Token): boolean {
  return isContent(token) || DIRECTIONS.has(token.lower)
}

export function indexPassage({ tokens }: Statement): PassageIndex {
  const words = lexicon()
  const byStem = new Map<string, number[]>()
  const byGroup = new Map<number, number[]>()
  const byPrefix = new Map<string, number[]>()
  const byWider = new Map<string, number[]>()
  for (const [at, token] of tokens.entries()) {
    if (!matters(token)) continue
    add(byStem, token.stem, at)
    for (const group of words.groupsOf(token.stem)) add(byGroup, group, at)
    for (const wider of words.widerOf(token.stem)) add(byWider, wider, at)
    if (token.kind === 'word' && token.lower.length >= PREFIX) add(byPrefix, token.lower.slice(0, PREFIX), at)
  }
  return { byStem, byGroup, byPrefix, byWider }
}

function add<K>(map: Map<K, number[]>, key: K, at: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [at])
  else if (list.length < MAX_PLACES) list.push(at)
}

export function align(claim: Statement, passage: Statement, index: PassageIndex): Alignment {
  const at = new Int32Array(claim.tokens.length).fill(-1)
  const back = new Int32Array(passage.tokens.length).fill(-1)
  const quality = new Float32Array(claim.tokens.length)
  const opposite = new Uint8Array(claim.tokens.length)
  const result = { at, back, quality, opposite }
  const bind = (from: number, to: number, how: number): void => {
    at[from] = to
    quality[from] = how
    if (back[to] === -1) back[to] = from
  }
  const words = lexicon()
  const wanted = claim.tokens
    .entries()
    .filter(([, token]) => matters(token))
    .toArray()
  // A word that stands once in the passage is an anchor; the places of the others are chosen beside the anchors.
  for (const [from, token] of wanted) {
    const places = index.byStem.get(token.stem)
    if (places?.length === 1 && places[0] !== undefined) bind(from, places[0], 1)
  }
  for (const [from, token] of wanted) {
    if (at[from] !== -1) continue
    const same = index.byStem.get(token.stem)
    if (same !== undefined) bind(from, nearest(passage.tokens, same, around(at, from), back), 1)
  }
  // The opposite in the very place of a word is no far synonym: "the last half" for "the first half".
  for (const [from, token] of wanted) {
    if (at[from] !== -1 || token.kind !== 'word') continue
    const to = [...words.oppositesOf(token.stem)]
      .flatMap((stem) => index.byStem.get(stem) ?? [])
      .find((place) => isSameSlot(claim.tokens, from, passage.tokens, place))
    if (to === undefined) continue
    // "Leaves A and reaches B" beside "arrives in B": what means the same and stands nearer to what follows comes first.
    const same = words.groupsOf(token.stem).flatMap((group) => index.byGroup.get(group) ?? [])
    const next = behind(wanted, at, from)
    if (next !== null && same.some((place) => Math.abs(place - next) < Math.abs(to - next))) continue
    bind(from, to, 0.9)
    opposite[from] = 1
  }
  for (const [from, token] of wanted) {
    if (at[from] !== -1 || token.kind !== 'word') continue
    const related = words.groupsOf(token.stem).flatMap((group) => index.byGroup.get(group) ?? [])
    if (related.length > 0) bind(from, nearest(passage.tokens, related, around(at, from), back), 0.9)
    else {
      const kin = kinOf(token, passage, index, claim.german || passage.german)
      if (kin.length > 0) bind(from, nearest(passage.tokens, kin, around(at, from), back), 0.8)
    }
  }
  for (const [from, token] of wanted) {
    if (at[from] !== -1 || token.kind !== 'word') continue
    const against = [...words.oppositesOf(token.stem), ...negatedForms(token.lower).map(words.stemOf)].flatMap(
      (stem) => index.byStem.get(stem) ?? [],
    )
    if (against.length === 0) continue
    const attached = against.filter(
      (place) => !isForeignName(token, passage.tokens[place]) && isAttached(claim.tokens, from, passage.tokens, place, at),
    )
    if (attached.length === 0) continue
    const to = nearest(passage.tokens, attached, around(at, from), back)
    bind(from, to, 0.9)
    opposite[from] = 1
  }
  // What the claim calls by a wider word ("the vehicle" for "the car") bears witness, but less.
  for (const [from, token] of wanted) {
    if (at[from] !== -1 || token.kind !== 'word') continue
    const narrower = (index.byWider.get(token.stem) ?? []).filter((place) => back[place] === -1)
    if (narrower.length > 0) bind(from, nearest(passage.tokens, narrower, around(at, from), back), WIDER)
  }
  return result
}

/** `unused` for `used`, and the other way round. */
function negatedForms(word: string): string[] {
  if (word.length < MIN_NEGATED) return []
  const bare = /^(?:un|in|im|non|dis)(?=.{4})/.exec(word)?.[0].length ?? 0
  return [`un${word}`, `in${word}`, ...(bare > 0 ? [word.slice(bare)] : [])]
}

/** A name is no opposite of a common word. */
function isForeignName(token: Token | undefined, held: Token | undefined): boolean {
  return held?.capital === true && !held.initial && token?.capital === false && !/[äöüß]/.test(token.lower)
}

/** Whether the same word stands on one side of both: "last half" and "first half". */
function isSameSlot(claim: readonly Token[], from: number, passage: readonly Token[], to: number): boolean {
  const held = passage[to]
  if (held === undefined || isForeignName(claim[from], held)) return false
  return [-1, 1].some((step) => {
    const [mine, its] = [claim[from + step], passage[to + step]]
    if (mine === undefined || its === undefined || mine.kind === 'mark' || mine.stem !== its.stem) return false
    return !mine.stop || claim[from]?.stop === true || sameUpToContent(claim, from, passage, to, step)
  })
}

/** "Top of the table" and "bottom of the table": the same small words, and the same word behind them. */
function sameUpToContent(claim: readonly Token[], from: number, passage: readonly Token[], to: number, step: number): boolean {
  for (let reach = 1; reach <= MAX_SLOT; reach += 1) {
    const [mine, its] = [claim[from + step * reach], passage[to + step * reach]]
    if (mine === undefined || its === undefined || mine.kind === 'mark' || mine.stem !== its.stem) return false
    if (isContent(mine)) return true
  }
  return false
}

/** Where in the passage the next word of the claim stands, or null. */
function behind(wanted: readonly (readonly [number, Token])[], at: Int32Array, from: number): number | null {
  const next = wanted.find(([place]) => place > from)
  const to = next === undefined ? -1 : (at[next[0]] ?? -1)
  return to === -1 ? null : to
}

/** Where in the passage the neighbours of a token stand, or null when none does. */
function around(at: Int32Array, from: number): number | null {
  for (let step = 1; step < 12; step += 1) {
    const left = at[from - step]
    if (left !== undefined && left !== -1) return left + step
    const right = at[from + step]
    if (right !== undefined && right !== -1) return right - step
  }
  return null
}

/** The place nearest to where it is looked for; one that another word has taken counts as farther away. */
function nearest(tokens: readonly Token[], places: readonly number[], wanted: number | null, back: Int32Array): number {
  let best = places[0] ?? 0
  let least = Number.POSITIVE_INFINITY
  for (const place of places) {
    const distance =
      Math.abs(place - (wanted ?? places[0] ?? 0)) + (back[place] === -1 ? 0 : 6) + (isElsewhere(tokens, place, wanted) ? ELSEWHERE : 0)
    if (distance < least) {
      least = distance
      best = place
    }
  }
  return best
}

function isElsewhere(tokens: readonly Token[], place: number, wanted: number | null): boolean {
  const beside = wanted === null ? undefined : tokens[Math.max(0, Math.min(tokens.length - 1, wanted))]
  return beside !== undefined && beside.sentence !== tokens[place]?.sentence
}
