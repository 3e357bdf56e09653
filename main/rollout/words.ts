import type { RolloutKpi } from '#contracts/flags.ts'

/** Why a rollout is where it is. */
export const STARTED = 'It has begun.'
export const HELD_BY_HAND = 'Held by hand.'
export const RESUMED = 'Goes on, by hand.'
export const ADVANCED = 'Advanced by hand.'
export const TAKEN_BACK = 'Rolled back by hand.'
export const ALL_WELL = 'Nothing speaks against it.'
export const TESTS_FAIL = 'The tests of this build fail.'

export const CHANGED_ELSEWHERE = 'Changed in the file itself, or by another installation.'
export const CLOCK_SET_BACK = 'The clock of this machine was set back; the stage begins anew.'

export function notComparable(kpi: RolloutKpi): string {
  return `This cannot be compared, so that it does not go on by itself: ${KPI_WORDS[kpi]}.`
}

export function tooEarly(canary: number, control: number, minimum: number, unit: 'request' | 'installation'): string {
  return unit === 'request'
    ? `Too early: ${canary} requests with the change and ${control} without it so far; ${minimum} of each are needed.`
    : `Too early: ${canary} installations with the change and ${control} without it so far; ${minimum} of each are needed.`
}

export function lastsLonger(hours: number): string {
  return `Nothing speaks against it; the stage lasts ${hours} h more.`
}

export function failsMore(canary: string, control: string): string {
  return `With the change more drafts fail: ${canary} beside ${control}.`
}

export function isWorse(kpi: RolloutKpi, canary: string, control: string): string {
  return `With the change this is worse: ${KPI_WORDS[kpi]}, ${canary} beside ${control}.`
}

export function seemsWorse(kpi: RolloutKpi, canary: string, control: string): string {
  return `With the change this seems worse, though it is not certain yet: ${KPI_WORDS[kpi]}, ${canary} beside ${control}.`
}

const KPI_WORDS: Readonly<Record<RolloutKpi, string>> = {
  failed: 'drafts that failed',
  'fell-back': 'drafts that another model had to write',
  'not-good': 'drafts that were not good enough',
  'log-time': 'time to the draft',
  'cost-usd': 'cost of a draft',
  cited: 'cited sentences',
}
