import { join } from 'node:path'
import { evaluatePrivacy } from '../../privacy/eval/index.ts'
import { createClassifier, loadLexicons } from '../../privacy/index.ts'
import { evaluateScenarios, parseScenarios } from '../../routing/index.ts'
import type { CliContext, CommonOptions } from '../context.ts'
import { readLines, readText } from '../input.ts'
import { print } from '../output.ts'
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
  const result = evaluateScenarios(parseScenarios(await readText(options.data)), (text) => classifier.scan(text))
  print(options.json, result, () => [
    `${result.passed} of ${result.total} as labelled, ${result.widerThanPolicy} wider than the policy`,
    ...result.failures.map((failure) => `  ${JSON.stringify(failure)}`),
  ])
  return result.widerThanPolicy === 0 ? 0 : 1
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
