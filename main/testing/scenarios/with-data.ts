import type { Scenario } from '#contracts/scenario.ts'

/** A scenario with one row of its data filled in. */
export interface ScenarioRun {
  readonly scenario: Scenario
  /** 1-based number of the row; null for a scenario without data. */
  readonly row: number | null
}

/** Once for each row of data, with `{{name}}` replaced in every text. A name that the row lacks stays as it is, so that a step fails by its words. */
export function withData(scenario: Scenario): ScenarioRun[] {
  if (scenario.data.length === 0) return [{ scenario, row: null }]
  return scenario.data.map((row, index) => ({
    scenario: { ...scenario, steps: fill(scenario.steps, row), expect: fill(scenario.expect, row) },
    row: index + 1,
  }))
}

function fill<T>(value: T, row: Readonly<Record<string, string>>): T
function fill(value: unknown, row: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return value.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => row[name] ?? whole)
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, row))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill<unknown>(inner, row)]))
  }
  return value
}
