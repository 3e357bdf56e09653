import type { ScenarioExpectation, ScenarioStep, ScenarioTarget } from '#contracts/scenario.ts'

/** A step as a person would say it. Texts that are typed are not repeated: a report must hold nothing private. */
export function stepInWords(step: ScenarioStep): string {
  if ('click' in step) return `click ${targetInWords(step.click)}`
  if ('fill' in step) return `fill ${step.fill.with.length} characters into ${targetInWords(step.fill)}`
  if ('choose' in step) return `choose “${step.choose.option}” in ${targetInWords(step.choose)}`
  if ('press' in step) return `press ${step.press}`
  if ('drop' in step) return `drop the file ${step.drop.file}${step.drop.on ? ` on ${targetInWords(step.drop.on)}` : ''}`
  if ('machine' in step) return 'change what the machine has'
  if ('provider' in step) return `let the ${step.provider.name} provider ${step.provider.does.replace('-', ' ')}`
  const { text, gone, for: target, seconds } = step.wait
  if (text !== undefined) return `wait for “${text}”`
  if (gone !== undefined) return `wait until “${gone}” is gone`
  return target === undefined ? `wait ${seconds ?? 0} seconds` : `wait for ${targetInWords(target)}`
}

/** An expectation as a person would say it. */
export function expectationInWords(expectation: ScenarioExpectation): string {
  if ('text' in expectation) return `“${expectation.text}” is seen`
  if ('noText' in expectation) return `“${expectation.noText}” is not seen`
  if ('state' in expectation) return `${targetInWords(expectation.state)} is ${expectation.state.is}`
  if ('value' in expectation) return `${targetInWords(expectation.value)} holds what is expected`
  if ('route' in expectation) return `the route is ${expectation.route}`
  if ('label' in expectation) return `the label is ${expectation.label}`
  if ('decision' in expectation) return `the decision is ${expectation.decision}`
  if ('egress' in expectation)
    return expectation.egress.length === 0 ? 'nothing left' : `nothing left but for ${expectation.egress.join(', ')}`
  if ('notInEgress' in expectation) return 'certain words are in nothing that left'
  if ('jobs' in expectation) return 'the jobs went as expected'
  return 'accessible' in expectation ? 'the screen is accessible' : `the screen looks like “${expectation.looks}”`
}

function targetInWords({ role, name, within }: ScenarioTarget): string {
  const inside = within === undefined ? '' : ` in the ${within.role}${within.name === undefined ? '' : ` “${within.name}”`}`
  return `the ${role}${name === undefined ? '' : ` “${name}”`}${inside}`
}
