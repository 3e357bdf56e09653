import type { BrowserContext } from 'playwright-core'
import type { Scenario } from '#contracts/scenario.ts'
import { LISTEN_IN_PAGE, TELL } from './listen-in-page.ts'
import { type RecordedEvent, RecordedEventSchema } from './recorded-event.ts'
import { SECRET, stepsOfEvents } from './steps-of-events.ts'

export interface Recording {
  /** What was done so far. */
  events(): readonly RecordedEvent[]
}

/** More than this is no scenario any more. */
const MOST_EVENTS = 20_000

/**
 * Records what is done in the pages of a context, from now on and after every load. The browser must run with {@link RECORDING_FLAG}; what a page
 * tells is parsed, and what does not fit is left out.
 */
export async function recordPages(context: BrowserContext): Promise<Recording> {
  const events: RecordedEvent[] = []
  await context.exposeBinding(TELL, (_source, told: unknown) => {
    const event = RecordedEventSchema.safeParse(typeof told === 'string' ? JSON.parse(told) : told)
    if (event.success && events.length < MOST_EVENTS) events.push(event.data)
  })
  await context.addInitScript(LISTEN_IN_PAGE)
  for (const page of context.pages()) await page.evaluate(LISTEN_IN_PAGE)
  return { events: () => events }
}

/**
 * A scenario of what was done. `heading` is the first heading of the screen at the end: the least that must be true again; whoever records adds
 * what they saw. A secret that was typed is left as a hole in the data. Null when nothing was done.
 */
export function scenarioOfRecording(
  { name, title, heading }: { readonly name: string; readonly title: string; readonly heading: string },
  events: readonly RecordedEvent[],
): Scenario | null {
  const steps = stepsOfEvents(events)
  if (steps.length === 0) return null
  const hasSecret = steps.some((step) => 'fill' in step && step.fill.with === SECRET)
  return {
    name,
    title,
    tags: ['recorded'],
    providers: [],
    data: hasSecret ? [{ secret: 'a value for the test' }] : [],
    steps,
    expect: [{ state: { role: 'heading', name: heading, is: 'visible' } }],
    masks: [],
  }
}
