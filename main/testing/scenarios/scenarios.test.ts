import { describe, expect, it } from 'vitest'
import type { Scenario } from '#contracts/scenario.ts'
import { lintScenario } from './lint-scenario.ts'
import { readScenario } from './read-scenario.ts'
import { withData } from './with-data.ts'

const GOOD = `name: stays-here
title: A key never leaves
providers: [hosted]
steps:
  - fill: { role: textbox, name: Prompt, with: "The key is {{key}}" }
  - click: { role: button, name: Generate }
  - wait: { text: Nothing left this machine }
expect:
  - route: local
  - label: restricted
  - egress: []
data:
  - { key: first }
  - { key: second }
`

function read(text: string): Scenario {
  const result = readScenario(text, 'a.yaml')
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.scenario
}

const problemsOf = (text: string) => {
  const result = readScenario(text, 'a.yaml')
  return 'problems' in result ? result.problems : []
}

describe('a scenario’s file', () => {
  it('is read', () => {
    expect(read(GOOD)).toMatchObject({ name: 'stays-here', steps: [{ fill: { with: 'The key is {{key}}' } }, {}, {}], masks: [] })
  })

  it.each([
    ['an unknown field of a target', GOOD.replace('name: Generate }', 'nam: Generate }'), 6, 'nam'],
    ['a step that there is not', GOOD.replace('click:', 'klick:'), 6, 'This is no step'],
    ['a wrong value', GOOD.replace('route: local', 'route: nearby'), 9, 'route'],
    ['a missing title', GOOD.replace('title: A key never leaves\n', ''), 1, 'title'],
    ['broken YAML', GOOD.replace('egress: []', 'egress: ['), 12, ''],
    ['a judge of nothing', `${GOOD}judge: {}\n`, 15, 'every draft passes'],
    ['a judge of no words', `${GOOD}judge: { rules: { forbidden: [] } }\n`, 15, 'every draft passes'],
    ['a key twice', `${GOOD}title: Again\n`, 15, 'unique'],
  ])('with %s says the line', (_case, text, line, words) => {
    const [problem] = problemsOf(text)
    expect(problem).toMatchObject({ file: 'a.yaml', line })
    expect(problem?.message).toContain(words)
    expect(problem?.column).toBeGreaterThan(0)
  })

  it('cannot grow by aliases', () => {
    expect(problemsOf(`${GOOD}tags: &a [x]\nmasks: *a\n`)[0]?.message).toContain('Aliases')
  })
})

describe('data', () => {
  it('runs a scenario once a row, filled in', () => {
    const runs = withData(read(GOOD))
    expect(runs.map(({ row }) => row)).toEqual([1, 2])
    expect(runs[1]?.scenario.steps[0]).toMatchObject({ fill: { with: 'The key is second' } })
  })
})

describe('the linter', () => {
  it('has nothing to say of a good scenario', () => {
    expect(lintScenario(read(GOOD))).toEqual([])
  })

  it.each([
    ['waits for time', '- wait: { seconds: 3 }', 'waits for time'],
    ['takes any control', '- click: { role: button }', 'Give it a name'],
    ['names a number', '- click: { role: row, name: "Job 1042" }', 'number that may change'],
    ['walks by keys', '- press: Tab\n  - press: Tab', 'walks by keys'],
    ['clicks twice', '- click: { role: button, name: Go }\n  - click: { role: button, name: Go }', 'twice in a row'],
  ])('warns of a step that %s', (_case, step, words) => {
    const warnings = lintScenario(read(GOOD.replace('  - wait: { text: Nothing left this machine }', `  ${step}`)))
    expect(warnings.map(({ message }) => message).join()).toContain(words)
  })
})
