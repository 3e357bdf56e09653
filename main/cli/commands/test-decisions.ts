import { EXIT, TidegateError } from '#contracts/errors.ts'
import { personName } from '../../person-name.ts'
import { systemClock } from '../../system-platform.ts'
import type { BaselineStore } from '../../testing/baselines/index.ts'
import { SESSION_HOSTS, type SessionHost } from '../../testing/session/types.ts'
import { findScenarios } from '../../testing/suite/index.ts'
import type { CliContext } from '../context.ts'
import { print } from '../output.ts'
import { baselinesOf, type FolderOptions, scenarioFolders, withResults } from './test-setting.ts'

interface DecideOptions extends FolderOptions {
  readonly all?: boolean
  readonly note?: string
}
interface QuarantineOptions extends FolderOptions {
  readonly owner?: string
  readonly days?: string
  readonly note?: string
  readonly lift?: boolean
}

const DAY_MS = 86_400_000

/** `test approve`: what waits becomes what screens are compared with. */
export async function testApprove(context: CliContext, names: readonly string[], options: DecideOptions): Promise<number> {
  return decide(context, names, options, 'approved')
}

/** `test reject`: the approved picture stays, and the reason is on record. */
export async function testReject(context: CliContext, names: readonly string[], options: DecideOptions): Promise<number> {
  return decide(context, names, options, 'rejected')
}

interface Waiting {
  readonly name: string
  readonly host: SessionHost
  readonly store: BaselineStore
}

/** Checked as a whole before anything is decided: a wrong name leaves all as it is. A name stands for its picture on every host. */
function decide(context: CliContext, names: readonly string[], options: DecideOptions, decision: 'approved' | 'rejected'): number {
  const waiting = scenarioFolders(context, options).flatMap((folder) =>
    SESSION_HOSTS.flatMap((host): Waiting[] => {
      const store = baselinesOf(context, options, folder, host)
      return store.waiting().map((name) => ({ name, host, store }))
    }),
  )
  const offered = waiting.length === 0 ? 'None waits.' : `Waiting: ${[...new Set(waiting.map(({ name }) => name))].join(', ')}`
  if (names.length === 0 && options.all !== true) throw new TidegateError('BAD_INPUT', `Name the pictures, or say --all. ${offered}`)
  for (const name of names) {
    if (waiting.some((one) => one.name === name)) continue
    throw new TidegateError('BAD_INPUT', `No picture of “${name}” waits for a decision. ${offered}`)
  }
  const chosen = options.all === true ? waiting : waiting.filter(({ name }) => names.includes(name))
  const by = { author: personName(context.env), note: options.note ?? '', at: systemClock.now() }
  for (const { name, store } of chosen) {
    if (decision === 'approved') store.approve(name, by)
    else store.reject(name, by)
  }
  print(options.json, { decision, pictures: chosen.map(({ name, host }) => ({ name, host })), by: by.author }, () =>
    chosen.length === 0
      ? [offered]
      : chosen.map(({ name, host }) => `${decision === 'approved' ? 'Approved' : 'Rejected'} ${name} (${host}).`),
  )
  return EXIT.ok
}

/** `test quarantine`: who sees to an unreliable scenario, and until when it fails no run. */
export async function testQuarantine(context: CliContext, scenario: string, options: QuarantineOptions): Promise<void> {
  const days = Number(options.days ?? 14)
  if (!Number.isInteger(days) || days < 1 || days > 90) throw new TidegateError('BAD_INPUT', '--days needs a whole number from 1 to 90.')
  const since = systemClock.now()
  const until = options.lift === true ? since : since + days * DAY_MS
  const quarantine = { scenario, owner: options.owner ?? personName(context.env), note: options.note ?? '', since, until }
  const known = findScenarios(scenarioFolders(context, options)).scenarios.some((one) => one.scenario.name === scenario)
  await withResults(context, options, async (results) => {
    // That of a scenario which has been deleted can still be lifted.
    const held = options.lift === true && (await results.quarantined(since)).some((one) => one.scenario === scenario)
    if (!known && !held) throw new TidegateError('BAD_INPUT', `There is no scenario “${scenario}”.`)
    await results.quarantine(quarantine)
  })
  print(options.json, quarantine, () => [
    options.lift === true
      ? `${scenario} counts again.`
      : `${scenario} fails no run until ${new Date(until).toISOString().slice(0, 10)}; ${quarantine.owner} sees to it.`,
  ])
}
