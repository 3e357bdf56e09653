import { checkRead, type Problem, type Read, readForCheck, type Verdict } from './check/index.ts'

/** Whether a quote bears out a claim: its facts agree, nothing is denied or exchanged, and enough of its words are there. */
export function supports(claim: string, quote: string): boolean {
  return judgeClaim(claim, [quote])[0]?.supported === true
}

/**
 * Judges a claim by each of the quotes that it cites. Where it cites several, each may bear out a part: a quote passes that says
 * nothing against the claim when all of them together bear it out.
 */
export function judgeClaim(claim: string, quotes: readonly string[]): Verdict[] {
  const read = readForCheck(claim)
  const single = quotes.map((quote) => checkRead(read, readForCheck(quote)))
  if (quotes.length < 2 || single.every(({ supported }) => supported)) return single
  const together = checkRead(read, readForCheck(quotes.join('\n')))
  if (!together.supported) return single
  return single.map((verdict) => (verdict.supported || !contributes(verdict) ? verdict : { ...verdict, supported: true, problems: [] }))
}

/** At least this share of a claim has to be in a quote that bears out a part of it. */
const MIN_PART = 0.25

function contributes({ score, problems }: Verdict): boolean {
  return score >= MIN_PART && problems.every(({ kind }) => kind !== 'negation' && kind !== 'order' && kind !== 'quote')
}

/** Share of a claim that a sentence must hold before it is cited for it unasked. */
const MIN_ATTRIBUTED = 0.6
/** And before it is held against one: to be told wrong without cause is worse than to go uncited. */
const MIN_CONTRADICTED = 0.7

/** What a sentence that speaks of the same matter can get wrong of it. */
const CONTRADICTIONS: ReadonlySet<Problem['kind']> = new Set<Problem['kind']>(['number', 'date', 'name', 'negation', 'order'])

/**
 * Whether a sentence of a source may be cited for a claim whose author named no source: it has to hold more of it. `contradicted` is what
 * the two disagree on where the claim clearly draws on the sentence and gets a fact of it wrong.
 */
export function attributable(claim: Read, sentence: Read): { readonly held: boolean; readonly contradicted: string | null } {
  const { supported, score, problems } = checkRead(claim, sentence)
  if (score < MIN_ATTRIBUTED) return { held: false, contradicted: null }
  const wrong = score >= MIN_CONTRADICTED && problems.length > 0 && problems.every(({ kind }) => CONTRADICTIONS.has(kind))
  return { held: supported, contradicted: !supported && wrong ? (problems[0]?.detail ?? null) : null }
}
