import type { Scenario, ScenarioStep, ScenarioTarget } from '#contracts/scenario.ts'

/** A step that holds today and may not tomorrow. */
export interface Brittle {
  /** 1-based. */
  readonly step: number
  readonly message: string
}

/** Warns of what makes a scenario fail without a defect, or pass with one. */
export function lintScenario(scenario: Scenario): Brittle[] {
  const found: Brittle[] = []
  scenario.steps.forEach((step, index) => {
    const warn = (message: string): void => {
      found.push({ step: index + 1, message })
    }
    const target = targetOf(step)
    if (target !== null) lintTarget(target, warn)
    if ('wait' in step && step.wait.text === undefined && step.wait.gone === undefined && step.wait.for === undefined) {
      warn('It waits for time to pass. Wait for a text or a control instead.')
    }
    if ('press' in step && index > 0 && /^(?:Tab|Shift\+Tab|Arrow)/.test(step.press) && isPress(scenario.steps[index - 1])) {
      warn('It walks by keys from wherever the focus is. Name the control.')
    }
    if ('click' in step && isClick(scenario.steps[index - 1]) && same(step, scenario.steps[index - 1])) {
      warn('It clicks the same control twice in a row. Expect what the first click does.')
    }
  })
  if (scenario.expect.every((expectation) => 'accessible' in expectation || 'looks' in expectation)) {
    found.push({ step: scenario.steps.length, message: 'It expects nothing of what the app did. Expect a text, a route or a state.' })
  }
  return found
}

function lintTarget(target: ScenarioTarget, warn: (message: string) => void): void {
  if (target.name === undefined && target.within === undefined) warn(`It takes any ${target.role}. Give it a name.`)
  if (target.name !== undefined && /\d{2,}/.test(target.name)) warn('The name holds a number that may change. Name the part that stays.')
  if (target.role === 'generic' || target.role === 'presentation') warn('That role says nothing. Use the role of the control.')
}

function targetOf(step: ScenarioStep): ScenarioTarget | null {
  if ('click' in step) return step.click
  if ('fill' in step) return step.fill
  if ('choose' in step) return step.choose
  if ('drop' in step) return step.drop.on ?? null
  return 'wait' in step ? (step.wait.for ?? null) : null
}

function isPress(step: ScenarioStep | undefined): boolean {
  return step !== undefined && 'press' in step
}

function isClick(step: ScenarioStep | undefined): boolean {
  return step !== undefined && 'click' in step
}

function same(a: ScenarioStep, b: ScenarioStep | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
