import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import { type PairRow, parsePairRow as parseCitationRow, scorePairs } from '../../execution/citations/eval/index.ts'
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
import { type PictureRow, parsePictureRow, scorePictures } from '../../testing/visual/eval/index.ts'
import type { CliContext, CommonOptions } from '../context.ts'
import { parseJsonLine, readLines, readText } from '../input.ts'
import { print } from '../output.ts'
import { readRows } from '../read-rows.ts'
import { citationsReport } from './citations-report.ts'
import { difficultyReport } from './difficulty-report.ts'
import { pictureWorkersOf } from './picture-workers.ts'
import { privacyReport } from './privacy-report.ts'
import { visualReport } from './visual-report.ts'

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

/** `eval citations --data FILE`: the citation verifier on labelled pairs; JSONL or one JSON array. Throws BAD_INPUT naming file and line. */
export async function evalCitations(_context: CliContext, options: EvalOptions): Promise<void> {
  const rows = await readRows<PairRow>(options.data, parseCitationRow)
  const report = scorePairs(rows, () => performance.now())
  print(options.json, report, () => citationsReport(report))
}

/**
 * `eval visual-diff --data FILE`: the visual diff on labelled pairs of PNG files, whose paths are relative to FILE; JSONL or one JSON array.
 * Exit 1 when a real change passed or an unchanged screen in an equal environment was called changed.
 */
export async function evalVisualDiff(context: CliContext, options: EvalOptions): Promise<number> {
  const rows = await readRows<PictureRow>(options.data, parsePictureRow)
  const folder = dirname(options.data)
  const pictures = pictureWorkersOf(context)
  const read = (path: string): Uint8Array => readPicture(resolve(folder, path))
  const report = await scorePictures(rows, { read, compare: pictures.compare, now: () => performance.now() }).finally(() =>
    pictures.dispose(),
  )
  print(options.json, report, () => visualReport(report))
  return report.wrong.length === 0 ? 0 : 1
}

function readPicture(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new TidegateError('BAD_INPUT', `The picture ${path} cannot be read.`, { cause: error })
  }
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
