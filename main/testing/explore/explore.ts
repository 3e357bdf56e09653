import type { Scenario, ScenarioExpectation, ScenarioStep, ScenarioTarget } from '#contracts/scenario.ts'
import { stepInWords } from '../runner/in-words.ts'
import { explorePrompt } from './explore-prompt.ts'
import { type Action, readAction } from './read-action.ts'
import { expectationOf, refsOf } from './snapshot-refs.ts'

/** Hands of an exploring model. Each takes a reference of the last snapshot and rejects, in words, when it cannot be done. */
export interface Hands {
  snapshot(): Promise<string>
  click(ref: string): Promise<void>
  type(ref: string, text: string): Promise<void>
  choose(ref: string, option: string): Promise<void>
  press(key: string): Promise<void>
  waitForText(text: string): Promise<void>
  /** Whether every page is still the app's own. */
  isInside(): Promise<boolean>
}

export interface ExploringModel {
  /** Null: an answer could cost more than `mostUsd` (US dollars), so it was not asked. */
  ask(prompt: string, mostUsd: number, signal: AbortSignal): Promise<{ readonly text: string; readonly costUsd: number } | null>
}

/** All are hard limits: none is passed, whatever a screen or a model says. */
export interface ExploreBudget {
  /** Actions and answers that are no action, together. */
  readonly steps: number
  readonly costUsd: number
  /** Milliseconds. */
  readonly ms: number
}

export type ExploreEnd = 'done' | 'gave-up' | 'out-of-steps' | 'out-of-money' | 'out-of-time' | 'left-the-app' | 'no-screen' | 'cancelled'

export interface Exploration {
  readonly end: ExploreEnd
  /** What the model said at its end, or empty. */
  readonly because: string
  /** What on the screen shows that the goal is reached; null where it is not. */
  readonly shows: ScenarioExpectation | null
  readonly steps: readonly ScenarioStep[]
  /** Each step and what stood in its way, in words. */
  readonly told: readonly string[]
  readonly costUsd: number
}

interface ExploreDeps {
  readonly hands: Hands
  readonly model: ExploringModel
  readonly now: () => number
  /** Unguessable letters, new at each call. */
  readonly mark: () => string
  /** Hears of each step, and of what stood in its way, as it happens. */
  readonly onTold?: (words: string) => void
}

/**
 * Lets a model try the app from a goal in plain words. It sees snapshots and answers with one action of a closed list, on something that stands
 * in the last snapshot; anything else costs a step and does nothing. Ends when the goal is reached, a budget would be passed, or the screen is
 * not the app's any more or cannot be read. Rejects where the model cannot be asked, never for what it says; an action that fails is told to it.
 */
export async function explore(
  goal: string,
  budget: ExploreBudget,
  { hands, model, now, mark, onTold }: ExploreDeps,
  signal: AbortSignal,
): Promise<Exploration> {
  const until = now() + budget.ms
  const limit = AbortSignal.any([signal, AbortSignal.timeout(budget.ms)])
  const over = new Promise<'late'>((resolve) => limit.addEventListener('abort', () => resolve('late'), { once: true }))
  /** A model that is silent and a screen that hangs are waited for no longer than everything may take. What is broken off then is no fault of theirs. */
  const inTime = <T>(work: Promise<T>): Promise<T | 'late'> => {
    const orLate = (error: unknown): 'late' => {
      if (limit.aborted) return 'late'
      throw error
    }
    return Promise.race([work.catch(orLate), over])
  }
  const steps: ScenarioStep[] = []
  const told: string[] = []
  let costUsd = 0
  const tell = (words: string): void => {
    told.push(words)
    onTold?.(words)
  }
  const ended = (end: ExploreEnd, because = ''): Exploration => ({ end, because, shows: null, steps: [...steps], told: [...told], costUsd })
  const endedLate = (): Exploration => ended(signal.aborted ? 'cancelled' : 'out-of-time')

  for (let left = budget.steps; left > 0; left -= 1) {
    if (signal.aborted) return ended('cancelled')
    if (now() >= until) return ended('out-of-time')
    const seen = await inTime(look(hands))
    if (seen === 'late') return endedLate()
    if ('end' in seen) return ended(seen.end, seen.because)
    const { screen } = seen
    const prompt = explorePrompt({ goal, done: told, stepsLeft: left }, screen, mark())
    const answer = await inTime(model.ask(prompt, Math.max(0, budget.costUsd - costUsd), limit))
    if (answer === 'late') return endedLate()
    if (answer === null) return ended('out-of-money')
    costUsd += answer.costUsd
    const action = readAction(answer.text)
    if (action === null) {
      tell('That was no action: one line of JSON is needed.')
      continue
    }
    if (action.do === 'done') {
      const shows = expectationOf(action.because, screen)
      if (shows !== null) return { ...ended('done', action.because), shows }
      tell('Those words are not on the screen.')
      continue
    }
    if (action.do === 'give-up') return ended('gave-up', action.because)
    const problem = await inTime(carryOut(action, refsOf(screen), hands, steps))
    if (problem === 'late') return endedLate()
    tell(problem ?? stepInWords(steps.at(-1) ?? { press: 'nothing' }))
    if (!(await hands.isInside())) return ended('left-the-app')
  }
  return ended('out-of-steps')
}

/** The screen, unless it is another's: a page may go on to a foreign one a while after the action that led there. */
async function look(
  hands: Hands,
): Promise<{ readonly screen: string } | { readonly end: 'no-screen' | 'left-the-app'; readonly because: string }> {
  try {
    const screen = await hands.snapshot()
    return (await hands.isInside()) ? { screen } : { end: 'left-the-app', because: '' }
  } catch (error) {
    return { end: 'no-screen', because: inShort(error) }
  }
}

function inShort(error: unknown): string {
  return (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)).slice(0, 260)
}

/** Does it and adds the step; says what stood in its way otherwise. */
async function carryOut(
  action: Exclude<Action, { readonly do: 'done' | 'give-up' }>,
  refs: ReadonlyMap<string, ScenarioTarget>,
  hands: Hands,
  steps: ScenarioStep[],
): Promise<string | null> {
  const target = 'ref' in action ? refs.get(action.ref) : undefined
  if ('ref' in action && target === undefined) return `There is no ${action.ref} on the screen.`
  try {
    if (action.do === 'press') await hands.press(action.key)
    else if (action.do === 'wait') await hands.waitForText(action.text)
    else if (action.do === 'click') await hands.click(action.ref)
    else if (action.do === 'type') await hands.type(action.ref, action.text)
    else await hands.choose(action.ref, action.option)
  } catch (error) {
    return `That could not be done: ${inShort(error)}`
  }
  steps.push(stepOf(action, target ?? { role: 'document' }))
  return null
}

function stepOf(action: Exclude<Action, { readonly do: 'done' | 'give-up' }>, target: ScenarioTarget): ScenarioStep {
  switch (action.do) {
    case 'click':
      return { click: target }
    case 'type':
      return { fill: { ...target, with: action.text } }
    case 'choose':
      return { choose: { ...target, option: action.option } }
    case 'press':
      return { press: action.key }
    case 'wait':
      return { wait: { text: action.text } }
  }
}

/** What was done, as a scenario that anybody can run again; null where the goal was not reached. */
export function scenarioOf(name: string, goal: string, { shows, steps }: Exploration): Scenario | null {
  if (shows === null || steps.length === 0) return null
  return {
    name,
    title: goal.slice(0, 200),
    tags: ['explored'],
    providers: [],
    data: [],
    steps: [...steps],
    expect: [shows],
    masks: [],
  }
}
