import type { GuardReason, GuardSignal } from '#contracts/test-guard.ts'
import type { Quarantine, TestRun } from '#contracts/test-run.ts'
import { outcomeOf } from './run-outcome.ts'

export interface GuardRules {
  readonly app: string
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly maxAgeHours: number
  readonly minScenarios: number
}

const HOUR_MS = 3_600_000
const UNKNOWN: ReadonlySet<GuardReason> = new Set<GuardReason>(['no-run', 'incomplete', 'too-few', 'too-old'])

/**
 * What the runs of a build (newest first) say to a rollout. Judged is the newest that was carried out to its end over enough scenarios; every verdict
 * outside quarantine must have passed, on every attempt and by every runner. What failed in a later run, however small, counts too. A picture that waits
 * for a person is no pass. Where nothing failed, but there is too little to go by, the answer is not known.
 */
export function guardOf(runs: readonly TestRun[], quarantined: readonly Quarantine[], rules: GuardRules): GuardSignal {
  const held = new Set(quarantined.map(({ scenario }) => scenario))
  const seen = runs
    .filter(({ environment }) => environment.app === rules.app)
    .map((run) => {
      const scenarios = new Set(run.results.flatMap(({ verdict: { scenario } }) => (held.has(scenario) ? [] : [scenario])))
      return { run, outcome: outcomeOf(run, quarantined), scenarios: scenarios.size }
    })
  const complete = seen.filter(({ outcome, scenarios }) => outcome.missing === 0 && scenarios > 0)
  const judged = complete.find(({ scenarios }) => scenarios >= rules.minScenarios)
  const later = judged === undefined ? seen : seen.slice(0, seen.indexOf(judged))
  const notPassed = later.reduce((sum, { outcome }) => sum + outcome.failed + outcome.needsReview + outcome.disagreements.length, 0)
  const ageHours = judged === undefined ? 0 : (rules.now - judged.run.startedAt) / HOUR_MS
  const most = Math.max(0, ...complete.map(({ scenarios }) => scenarios))

  const because: GuardSignal['because'] = []
  const say = (reason: GuardReason, count: number, words: string): void => void because.push({ reason, count, words })
  const { failed = 0, needsReview = 0, disagreements = [] } = judged?.outcome ?? {}
  if (failed > 0) say('failed', failed, `${verdicts(failed)} failed.`)
  if (needsReview > 0)
    say('needs-review', needsReview, `${verdicts(needsReview)} ${needsReview === 1 ? 'waits' : 'wait'} for a person’s look.`)
  if (disagreements.length > 0)
    say('disagreements', disagreements.length, `The runners disagree on ${scenarioCount(disagreements.length)}.`)
  if (notPassed > 0) {
    const where = judged === undefined ? 'In runs that were too small or cut off' : 'In later runs'
    say('failed-later', notPassed, `${where}, ${verdicts(notPassed)} did not pass.`)
  }
  if (seen.length === 0) say('no-run', 0, 'No run of this build is on record.')
  else if (complete.length === 0) say('incomplete', seen.length, 'No run of this build was carried out to its end.')
  else if (judged === undefined) say('too-few', most, `The largest run has ${scenarioCount(most)}; ${rules.minScenarios} are asked for.`)
  else if (ageHours > rules.maxAgeHours)
    say('too-old', Math.floor(ageHours), `The run is ${Math.floor(ageHours)} hours old; at most ${rules.maxAgeHours} are asked for.`)

  const isBad = because.some(({ reason }) => !UNKNOWN.has(reason))
  return {
    status: isBad ? 'fail' : because.length > 0 ? 'unknown' : 'pass',
    because,
    runId: (judged ?? complete[0] ?? seen[0])?.run.id ?? null,
    app: rules.app,
  }
}

function verdicts(count: number): string {
  return count === 1 ? '1 verdict' : `${count} verdicts`
}

function scenarioCount(count: number): string {
  return count === 1 ? '1 scenario' : `${count} scenarios`
}
