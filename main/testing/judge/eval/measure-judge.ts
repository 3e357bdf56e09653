import { TidegateError } from '#contracts/errors.ts'
import type { Agreement, JudgedPair } from '../agreement.ts'
import { agreementOf } from '../agreement.ts'
import type { Judge } from '../judge.ts'
import type { JudgePair } from './pair-row.ts'

export interface JudgeReport extends Agreement {
  /** Bounds of the share that agrees: Wilson's score interval at 95 % (E. B. Wilson, 1927). */
  readonly interval: readonly [low: number, high: number]
  /** Share that agrees by kind of pair, and how many there are. */
  readonly byKind: ReadonlyArray<{ readonly kind: string; readonly pairs: number; readonly agreement: number }>
  /** What would agree so often by always preferring the longer draft: a judge that is no better goes by length. */
  readonly byLength: number
  /** Pairs that were judged otherwise than by people, by id. */
  readonly wrong: ReadonlyArray<{ readonly id: string; readonly expected: string; readonly said: string }>
  /** Pairs left out because the money was used up; no other figure counts them. */
  readonly notAsked: number
  /** Pairs that the judge could not be asked about or did not answer as asked, by id. They count as not agreed, and as not consistent. */
  readonly unanswered: ReadonlyArray<{ readonly id: string; readonly why: string }>
}

/** z of a two-sided 95 % interval. */
const Z = 1.96

/**
 * How far a judge agrees with people on labelled pairs. Ends early where the judge throws BUDGET_EXHAUSTED. Throws RangeError where no pair was
 * judged, and the signal's reason.
 */
export async function measureJudge(given: readonly JudgePair[], judge: Pick<Judge, 'prefer'>, signal: AbortSignal): Promise<JudgeReport> {
  const judged: Array<JudgedPair & { readonly pair: JudgePair }> = []
  const unanswered: Array<{ id: string; why: string }> = []
  let asked = 0
  for (const pair of given) {
    try {
      judged.push({ pair, expected: pair.better, verdict: await judge.prefer(pair, [pair.first, pair.second], signal) })
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof TidegateError && error.code === 'BUDGET_EXHAUSTED') {
        if (asked === 0) throw error
        break
      }
      unanswered.push({ id: pair.id, why: error instanceof Error ? error.message : String(error) })
    }
    asked += 1
  }
  const pairs = given.slice(0, asked)
  if (judged.length === 0) {
    throw new RangeError(unanswered[0]?.why ?? 'no pairs')
  }
  const answered = agreementOf(judged)
  const agreement = answered.agreed / pairs.length
  const agrees = ({ expected, verdict }: JudgedPair): boolean => verdict.better === expected
  return {
    ...answered,
    pairs: pairs.length,
    agreement,
    consistency: judged.filter(({ verdict }) => verdict.consistent).length / pairs.length,
    interval: wilson(answered.agreed, pairs.length),
    byKind: [...Map.groupBy(pairs, ({ kind }) => kind)].map(([kind, ofKind]) => ({
      kind,
      pairs: ofKind.length,
      agreement: judged.filter((one) => one.pair.kind === kind && agrees(one)).length / ofKind.length,
    })),
    byLength: pairs.filter((pair) => longer(pair) === pair.better).length / pairs.length,
    wrong: judged
      .filter((one) => !agrees(one))
      .map(({ pair, expected, verdict }) => ({ id: pair.id, expected, said: verdict.consistent ? verdict.better : 'by position' })),
    notAsked: given.length - asked,
    unanswered,
  }
}

function longer({ first, second }: JudgePair): JudgePair['better'] {
  if (first.length === second.length) return 'tie'
  return first.length > second.length ? 'first' : 'second'
}

function wilson(hits: number, all: number): [number, number] {
  const share = hits / all
  const width = 1 + Z ** 2 / all
  const middle = (share + Z ** 2 / (2 * all)) / width
  const half = (Z * Math.sqrt((share * (1 - share)) / all + Z ** 2 / (4 * all ** 2))) / width
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}
