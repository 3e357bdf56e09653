import type { ScenarioStep, ScenarioTarget } from '#contracts/scenario.ts'
import type { RecordedEvent } from './recorded-event.ts'

/** Somebody who waits this long (ms) before they go on was waiting for something. */
const A_WAIT_MS = 1_500
/** The longest wait that a scenario may name (s). */
const LONGEST_S = 120
/** Stands for what was typed into a field for secrets: whoever runs the scenario gives it as data. */
export const SECRET = '{{secret}}'

/**
 * What was done, as steps that can be done again. Letters typed one after the other are one text; the click that only puts the caret into a
 * field is no step; a list that is opened to choose from is one choice; where somebody waited, the next control is waited for.
 */
export function stepsOfEvents(events: readonly RecordedEvent[]): ScenarioStep[] {
  const steps: ScenarioStep[] = []
  let lastAt: number | null = null
  for (const [index, event] of events.entries()) {
    const next = events[index + 1]
    if (event.kind === 'input' && next?.kind === 'input' && isSame(event, next)) continue
    if (event.kind === 'click' && next !== undefined && isOnlyOnTheWay(event, next)) continue
    const before = events[index - 1]
    const since = lastAt === null ? 0 : event.at - lastAt
    lastAt = event.at
    if (since >= A_WAIT_MS && event.kind === 'click') {
      steps.push({ wait: { for: targetOf(event), seconds: Math.min(LONGEST_S, Math.ceil((since / 1_000) * 2)) } })
    }
    steps.push(stepOf(event, before))
  }
  return steps
}

function stepOf(event: RecordedEvent, before: RecordedEvent | undefined): ScenarioStep {
  switch (event.kind) {
    case 'press':
      return { press: event.keys }
    case 'input':
      return { fill: { ...targetOf(event), with: event.isSecret ? SECRET : event.value } }
    case 'choose':
      return { choose: { ...targetOf(event), option: event.option } }
    case 'click':
      return event.role === 'option' && before?.kind === 'click' && before.role === 'combobox'
        ? { choose: { ...targetOf(before), option: event.name } }
        : { click: targetOf(event) }
  }
}

/** A click into the field that is then filled, or on the list that is then chosen from. */
function isOnlyOnTheWay(click: Extract<RecordedEvent, { kind: 'click' }>, next: RecordedEvent): boolean {
  if (next.kind === 'input' || next.kind === 'choose') return isSame(click, next)
  return click.role === 'combobox' && next.kind === 'click' && next.role === 'option'
}

type Named = Extract<RecordedEvent, { readonly role: string }>

function isSame(one: Named, other: Named): boolean {
  return one.role === other.role && one.name === other.name
}

function targetOf({ role, name }: Named): ScenarioTarget {
  return name === '' ? { role } : { role, name, exact: true }
}
