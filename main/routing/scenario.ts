import { TidegateError } from '#contracts/errors.ts'
import { DEFAULT_POLICY, type Finding, highestLabel, type Label, type Policy } from '#contracts/privacy.ts'
import { type RoutingDecision, type Scenario, ScenarioSchema } from '#contracts/routing.ts'
import { decide } from './decide.ts'
import type { DifficultyEstimator } from './difficulty/index.ts'

/** The classifier, as far as scenarios need it. May throw: then the text counts as restricted. */
export type ScanText = (text: string) => { readonly label: Label; readonly findings: readonly Finding[] }

/** Rows of a scenario file: a JSON list, one JSON object, or one object a line. Throws BAD_INPUT naming the row. */
export function parseScenarios(text: string): Scenario[] {
  return rawRows(text).map(({ value, where }) => {
    const parsed = ScenarioSchema.safeParse(value)
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]
    throw new TidegateError(
      'BAD_INPUT',
      `${where}: ${issue?.path.join('.') ?? ''}: ${issue?.message.replace(/\s+/g, ' ') ?? 'not a scenario'}.`,
    )
  })
}

function rawRows(text: string): { value: unknown; where: string }[] {
  try {
    const whole: unknown = JSON.parse(text)
    if (Array.isArray(whole)) return whole.map((value, index) => ({ value, where: `Row ${index + 1}` }))
    return [{ value: whole, where: 'The scenario' }]
  } catch {
    // Not one document: one object a line.
  }
  const rows: { value: unknown; where: string }[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    try {
      rows.push({ value: JSON.parse(line), where: `Line ${index + 1}` })
    } catch (error) {
      throw new TidegateError('BAD_INPUT', `Line ${index + 1} is not JSON. Give a JSON list of scenarios, or one object a line.`, {
        cause: error,
      })
    }
  }
  return rows
}

/** Decides one described situation. */
export function decideScenario(
  row: Omit<Scenario, 'expect' | 'why'>,
  scan: ScanText,
  policy: Policy = builtInPolicy(),
  difficulty: DifficultyEstimator | null = null,
): RoutingDecision {
  const started = performance.now()
  const decision = decide({
    id: row.id,
    now: 0,
    prompt: row.prompt,
    sources: row.sources,
    scan: scanRow(row, scan),
    options: row.options,
    snapshot: row.resources,
    providers: row.providers,
    policy,
    difficulty,
  })
  return { ...decision, elapsedMs: performance.now() - started }
}

function scanRow(row: Pick<Scenario, 'prompt' | 'sources'>, scan: ScanText) {
  try {
    const prompt = scan(row.prompt)
    const sources = row.sources.map(({ name, text }) => ({ name, ...scan(text) }))
    return {
      label: highestLabel([prompt.label, ...sources.map(({ label }) => label)]),
      findings: [...prompt.findings, ...sources.flatMap(({ name, findings }) => findings.map((finding) => ({ ...finding, source: name })))],
    }
  } catch {
    return 'failed' as const
  }
}

export function builtInPolicy(): Policy {
  const { allowed } = DEFAULT_POLICY
  return {
    allowed: {
      public: [...allowed.public],
      internal: [...allowed.internal],
      confidential: [...allowed.confidential],
      restricted: [...allowed.restricted],
    },
  }
}

export interface ScenarioReport {
  readonly total: number
  readonly passed: number
  /** passed / total, 0 to 1. */
  readonly accuracy: number
  /** Decisions whose route the built-in policy forbids for the expected label. Must be 0. */
  readonly widerThanPolicy: number
  /** Scan and decision together. */
  readonly latencyMs: { readonly p50: number; readonly p95: number }
  readonly failures: readonly { readonly id: string; readonly expected: unknown; readonly got: unknown }[]
}

/** Compares decisions with the labels of the rows. Rows without `expect` are decided but not counted. */
export function evaluateScenarios(
  rows: readonly Scenario[],
  scan: ScanText,
  difficulty: DifficultyEstimator | null = null,
): ScenarioReport {
  const failures: { id: string; expected: unknown; got: unknown }[] = []
  const times: number[] = []
  let total = 0
  let widerThanPolicy = 0
  for (const row of rows) {
    const decision = decideScenario(row, scan, builtInPolicy(), difficulty)
    times.push(decision.elapsedMs)
    const { expect } = row
    if (expect === undefined) continue
    total += 1
    const label = expect.label ?? decision.label
    if (decision.route !== null && !builtInPolicy().allowed[label].includes(decision.route)) widerThanPolicy += 1
    const asExpected =
      decision.status === expect.status &&
      (expect.routes === undefined || (decision.route !== null && expect.routes.includes(decision.route))) &&
      (expect.label === undefined || decision.label === expect.label) &&
      (expect.reasons ?? []).every((reason) => decision.reasons.some((code) => code === reason))
    if (!asExpected) {
      const { status, route, label: got, reasons } = decision
      failures.push({ id: row.id, expected: expect, got: { status, route, label: got, reasons } })
    }
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  const passed = total - failures.length
  return {
    total,
    passed,
    accuracy: total === 0 ? 1 : passed / total,
    widerThanPolicy,
    latencyMs: { p50: at(0.5), p95: at(0.95) },
    failures,
  }
}
