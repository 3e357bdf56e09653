import type { Scenario } from '#contracts/scenario.ts'
import type { AppUnderTest } from '../session/types.ts'
import { recordPages, scenarioOfRecording } from './record-page.ts'

/** What a scenario is to be called. */
export interface RecordingName {
  readonly name: string
  readonly title: string
}

/**
 * Records what a person does in an app that is open, until they close its window or `enough` is aborted; null when they did nothing. The browser
 * must run with the recorder's flag. The scenario expects the view that was open at the end.
 */
export async function recordScenario(
  app: Pick<AppUnderTest, 'context' | 'page'>,
  name: RecordingName,
  enough: AbortSignal,
): Promise<Scenario | null> {
  const { context, page } = app
  const recording = await recordPages(context).catch((error: unknown) => {
    // The window was closed before anything could be done in it.
    if (page.isClosed()) return null
    throw error
  })
  if (recording === null) return null
  let heading = ''
  const look = async (): Promise<void> => {
    heading = (await page.getByRole('heading', { level: 1 }).first().textContent({ timeout: LOOK_MS })) ?? ''
  }
  const over = Promise.withResolvers<void>()
  page.once('close', () => over.resolve())
  enough.addEventListener('abort', () => over.resolve(), { once: true })
  if (enough.aborted) over.resolve()
  const timer = setInterval(() => {
    // The window may go while it is looked at; what was seen before stands then.
    look().catch(() => undefined)
  }, LOOK_EVERY_MS)
  await over.promise
  clearInterval(timer)
  // As above.
  if (!page.isClosed()) await look().catch(() => undefined)
  return scenarioOfRecording({ ...name, heading }, recording.events())
}

const LOOK_MS = 1_000
const LOOK_EVERY_MS = 1_000
