import { userInfo } from 'node:os'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import { systemClock } from '../../system-platform.ts'
import type { BaselineStore } from '../../testing/baselines/index.ts'
import type { CliContext, CommonOptions } from '../context.ts'
import { print } from '../output.ts'
import { baselinesOf, type FolderOptions, scenarioFolders, withResults } from './test-setting.ts'

interface DecideOptions extends FolderOptions {
  readonly all?: boolean
  readonly note?: string
}
interface QuarantineOptions extends CommonOptions {
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

/** Checked as a whole before anything is decided: a wrong name leaves all as it is. */
function decide(context: CliContext, names: readonly string[], options: DecideOptions, decision: 'approved' | 'rejected'): number {
  const stores = scenarioFolders(context, options).map((folder) => baselinesOf(context, options, folder))
  const waiting = stores.flatMap((store) => store.waiting().map((name) => ({ name, store })))
  const offered = waiting.length === 0 ? 'None waits.' : `Waiting: ${waiting.map(({ name }) => name).join(', ')}`
  if (names.length === 0 && options.all !== true) throw new TidegateError('BAD_INPUT', `Name the pictures, or say --all. ${offered}`)
  const chosen = options.all === true ? waiting : names.map((name) => ({ name, store: storeOf(waiting, name, offered) }))
  const by = { author: person(), note: options.note ?? '', at: systemClock.now() }
  for (const { name, store } of chosen) {
    if (decision === 'approved') store.approve(name, by)
    else store.reject(name, by)
  }
  print(options.json, { decision, names: chosen.map(({ name }) => name), by: by.author }, () =>
    chosen.length === 0 ? [offered] : chosen.map(({ name }) => `${decision === 'approved' ? 'Approved' : 'Rejected'} ${name}.`),
  )
  return EXIT.ok
}

function storeOf(
  waiting: ReadonlyArray<{ readonly name: string; readonly store: BaselineStore }>,
  name: string,
  offered: string,
): BaselineStore {
  const [found, second] = waiting.filter((one) => one.name === name)
  if (found === undefined) throw new TidegateError('BAD_INPUT', `No picture of “${name}” waits for a decision. ${offered}`)
  if (second !== undefined) throw new TidegateError('BAD_INPUT', `Pictures of “${name}” wait in two folders. Say which with --folder.`)
  return found.store
}

/** `test quarantine`: who sees to an unreliable scenario, and until when it fails no run. */
export async function testQuarantine(context: CliContext, scenario: string, options: QuarantineOptions): Promise<void> {
  const days = Number(options.days ?? 14)
  if (!Number.isInteger(days) || days < 1 || days > 90) throw new TidegateError('BAD_INPUT', '--days needs a whole number from 1 to 90.')
  const since = systemClock.now()
  const until = options.lift === true ? since : since + days * DAY_MS
  const quarantine = { scenario, owner: options.owner ?? person(), note: options.note ?? '', since, until }
  await withResults(context, options, (results) => results.quarantine(quarantine))
  print(options.json, quarantine, () => [
    options.lift === true
      ? `${scenario} counts again.`
      : `${scenario} fails no run until ${new Date(until).toISOString().slice(0, 10)}; ${quarantine.owner} sees to it.`,
  ])
}

function person(): string {
  return userInfo().username
}
