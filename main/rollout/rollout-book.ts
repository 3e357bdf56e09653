import { isDeepStrictEqual } from 'node:util'
import { TidegateError } from '#contracts/errors.ts'
import {
  type Environment,
  FLAG_KEYS,
  type FlagKey,
  FlagKeySchema,
  type FlagReport,
  type FlagSetting,
  type Rollout,
  type RolloutReport,
  type RolloutWish,
  RolloutWishSchema,
  STAGES,
} from '#contracts/flags.ts'
import type { GuardSignal } from '#contracts/test-guard.ts'
import type { Clock, Log } from '../platform.ts'
import type { CohortOutcome } from '../storage/types.ts'
import { type Assessment, assessRollout, type CohortSample } from './assess.ts'
import type { FlagFile } from './flag-file.ts'
import { type FlagSettings, resolveFlag, runningRollout, withValue } from './resolve-flag.ts'
import { asOneUnit, samplesOf } from './samples.ts'
import type { SharedReports } from './shared-reports.ts'
import { ADVANCED, CLOCK_SET_BACK, HELD_BY_HAND, RESUMED, STARTED, TAKEN_BACK } from './words.ts'

/** Flags and their rollouts: what people and the guard do with them. Every change is recorded. */
export interface RolloutBook {
  flags(): FlagReport
  /** Sets a flag for this environment; null takes that back. Throws BAD_INPUT, and CONFLICT while a rollout of it runs. */
  set(key: string, value: boolean | null): Promise<FlagReport>
  /** Begins with the first stage. Throws BAD_INPUT, and CONFLICT while one of the flag runs. */
  start(wish: RolloutWish): Promise<Rollout>
  /** Keeps the cohorts as they are; the guard does not let it go on by itself. Throws NOT_FOUND. */
  hold(id: string): Promise<Rollout>
  /** Lets the guard go on. Throws NOT_FOUND. */
  resume(id: string): Promise<Rollout>
  /** Goes on to the next stage, whatever the figures are. Throws NOT_FOUND. */
  advance(id: string): Promise<Rollout>
  /** Gives everybody the value that they had. Throws NOT_FOUND. */
  rollBack(id: string): Promise<Rollout>
  /** All rollouts of this environment with their figures, the newest first. Changes nothing. */
  reports(): Promise<RolloutReport[]>
  /** The guard: looks at each rollout that runs, and advances, holds or rolls back. Tells of what it changed. */
  check(): Promise<readonly Rollout[]>
}

export interface RolloutBookDeps {
  readonly file: FlagFile
  /** Whether several installations share the file. */
  readonly shared: boolean
  readonly environment: () => Environment
  readonly installation: () => string
  readonly reports: SharedReports
  /** What the requests of the stage came to. */
  readonly outcomes: (rollout: Rollout) => Promise<readonly CohortOutcome[]>
  /** What the tests say of this build; `unknown` where nobody ran them. */
  readonly tests: () => Promise<GuardSignal['status']>
  readonly record: (what: 'flag' | 'rollout', before: unknown, after: unknown, note: string) => Promise<void>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Log, 'error'>
}

/** Clocks of machines that share a file differ by less (ms). */
const CLOCKS_DIFFER_MS = 60_000

export function createRolloutBook(deps: RolloutBookDeps): RolloutBook {
  const { file, clock } = deps

  const mine = ({ environment }: Rollout): boolean => environment === deps.environment()

  /** Changes one rollout that has not ended, where it is still as it was looked at. Null where somebody else was faster. */
  async function change(before: Rollout, next: Partial<Rollout>, note: string): Promise<Rollout | null> {
    const after: Rollout = { ...before, because: note, ...next }
    let done = false
    file.update((settings) => {
      const now = settings.rollouts.find(({ id }) => id === before.id)
      // Whatever differs: that a person has held it by hand in the meantime shows in its reason alone.
      done = now !== undefined && now.endedAt === null && isDeepStrictEqual(now, before)
      if (!done) return settings
      const ended = after.endedAt === null ? null : after.state === 'done' ? after.to : !after.to
      return {
        values: ended === null ? settings.values : withValue(settings, after.flag, after.environment, ended),
        rollouts: settings.rollouts.map((one) => (one.id === before.id ? after : one)),
      }
    })
    if (!done) return null
    await deps.record('rollout', before, after, note)
    return after
  }

  function running(id: string): Rollout {
    const found = file.get().rollouts.find((one) => one.id === id && one.endedAt === null)
    if (found === undefined) throw new TidegateError('NOT_FOUND', `No rollout "${id}" is running. "tidegate rollout list" shows them.`)
    return found
  }

  async function byHand(id: string, next: (now: Rollout) => Partial<Rollout>, note: string): Promise<Rollout> {
    const before = running(id)
    const after = await change(before, next(before), note)
    if (after === null) throw new TidegateError('CONFLICT', `The rollout "${id}" was changed by somebody else. Look at it again.`)
    return after
  }

  function further({ stage }: Rollout): Partial<Rollout> {
    const next = STAGES[STAGES.indexOf(stage) + 1] ?? 100
    const at = clock.now()
    return next === 100 ? { stage: 100, state: 'done', stageSince: at, endedAt: at } : { stage: next, state: 'running', stageSince: at }
  }

  const back = (): Partial<Rollout> => ({ state: 'rolled-back', endedAt: clock.now() })

  /** What is known of the units of a rollout: its own requests, or one row for each installation. */
  async function samples(rollout: Rollout): Promise<CohortSample[]> {
    return rollout.unit === 'request' ? samplesOf(await deps.outcomes(rollout)) : deps.reports.list(rollout)
  }

  async function assess(rollout: Rollout): Promise<Assessment> {
    const [seen, tests] = await Promise.all([samples(rollout), deps.tests()])
    return assessRollout(rollout, seen, { now: clock.now(), tests })
  }

  async function standing(rollout: Rollout): Promise<Pick<RolloutReport, 'now' | 'kpis'>> {
    if (rollout.endedAt !== null) return { now: null, kpis: null }
    const { because, kpis } = await assess(rollout)
    return { now: because, kpis: [...kpis] }
  }

  /** Puts what this installation came to where the others look. */
  async function tell(rollout: Rollout): Promise<void> {
    if (rollout.unit === 'request') return
    const unit = asOneUnit(samplesOf(await deps.outcomes(rollout)))
    if (unit !== null) deps.reports.put(rollout, unit)
  }

  /** A stage that began in what is now the future would have no requests until then, and nobody would look after its canary. */
  async function begunBy(rollout: Rollout): Promise<Rollout> {
    const at = clock.now()
    if (rollout.stageSince - at <= CLOCKS_DIFFER_MS) return rollout
    // Held by hand it stays so, which its reason says.
    const reason = rollout.state === 'held' ? { because: rollout.because } : {}
    return (await change(rollout, { stageSince: at, ...reason }, CLOCK_SET_BACK)) ?? rollout
  }

  /** One look at one rollout. */
  async function look(found: Rollout): Promise<Rollout | null> {
    const rollout = await begunBy(found)
    // The others are told where the folder lets it be; what is known of them counts either way.
    await tell(rollout).catch((error: unknown) => deps.log.error('rollout.not_told', error))
    return step(rollout, await assess(rollout))
  }

  async function step(rollout: Rollout, { action, because }: Assessment): Promise<Rollout | null> {
    if (rollout.state === 'held' && rollout.because === HELD_BY_HAND && action !== 'roll-back') return null
    switch (action) {
      case 'advance':
        return change(rollout, further(rollout), because)
      case 'roll-back':
        return change(rollout, back(), because)
      case 'hold':
        return rollout.state === 'held' ? null : change(rollout, { state: 'held' }, because)
      case 'stay':
        return null
    }
  }

  function flags(): FlagReport {
    const settings = file.get()
    const subject = { environment: deps.environment(), installation: deps.installation(), request: null }
    return {
      environment: subject.environment,
      file: file.path,
      flags: FLAG_KEYS.map((key) => ({ key, ...resolveFlag(key, settings, subject) })),
      problems: [...file.problems()],
    }
  }

  return {
    flags,
    async set(name, value) {
      const key = flagOf(name)
      const environment = deps.environment()
      let before: FlagSetting | null = null
      file.update((settings) => {
        const rollout = runningRollout(settings, key, environment)
        if (rollout !== null)
          throw new TidegateError('CONFLICT', `"${key}" is being rolled out. End that first: tidegate rollout back ${rollout.id}.`)
        before = settings.values[key] ?? null
        return { ...settings, values: withValue(settings, key, environment, value) }
      })
      await deps.record(
        'flag',
        { [key]: before },
        { [key]: file.get().values[key] ?? null },
        value === null ? 'As shipped again.' : 'Set by hand.',
      )
      return flags()
    },
    async start(given) {
      const parsed = RolloutWishSchema.safeParse(given)
      if (!parsed.success) {
        const issue = parsed.error.issues[0]
        throw new TidegateError('BAD_INPUT', `${issue?.path.join('.') ?? 'rollout'}: ${issue?.message ?? 'not valid'}.`)
      }
      const wish = parsed.data
      if (wish.unit === 'installation' && !deps.shared) {
        throw new TidegateError(
          'BAD_INPUT',
          'Installations can only be compared where several share a file of flags. Name one first: tidegate config set flags.file PATH.',
        )
      }
      const environment = deps.environment()
      const at = clock.now()
      const after = file.update((settings) => {
        const now = runningRollout(settings, wish.flag, environment)
        if (now !== null)
          throw new TidegateError(
            'CONFLICT',
            `The rollout "${now.id}" of this flag is running. End it first: tidegate rollout back ${now.id}.`,
          )
        const { value } = resolveFlag(wish.flag, settings, { environment, installation: '', request: null })
        if (value === wish.to)
          throw new TidegateError('BAD_INPUT', `"${wish.flag}" is ${wish.to ? 'on' : 'off'} already. There is nothing to roll out.`)
        const begun: Rollout = {
          ...wish,
          id: freeId(settings, `${wish.flag}-${wish.to ? 'on' : 'off'}-${new Date(at).toISOString().slice(0, 10)}-`),
          environment,
          stage: STAGES[0],
          state: 'running',
          startedAt: at,
          stageSince: at,
          endedAt: null,
          because: STARTED,
        }
        return { ...settings, rollouts: [...settings.rollouts, begun] }
      })
      const started = runningRollout(after, wish.flag, environment)
      if (started === null) throw new Error('A rollout that was written is not there.')
      await deps.record('rollout', null, started, STARTED)
      return started
    },
    hold: (id) => byHand(id, () => ({ state: 'held' }), HELD_BY_HAND),
    resume: (id) => byHand(id, () => ({ state: 'running' }), RESUMED),
    advance: (id) => byHand(id, further, ADVANCED),
    rollBack: (id) => byHand(id, back, TAKEN_BACK),
    async reports() {
      const all = file.get().rollouts.filter(mine).toReversed()
      return Promise.all(all.map(async (rollout) => ({ rollout, ...(await standing(rollout)) })))
    },
    async check() {
      const changed: Rollout[] = []
      const failures: unknown[] = []
      for (const rollout of file.get().rollouts.filter((one) => one.endedAt === null && mine(one))) {
        // One that cannot be assessed takes nothing from the others.
        const next = await look(rollout).catch((error: unknown) => {
          failures.push(error)
          return null
        })
        if (next !== null) changed.push(next)
      }
      if (failures.length > 0) throw failures[0]
      return changed
    },
  }
}

/** The next number behind a beginning; those of ended rollouts that the file no longer has are the lowest. */
function freeId({ rollouts }: FlagSettings, beginning: string): string {
  const numbers = rollouts.filter(({ id }) => id.startsWith(beginning)).map(({ id }) => Number(id.slice(beginning.length)))
  return `${beginning}${Math.max(0, ...numbers.filter(Number.isInteger)) + 1}`
}

function flagOf(name: string): FlagKey {
  const key = FlagKeySchema.safeParse(name)
  if (!key.success) throw new TidegateError('BAD_INPUT', `There is no flag "${name}". There are: ${FLAG_KEYS.join(', ')}.`)
  return key.data
}
