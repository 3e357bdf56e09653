import { type Cue, cuesOf, HOLLOW } from './denials.ts'
import { endsInTwo, isDenying, isTakenBack, takenBackBy, takesBack } from './denying-words.ts'
import { lexicon } from './lexicon.ts'
import { isConverse } from './opposites.ts'
import { isContent, type Token } from './read-statement.ts'
import type { Pair, Problem, Read } from './types.ts'

/** A claim may deny only what its passage denies, and has to where the passage does; a word may not stand for its opposite. */
export function checkPolarity(pair: Pair): Problem[] {
  const { claim, passage, alignment } = pair
  const claimCues = cuesOf(claim)
  const passageCues = cuesOf(passage)
  const claimDenied = deniedBy(claimCues)
  const passageDenied = deniedBy(passageCues)
  const matchedCues = new Set<number>()
  const answers = new Set<number>()
  const bySentence = sentencesDrawnOn(pair)
  const problems: Problem[] = []
  if (
    /\bnot (?:only|just)\b|\bnicht nur\b/i.test(claim.text) &&
    !/\bnot (?:only|just)\b|\bnicht nur\b/i.test(passage.text) &&
    /\b(?:only|just|nur)\b/i.test(passage.text)
  ) {
    problems.push({ kind: 'negation', detail: 'The source says “only”, the draft says “not only”.' })
  }
  for (const cue of claimCues) {
    const concerned = passageCues
      .filter((other) => !matchedCues.has(other.at) && isBesideHead(pair, cue, other))
      .map((other) => ({ other, how: concern(pair, cue, other) }))
      .filter(({ how }) => how > 0)
    const closest = Math.max(0, ...concerned.map(({ how }) => how))
    const free = concerned.filter(({ how }) => how === closest).map(({ other }) => other)
    const held =
      free.find((other) => passage.tokens[other.at]?.lower === claim.tokens[cue.at]?.lower) ??
      free.find((other) => !claimCues.some((rival) => claim.tokens[rival.at]?.lower === passage.tokens[other.at]?.lower))
    if (held !== undefined) {
      matchedCues.add(held.at)
      continue
    }
    const heads = cue.heads.slice(0, 2)
    const reversed = heads.some((head) => alignment.opposite[head] === 1)
    if (isAnswered(pair, cue.heads, answers)) continue
    if (!reversed && !(claimCues.length <= passageCues.length && cue.heads.some((head) => passageDenied.has(alignment.at[head] ?? -1))))
      problems.push(denial('draft', claim, cue))
  }
  for (const cue of passageCues) {
    if (matchedCues.has(cue.at) || isDouble(pair, passageCues, cue, claimCues.length)) continue
    const heads = cue.heads.filter((head) => isContent(passage.tokens[head] ?? NOTHING)).slice(0, cue.reach)
    const carried = heads.filter((head) => (alignment.back[head] ?? -1) !== -1)
    if (carried.length === 0) continue
    // The claim speaks of a thing ("the update") of which the passage denies something in another place.
    const isBeside = (alignment.back[heads[0] ?? -1] ?? -1) === -1 && bySentence.get(passage.tokens[cue.at]?.sentence ?? -1) === 1
    if (isBeside && Math.max(...bySentence.values()) >= ELSEWHERE) continue
    const answered = carried.some((head) => {
      const back = alignment.back[head] ?? -1
      return back !== -1 && (claimDenied.has(back) || alignment.opposite[back] === 1)
    })
    // "Stays the same" for "does not change".
    if (cue.heads.some((head) => isChange(passage.tokens[head])) && claim.tokens.some(({ lower }) => STEADY.test(lower))) continue
    const turned = cue.heads.some((head) => alignment.opposite[alignment.back[head] ?? -1] === 1)
    if (passage.tokens[cue.at]?.lower === 'except' && claim.tokens.some(({ lower }) => lower === 'but')) continue
    if (passage.tokens[cue.at]?.lower === 'unless' && claim.tokens.some(({ lower }) => isDenying(lower))) continue
    const isOwn = ({ kind, lower }: Token, at: number): boolean =>
      kind === 'word' && (alignment.quality[at] ?? 0) < 1 && isDenying(lower) && !cue.heads.includes(alignment.at[at] ?? -1)
    if (claim.tokens.some(isOwn)) continue
    const takenBack = carried.some((head) => {
      // "Remove the batteries" takes nothing back where the passage says "do not remove the batteries".
      const by = takenBackBy(claim, alignment.back[head] ?? -1)
      return by !== null && takenBackBy(passage, head)?.stem !== by.stem
    })
    if (!answered && !turned && !takenBack && !hasReversal(claim) && matchedCues.size >= claimCues.length) {
      problems.push(denial('source', passage, cue))
    }
  }
  for (const [at, isOpposite] of alignment.opposite.entries()) {
    if (isOpposite === 0 || isConverse(pair, at)) continue
    const to = alignment.at[at] ?? 0
    const flips = claimDenied.has(at) !== passageDenied.has(to)
    // "May not" and "shall not" forbid alike.
    if (claim.tokens[at + 1]?.lower === 'not' && passage.tokens[to + 1]?.lower === 'not') continue
    const excepted =
      !claim.tokens.some(({ lower }) => lower === 'but' || lower === 'except') &&
      passageCues.some((cue) => passage.tokens[cue.at]?.lower === 'except' && cue.heads.some((head) => alignment.back[head] !== -1))
    const takenBack = isTakenBack(claim, at) !== isTakenBack(passage, to)
    if (!flips && !excepted && !takenBack)
      problems.push({
        kind: 'negation',
        detail: `The source says “${passage.tokens[to]?.text}”, the draft says “${claim.tokens[at]?.text}”.`,
      })
  }
  return problems
}

/** Whether a denial of the passage stands in the sentence of what the claim denies, as far as that is in the passage. */
function isBesideHead({ claim, passage, alignment }: Pair, cue: Cue, other: Cue): boolean {
  const head = cue.heads.find((at) => !lexicon().isLight(claim.tokens[at]?.lower ?? ''))
  const held = head === undefined ? undefined : passage.tokens[alignment.at[head] ?? -1]
  const { lower } = claim.tokens[cue.at] ?? NOTHING
  const same = lower === passage.tokens[other.at]?.lower && !lexicon().isNegation(lower)
  return same || held === undefined || held.sentence === passage.tokens[other.at]?.sentence
}

/** "Is not raised" is borne out by "stays the same". */
const CHANGES = [
  'rise',
  'fall',
  'change',
  'ändern',
  'steigen',
  'sinken',
  'erhöhen',
  'senken',
  'changer',
  'modifier',
  'changer',
  'modifier',
  'augmenter',
  'baisser',
]
const STEADY =
  /^(?:unchanged|same|flat|stable|constant|steady|stays?|stayed|remain(?:s|ed)?|kept|keeps|maintain\w*|gleich|unverändert|konstant|stabil|bleib\w*|blieb\w*|stagn\w*|inchangée?s?|mêmes?|reste|restent|maint\w+)$/

function isChange(token: Token | undefined): boolean {
  return CHANGES.some((word) => meansSame(token?.stem ?? '', lexicon().stemOf(word)))
}

function meansSame(one: string, other: string): boolean {
  const words = lexicon()
  return one === other || words.groupsOf(one).some((group) => words.groupsOf(other).includes(group))
}

/** Words of the claim with a topic that stand in one sentence of the passage before another one is beside the point. */
const ELSEWHERE = 3

/** How many words of the claim stand in each sentence of the passage. */
function sentencesDrawnOn({ claim, passage, alignment }: Pair): Map<number, number> {
  const counts = new Map<number, number>()
  for (const [at, token] of claim.tokens.entries()) {
    const held = passage.tokens[alignment.at[at] ?? -1]
    if (held !== undefined && isContent(token)) counts.set(held.sentence, (counts.get(held.sentence) ?? 0) + 1)
  }
  return counts
}

/**
 * Whether the passage denies in another way what the claim denies: its verb takes the very word back ("removes support" for "no longer
 * supports"), or the word is not in it and the clauses that the claim draws on have a word that denies ("exempt" for "does not apply").
 * Each such word answers one denial, and goes into `answers`.
 */
function isAnswered({ claim, passage, alignment }: Pair, heads: readonly number[], answers: Set<number>): boolean {
  const head = heads.find((at) => !HOLLOW.test(claim.tokens[at]?.lower ?? '') && claim.tokens[at]?.lower !== 'mehr')
  if (head === undefined) return false
  const to = alignment.at[head] ?? -1
  if (to !== -1 && isTakenBack(passage, to)) return true
  const drawnOn = new Map<number, number>()
  for (const [at, token] of claim.tokens.entries()) {
    const held = passage.tokens[alignment.at[at] ?? -1]
    const tells = isContent(token) && !lexicon().isLight(token.lower)
    if (held !== undefined && tells && token.clause === claim.tokens[head]?.clause)
      drawnOn.set(held.clause, (drawnOn.get(held.clause) ?? 0) + 1)
  }
  if (isChange(claim.tokens[head]) && passage.tokens.some(({ lower, clause }) => drawnOn.has(clause) && STEADY.test(lower))) return true
  // "Not cancelled" is no other word for "cancelled".
  if (takesBack(claim.tokens[head]?.lower ?? '')) return false
  const most = Math.max(...drawnOn.values())
  const ends = (at: number): boolean => endsInTwo(passage.tokens, at) && alignment.back[at - 1] === -1
  const answer = passage.tokens.findIndex(
    ({ kind, lower, clause }, at) =>
      kind === 'word' &&
      drawnOn.has(clause) &&
      alignment.back[at] === -1 &&
      !answers.has(at) &&
      (to === -1
        ? isDenying(lower) || ends(at)
        : (takesBack(lower) || ends(at)) && (clause === passage.tokens[to]?.clause || drawnOn.get(clause) === most)),
  )
  if (answer !== -1) answers.add(answer)
  return answer !== -1
}

const NOTHING = {
  kind: 'mark',
  text: '',
  lower: '',
  stem: '',
  start: 0,
  end: 0,
  capital: false,
  initial: false,
  stop: true,
  sentence: 0,
  clause: 0,
} as const

/** "May not be sold without consent" and "needs consent to be sold" say the same. */
function isDouble({ passage: { tokens }, alignment }: Pair, cues: readonly Cue[], cue: Cue, asked: number): boolean {
  const inClause = cues.filter(({ at }) => tokens[at]?.clause === tokens[cue.at]?.clause)
  return (
    asked === 0 &&
    inClause.length === 2 &&
    inClause.some(
      ({ at, heads }) =>
        /^(?:without|ohne|unless)$/.test(tokens[at]?.lower ?? '') && heads.some((head) => (alignment.back[head] ?? -1) !== -1),
    )
  )
}

function deniedBy(cues: readonly Cue[]): Set<number> {
  return new Set(cues.flatMap(({ heads }) => heads))
}

/** Whether a denial of the claim and one of the passage are about the same words: 3 the very words, 1 what stands about them, 0 no. */
function concern({ alignment, claim, passage }: Pair, cue: Cue, other: Cue): number {
  if (passage.tokens[other.at]?.lower === 'unless' && !claim.tokens.some(({ lower }) => /^(?:if|unless|wenn)$/.test(lower))) return 0
  const held = new Set(other.heads)
  if (cue.heads.some((head) => held.has(alignment.at[head] ?? -1))) return 3
  if (other.heads.some((head) => cue.heads.includes(alignment.back[head] ?? -1))) return 3
  // "2.6 is affected; 2.7 is not": what is denied stands before, and what it is denied of is all that is left.
  const beside = other.heads.some((head) => claim.tokens[alignment.back[head] ?? -1]?.clause === claim.tokens[cue.at]?.clause)
  if (beside) return other.elliptic ? 3 : 2
  // Another wording of the same denial: the words around both are aligned.
  // "…, but not X" leaves out what is denied, and another verb may carry the denial: then the clause decides.
  const first = cue.heads.find((head) => !lexicon().isLight(claim.tokens[head]?.lower ?? ''))
  const isContinued = /^(?:but|aber|and|und)$/.test(passage.tokens[other.at - 1]?.lower ?? '')
  const isUnheld = first === undefined || alignment.at[first] === -1
  const loose = isUnheld || isContinued
  const near = loose
    ? claim.tokens.some((token, at) => {
        const held = passage.tokens[alignment.at[at] ?? -1]
        const denied = passage.tokens[other.at]
        const together = isContinued && isUnheld ? held?.sentence === denied?.sentence : held?.clause === denied?.clause
        return held !== undefined && token.clause === claim.tokens[cue.at]?.clause && together
      })
    : cue.heads.some((head) => passage.tokens[alignment.at[head] ?? -1]?.clause === passage.tokens[other.at]?.clause)
  return near || cue.heads.every((head) => alignment.at[head] === -1) ? 1 : 0
}

/** A verb that denies what follows it, before an infinitive or an -ing form. */
function hasReversal({ tokens }: Read): boolean {
  const words = lexicon()
  return tokens.some(
    ({ lower }, at) =>
      words.isReversal(lower) && (/^(?:to|that|whether)$/.test(tokens[at + 1]?.lower ?? '') || /ing$/.test(tokens[at + 1]?.lower ?? '')),
  )
}

function denial(side: 'draft' | 'source', { text, tokens }: Read, cue: Cue): Problem {
  const from = tokens[cue.at]?.start ?? 0
  const to = Math.max(tokens[cue.at]?.end ?? 0, ...cue.heads.slice(0, 2).map((head) => tokens[head]?.end ?? 0))
  const words = text.slice(from, to)
  return {
    kind: 'negation',
    detail: side === 'draft' ? `The draft says “${words}”, the source does not.` : `The source says “${words}”, the draft leaves that out.`,
  }
}
