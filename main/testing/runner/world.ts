import type { Label, Route } from '#contracts/privacy.ts'
import type { ScenarioStep } from '#contracts/scenario.ts'
import type { DraftToJudge } from '../judge/index.ts'

export type MachineStep = Extract<ScenarioStep, { readonly machine: unknown }>['machine']
export type ProviderStep = Extract<ScenarioStep, { readonly provider: unknown }>['provider']

/** What the app did that no screen shows, and what surrounds it. */
export interface World {
  /** The newest decision, or null before the first. */
  lastDecision(): Promise<{ readonly status: string; readonly route: Route | null; readonly label: Label } | null>
  /** The draft of the newest request; null until it is finished. */
  lastDraft(): Promise<DraftToJudge | null>
  /** Everything that left, oldest first: where to, and the bytes as text. */
  egress(): Promise<ReadonlyArray<{ readonly destination: string; readonly payload: string }>>
  jobs(): Promise<{ readonly failed: number; readonly succeeded: number }>
  /** What the machine seems to have from now on. Rejects where that cannot be set. */
  setMachine(machine: MachineStep): Promise<void>
  setProvider(provider: ProviderStep): Promise<void>
}
