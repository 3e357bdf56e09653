import { TidegateError } from '#contracts/errors.ts'
import { type JudgeReport, measureJudge, parseJudgePair } from '../../testing/judge/eval/index.ts'
import type { JudgementCache } from '../../testing/judge/index.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { print } from '../output.ts'
import { readRows } from '../read-rows.ts'
import { judgeOf } from './test-judge.ts'
import { refuseUnknownPrice } from './test-model.ts'
import { amount } from './test-setting.ts'

interface EvalJudgeOptions extends CommonOptions {
  readonly data: string
  readonly model?: string
  readonly maxCost?: string
  readonly unpriced?: boolean
}

/** Preferences are not remembered, and a measurement asks anew. */
const NO_CACHE: JudgementCache = { get: async () => null, set: async () => {} }

/** `eval judge --data FILE`: how far the judge of the settings agrees with people on labelled pairs of drafts. */
export async function evalJudge(context: CliContext, options: EvalJudgeOptions): Promise<void> {
  const pairs = await readRows(options.data, parseJudgePair)
  const wanted = options.model ?? 'local'
  if (wanted !== 'local' && wanted !== 'hosted') throw new TidegateError('BAD_INPUT', '--model is local or hosted.')
  const purse = { leftUsd: amount('--max-cost', options.maxCost ?? '0.10') }
  const interrupted = new AbortController()
  const interrupt = (): void => interrupted.abort(new TidegateError('CANCELLED', 'Stopped before all pairs were judged.'))
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  try {
    const report = await withApp(context, options, async (app) => {
      if (wanted === 'hosted' && options.unpriced !== true) await refuseUnknownPrice(app)
      return measure(pairs, await judgeOf(app, wanted, NO_CACHE, purse), interrupted.signal)
    })
    print(options.json, report, () => lines(report))
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

async function measure(...given: Parameters<typeof measureJudge>): Promise<JudgeReport> {
  try {
    return await measureJudge(...given)
  } catch (error) {
    if (error instanceof RangeError) throw new TidegateError('PROVIDER_PROTOCOL', `The judge answered about no pair: ${error.message}`)
    throw error
  }
}

function lines({ pairs, notAsked, agreement, interval, kappa, consistency, byLength, byKind, wrong, unanswered }: JudgeReport): string[] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
  return [
    `Agrees with people on ${percent(agreement)} of ${pairs} pairs (95 %: ${percent(interval[0])} to ${percent(interval[1])}).`,
    `Beyond chance (kappa): ${kappa === null ? 'cannot be said' : kappa.toFixed(2)}. The same in both orders: ${percent(consistency)}.`,
    ...(notAsked === 0
      ? []
      : [`${notAsked} more pairs were not judged: another answer could cost more than is left (--max-cost, or the budget).`]),
    `Always preferring the longer draft would agree on ${percent(byLength)}.`,
    ...byKind.map((one) => `  ${one.kind.padEnd(20)} ${percent(one.agreement)} of ${one.pairs}`),
    ...wrong.map(({ id, expected, said }) => `  ${id}: people said ${expected}, the judge ${said}`),
    ...unanswered.map(({ id, why }) => `  ${id}: ${why}`),
  ]
}
