import { isName } from './check-names.ts'
import { type Frame, framesOf } from './frames.ts'
import { lexicon } from './lexicon.ts'
import type { Pair, Problem, Read } from './types.ts'

/** Who does something in the claim may not be whom it is done to in the passage: "A was acquired by B" where A acquired B. English alone. */
export function checkRoles({ claim, passage }: Pair): Problem[] {
  if (claim.german) return []
  const held = framesOf(passage)
  for (const frame of framesOf(claim)) {
    const converse = held.find((other) => isConverseKept(claim, frame, passage, other))
    if (converse !== undefined) {
      const [word, other] = [claim.tokens[frame.verb]?.text, passage.tokens[converse.verb]?.text]
      return [{ kind: 'negation', detail: `The source says “${other}”, the draft says “${word}”.` }]
    }
    const same = held.filter(({ verb }) => sameVerb(claim, frame.verb, passage, verb))
    const turned = same.find((other) => isTurned(claim, frame, passage, other))
    const strange =
      same.length > 0 && turned === undefined
        ? strangerOf(
            claim,
            frame,
            passage,
            same.filter(({ verb }) => passage.tokens[verb]?.stem === claim.tokens[frame.verb]?.stem),
            held,
          )
        : null
    if (strange !== null) {
      const [verb, name] = [claim.tokens[frame.verb]?.text, claim.tokens[strange]?.text]
      return [{ kind: 'order', detail: `The source does not say “${verb}” of “${name}”.` }]
    }
    if (turned === undefined || same.some((other) => agrees(claim, frame, passage, other))) continue
    const [verb, source] = [claim.tokens[frame.verb]?.text, passage.tokens[turned.agent[0] ?? turned.patient[0] ?? turned.verb]?.text]
    return [{ kind: 'order', detail: `The draft exchanges who “${verb}” and to whom it is done; in the source that is “${source}”.` }]
  }
  return []
}

function sameVerb(claim: Read, at: number, passage: Read, to: number): boolean {
  const [mine, its] = [claim.tokens[at]?.stem ?? '', passage.tokens[to]?.stem ?? '']
  if (mine === its) return true
  const words = lexicon()
  if (words.areConverse(mine, its)) return false
  const groups = new Set(words.groupsOf(mine))
  return words.groupsOf(its).some((group) => groups.has(group))
}

/** "The museum sold the portrait" where it bought it: the other side's word with the sides as they were. */
function isConverseKept(claim: Read, frame: Frame, passage: Read, other: Frame): boolean {
  const [mine, its] = [claim.tokens[frame.verb]?.stem ?? '', passage.tokens[other.verb]?.stem ?? '']
  if (!lexicon().areConverse(mine, its)) return false
  return (
    meet(stemsOf(claim, frame.agent), stemsOf(passage, other.agent)) && meet(stemsOf(claim, frame.patient), stemsOf(passage, other.patient))
  )
}

function isTurned(claim: Read, frame: Frame, passage: Read, other: Frame): boolean {
  const mine = { agent: stemsOf(claim, frame.agent), patient: stemsOf(claim, frame.patient) }
  const its = { agent: stemsOf(passage, other.agent), patient: stemsOf(passage, other.patient) }
  const doer = meet(mine.agent, its.patient) && !meet(mine.agent, its.agent)
  const done = meet(mine.patient, its.agent) && !meet(mine.patient, its.patient)
  return doer && done
}

function agrees(claim: Read, frame: Frame, passage: Read, other: Frame): boolean {
  return (
    meet(stemsOf(claim, frame.agent), stemsOf(passage, other.agent)) || meet(stemsOf(claim, frame.patient), stemsOf(passage, other.patient))
  )
}

/** What the claim puts on a side of a verb that in the passage stands beside another verb, which the claim leaves out; its place. */
function strangerOf(claim: Read, frame: Frame, passage: Read, same: readonly Frame[], all: readonly Frame[]): number | null {
  for (const side of ['agent', 'patient'] as const) {
    const mine = frame[side]
    if (mine.length === 0 || same.length === 0 || isReduced(claim, frame) || same.some((other) => other[side].length === 0)) continue
    const stems = stemsOf(claim, mine)
    if (same.some((other) => meets(stems, passage, [...other.agent, ...other.patient]))) continue
    const said = new Set(claim.tokens.map(({ stem }) => stem))
    const elsewhere = all.find(
      (other) =>
        !same.includes(other) &&
        !said.has(passage.tokens[other.verb]?.stem ?? '') &&
        mine.every((place) => other[side].some((to) => passage.tokens[to]?.stem === claim.tokens[place]?.stem)),
    )
    if (elsewhere !== undefined) return mine[0] ?? null
    // Somebody else is named on this side, and who the claim names stands in another sentence.
    const named = mine.find((place) => isName(claim, place))
    const others = same.every((other) => other[side].some((to) => isName(passage, to)))
    if (named !== undefined && others && isElsewhere(passage, same, claim.tokens[named]?.stem ?? '')) return named
  }
  return null
}

function isElsewhere({ tokens }: Read, frames: readonly Frame[], stem: string): boolean {
  const own = new Set(frames.map(({ verb }) => tokens[verb]?.sentence))
  const held = tokens.filter((token) => token.capital && token.stem === stem)
  return held.length > 0 && held.every(({ sentence }) => !own.has(sentence))
}

/** "Colonies exposed to it": no verb of the sentence. */
function isReduced({ tokens }: Read, { verb }: Frame): boolean {
  return (
    /^(?:to|by|from|in|with)$/.test(tokens[verb + 1]?.lower ?? '') && !/^(?:was|were|is|are|been|be)$/.test(tokens[verb - 1]?.lower ?? '')
  )
}

/** Whether one of some words, or one of their meaning, stands at one of the places. */
function meets(stems: ReadonlySet<string>, { tokens }: Read, places: readonly number[]): boolean {
  const words = lexicon()
  const groups = new Set(stems.values().flatMap((stem) => words.groupsOf(stem)))
  return places.some((place) => {
    const stem = tokens[place]?.stem ?? ''
    return stems.has(stem) || words.groupsOf(stem).some((group) => groups.has(group))
  })
}

function stemsOf({ tokens }: Read, places: readonly number[]): Set<string> {
  return new Set(places.map((place) => tokens[place]?.stem ?? ''))
}

function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.values().some((stem) => other.has(stem))
}
