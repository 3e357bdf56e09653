import { join } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import { evaluatePrivacy } from '../../privacy/eval/index.ts'
import { createClassifier, loadLexicons } from '../../privacy/index.ts'
import { evaluateDifficulty, parsePairRow } from '../../routing/eval/index.ts'
import {
  chanceGoodEnough,
  estimateDifficulty,
  evaluateScenarios,
  loadDifficulty,
  parseScenarios,
  TIERS,
  type Tier,
} from '../../routing/index.ts'
import type { CliContext, CommonOptions } from '../context.ts'
import { parseJsonLine, readLines, readText } from '../input.ts'
import { print } from '../output.ts'
import { difficultyReport } from './difficulty-report.ts'
import { privacyReport } from './privacy-report.ts'

interface EvalOptions extends CommonOptions {
  readonly data: string
}

/** `eval privacy --data FILE`: metrics of the classifier on labelled rows. */
export async function evalPrivacy(context: CliContext, options: EvalOptions): Promise<void> {
  const classifier = createClassifier(loadLexicons(join(context.resourcesDir, 'lexicons')))
  const metrics = await evaluatePrivacy(readLines(options.data), classifier, { wall: () => performance.now(), cpu: threadCpuMs })
  print(options.json, metrics, () => privacyReport(metrics))
}

/** `eval routing-scenarios --data FILE`: share of the rows that the gate decides as labelled; exit 1 when one goes wider than the policy. */
export async function evalScenarios(context: CliContext, options: EvalOptions): Promise<number> {
  const classifier = createClassifier(loadLexicons(join(context.resourcesDir, 'lexicons')))
  const result = evaluateScenarios(
    parseScenarios(await readText(options.data)),
    (text) => classifier.scan(text),
    loadDifficulty(join(context.resourcesDir, 'difficulty')).estimator,
  )
  print(options.json, result, () => [
    `${result.passed} of ${result.total} as labelled, ${result.widerThanPolicy} wider than the policy`,
    ...result.failures.map((failure) => `  ${JSON.stringify(failure)}`),
  ])
  return result.widerThanPolicy === 0 ? 0 : 1
}

export interface EvalDifficultyOptions extends EvalOptions {
  readonly weak?: string
  readonly strong?: string
  readonly tier?: string
}

/** `eval routing-difficulty --data FILE`: how well the estimator orders prompts by who needs the strong model. */
export async function evalDifficulty(context: CliContext, options: EvalDifficultyOptions): Promise<void> {
  const { estimator, problem } = loadDifficulty(join(context.resourcesDir, 'difficulty'))
  if (problem !== null) process.stderr.write(`${problem}\n`)
  const rows = []
  let contaminated = 0
  let number = 0
  for await (const line of readLines(options.data)) {
    number += 1
    if (line.trim() === '') continue
    const row = parsePairRow(parseJsonLine(line, number), number, options)
    if (row === null) contaminated += 1
    else rows.push(row)
  }
  if (rows.length === 0) throw new TidegateError('BAD_INPUT', `${options.data} holds no rows to measure on.`)
  const tier = tierOf(options.tier) ?? rows[0]?.tier ?? 'medium'
  const report = evaluateDifficulty(rows, (prompt) => {
    const { score } = estimateDifficulty(prompt, 0, estimator)
    return { score, strongBetter: score, goodEnough: chanceGoodEnough(prompt, tier, estimator) }
  })
  print(options.json, { ...report, contaminated, tier, estimator: estimator === null ? 'wording' : 'trained' }, () =>
    difficultyReport(report, tier),
  )
}

function tierOf(name: string | undefined): Tier | undefined {
  if (name === undefined) return undefined
  const tier = TIERS.find((one) => one === name)
  if (tier === undefined) throw new TidegateError('BAD_INPUT', `There is no tier ${name}. There is: ${TIERS.join(', ')}.`)
  return tier
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
