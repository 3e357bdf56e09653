import type { PreferenceVerdict } from '#contracts/judgement.ts'

/** One pair of a labelled set with what the judge said of it. */
export interface JudgedPair {
  /** What people said. */
  readonly expected: 'first' | 'second' | 'tie'
  readonly verdict: PreferenceVerdict
}

/** How far a judge agrees with people. Shares are of `pairs`. */
export interface Agreement {
  readonly pairs: number
  readonly agreed: number
  /** Share that agrees. */
  readonly agreement: number
  /**
   * Agreement beyond chance: Cohen's kappa (J. Cohen, A coefficient of agreement for nominal scales, 1960). 1 is full agreement, 0 chance; null
   * where chance alone would agree on everything.
   */
  readonly kappa: number | null
  /** Share of the pairs that were judged alike in both orders. */
  readonly consistency: number
}

const CHOICES = ['first', 'second', 'tie'] as const

/** Throws RangeError for an empty set: there is nothing to say then. */
export function agreementOf(judged: readonly JudgedPair[]): Agreement {
  const pairs = judged.length
  if (pairs === 0) throw new RangeError('no pairs')
  const agreed = judged.filter(({ expected, verdict }) => verdict.better === expected).length
  const share = (count: number): number => count / pairs
  const chance = CHOICES.reduce((sum, choice) => {
    const said = judged.filter(({ verdict }) => verdict.better === choice).length
    const meant = judged.filter(({ expected }) => expected === choice).length
    return sum + share(said) * share(meant)
  }, 0)
  return {
    pairs,
    agreed,
    agreement: share(agreed),
    kappa: chance === 1 ? null : (share(agreed) - chance) / (1 - chance),
    consistency: share(judged.filter(({ verdict }) => verdict.consistent).length),
  }
}
