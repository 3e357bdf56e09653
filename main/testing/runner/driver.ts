import type { ScenarioTarget, TargetState } from '#contracts/scenario.ts'
import type { RunnerName } from '#contracts/verdict.ts'
import type { Captured } from '../baselines/index.ts'

/**
 * Hands and eyes on the app. Every method rejects with what stood in the way, in words, when it cannot be done in time; none of them retries an
 * action that was carried out.
 */
export interface Driver {
  readonly name: RunnerName
  click(target: ScenarioTarget): Promise<void>
  fill(target: ScenarioTarget, text: string): Promise<void>
  choose(target: ScenarioTarget, option: string): Promise<void>
  press(keys: string): Promise<void>
  /** Drops a file on a part of the screen; without one, on the window. */
  drop(file: { readonly name: string; readonly text: string }, on: ScenarioTarget | null): Promise<void>
  /** Waits until the words are seen. `seconds` is the longest. */
  waitForText(text: string, seconds: number): Promise<void>
  waitUntilGone(text: string, seconds: number): Promise<void>
  waitForTarget(target: ScenarioTarget, seconds: number): Promise<void>
  /** Looks once. */
  sees(text: string): Promise<boolean>
  isInState(target: ScenarioTarget, state: TargetState): Promise<boolean>
  /** What stands in a field; null when there is no such field. */
  fieldValue(target: ScenarioTarget): Promise<string | null>
  picture(masks: readonly string[]): Promise<Captured>
  /** Serious violations of accessibility, each in a sentence. */
  inaccessible(): Promise<readonly string[]>
}
