import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type OnboardingState, OnboardingStateSchema } from '#contracts/onboarding.ts'

const FILE = 'onboarding.json'
const FileSchema = z.object({ state: OnboardingStateSchema })

/** Whether the person went through the first steps. Kept in the data folder: another window, or another browser, knows it as well. */
export interface Onboarding {
  get(): OnboardingState
  set(state: OnboardingState): OnboardingState
}

/** @param isNew the data folder was made by this start; only then there is somebody to welcome */
export function openOnboarding(dataDir: string, isNew: boolean): Onboarding {
  const file = join(dataDir, FILE)
  const read = (): OnboardingState | null => {
    try {
      return FileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).state
    } catch {
      return null
    }
  }
  const set = (state: OnboardingState): OnboardingState => {
    writeFileSync(`${file}.new`, `${JSON.stringify({ state })}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
    return state
  }
  if (isNew && read() === null) set('pending')
  // A folder from before there were first steps belongs to somebody who knows the app.
  return { get: () => read() ?? 'done', set }
}
