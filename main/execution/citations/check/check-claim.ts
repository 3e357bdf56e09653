import { align, indexPassage, matters } from './align.ts'
import { checkAgent } from './check-agent.ts'
import { checkCause } from './check-cause.ts'
import { checkChange } from './check-change.ts'
import { checkComparison, turnsComparison } from './check-comparison.ts'
import { checkCrossed } from './check-crossed.ts'
import { checkDates } from './check-dates.ts'
import { checkDegree } from './check-degree.ts'
import { checkDirections } from './check-directions.ts'
import { checkDisplaced } from './check-displaced.ts'
import { checkDoubleDenial } from './check-double-denial.ts'
import { checkEmphasis } from './check-emphasis.ts'
import { checkGender } from './check-gender.ts'
import { checkKinds } from './check-kinds.ts'
import { checkModality, checkScope } from './check-modality.ts'
import { checkNames, isName } from './check-names.ts'
import { checkNumbers } from './check-numbers.ts'
import { checkOrder } from './check-order.ts'
import { checkPending } from './check-pending.ts'
import { checkPolarity } from './check-polarity.ts'
import { checkQuantifiers, EXCEPTION } from './check-quantifiers.ts'
import { checkQuotes } from './check-quotes.ts'
import { checkRoles } from './check-roles.ts'
import { checkSequence } from './check-sequence.ts'
import { checkSwapped } from './check-swapped.ts'
import { checkTable } from './check-table.ts'
import { checkTakenBack } from './check-taken-back.ts'
import { checkThings } from './check-things.ts'
import { datesOf } from './dates.ts'
import { lexicon } from './lexicon.ts'
import { quantitiesOf } from './quantities.ts'
import { readStatement } from './read-statement.ts'
import { findSubstitution } from './substitution.ts'
import type { Pair, Problem, Read, Verdict } from './types.ts'

/** Share of the claim's weight of words that the passage has to hold. */
export const MIN_COVERAGE = 0.32

/** What is longer is no claim: it is left unverified. */
const MAX_CLAIM_CHARS = 2_000

/** In longer passages what stands near what says little, and the search would cost more than it brings. */
const MAX_TOKENS = 800

/** Reads a text once, to be compared with many. Linear in its length; what is behind 20,000 characters is not read. */
export function readForCheck(text: string): Read {
  const statement = readStatement(text)
  return { ...statement, quantities: quantitiesOf(statement), dates: datesOf(statement), index: indexPassage(statement) }
}

/** Judges whether a passage bears out a claim, by words, facts and their order; no model. */
export function checkRead(claim: Read, passage: Read): Verdict {
  if (claim.text.length > MAX_CLAIM_CHARS)
    return { supported: false, score: 0, problems: [{ kind: 'overlap', detail: 'The sentence is too long to be checked.' }] }
  if (isCopy(claim, passage)) return { supported: true, score: 1, problems: [] }
  // A short claim may have no word that tells its language.
  const asked = passage.german && !claim.german ? { ...claim, german: true } : claim
  const alignment = align(asked, passage, passage.index)
  const pair: Pair = { claim: asked, passage, alignment }
  const problems: Problem[] = [
    ...checkQuotes(pair),
    ...checkDates(pair),
    ...checkNumbers(pair),
    ...checkNames(pair),
    ...checkGender(pair),
    ...checkChange(pair),
  ]
  const table = checkTable(pair)
  if (table !== null) problems.push(...table)
  const score = coverage(pair)
  if (score < MIN_COVERAGE) problems.push({ kind: 'overlap', detail: 'The source says too little of this.' })
  // "B is slower than A" for "A is faster than B": the opposite is meant.
  const isTurned = passage.tokens.length <= MAX_TOKENS && turnsComparison(pair)
  if (problems.length === 0 && !isTurned)
    problems.push(
      ...checkPolarity(pair),
      ...checkDirections(pair),
      ...checkTakenBack(pair),
      ...checkDegree(pair),
      ...checkEmphasis(pair),
      ...checkDoubleDenial(pair),
    )
  if (problems.length === 0) problems.push(...checkPending(pair))
  if (problems.length === 0)
    problems.push(...checkQuantifiers(pair), ...checkModality(pair), ...checkScope(pair), ...checkKinds(pair), ...checkCause(pair))
  if (problems.length === 0 && table === null && !isTurned) problems.push(...checkOrder(pair), ...checkAgent(pair))
  if (problems.length === 0 && table === null && !isTurned && passage.tokens.length <= MAX_TOKENS) {
    problems.push(
      ...checkRoles(pair),
      ...checkSequence(pair),
      ...checkComparison(pair),
      ...checkDisplaced(pair),
      ...checkCrossed(pair),
      ...checkSwapped(pair),
    )
  }
  if (problems.length === 0 && table === null) problems.push(...findSubstitution(pair, score), ...checkThings(pair, score))
  return { supported: problems.length === 0, score, problems }
}

export function checkClaim(claim: string, passage: string): Verdict {
  return checkRead(readForCheck(claim), readForCheck(passage))
}

/** Whether the claim is the beginning of a sentence of the passage, word for word, and what follows takes nothing back. */
function isCopy(claim: Read, passage: Read): boolean {
  const wanted = claim.tokens.filter(({ kind }) => kind !== 'mark')
  const held = passage.tokens.filter(({ kind }) => kind !== 'mark')
  const [first] = wanted
  if (first === undefined) return false
  return held.some(
    ({ initial, lower }, start) =>
      initial &&
      lower === first.lower &&
      wanted.every((token, at) => token.lower === held[start + at]?.lower) &&
      !EXCEPTION.test(held[start + wanted.length]?.lower ?? ''),
  )
}

/** Share of what the claim says that the passage holds, weighted: names and numbers count more, words of reporting less. */
function coverage({ claim, alignment }: Pair): number {
  const words = lexicon()
  let wanted = 0
  let held = 0
  for (const [at, token] of claim.tokens.entries()) {
    if (!matters(token)) continue
    const weight = token.stop ? 0.2 : words.isLight(token.lower) ? 0.25 : isName(claim, at) ? 1.3 : 1
    wanted += weight
    if (alignment.at[at] !== -1) held += weight * (alignment.quality[at] ?? 0)
  }
  return wanted === 0 ? 0 : held / wanted
}
