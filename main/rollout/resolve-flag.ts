import { createHash } from 'node:crypto'
import type { Environment, FLAG_REASONS, FlagKey, FlagSetting, Rollout } from '#contracts/flags.ts'

export type Cohort = 'canary' | 'control'

/** What the file says that this version understands. */
export interface FlagSettings {
  readonly values: Partial<Readonly<Record<FlagKey, FlagSetting>>>
  readonly rollouts: readonly Rollout[]
}

/** Of whom a flag is asked. `request` is a name for its wording; null where no request is at hand. */
export interface FlagSubject {
  readonly environment: Environment
  readonly installation: string
  readonly request: string | null
}

export interface ResolvedFlag {
  readonly value: boolean
  readonly because: (typeof FLAG_REASONS)[number]
  /** The running rollout that the subject has a cohort in. */
  readonly rollout: Rollout | null
}

/** Every flag is on as shipped. */
const SHIPPED = true

/** The value of a flag, and why: the cohort of a running rollout, else what is set for the environment, else as shipped. Pure. */
export function resolveFlag(key: FlagKey, settings: FlagSettings, subject: FlagSubject): ResolvedFlag {
  const rollout = runningRollout(settings, key, subject.environment)
  if (rollout !== null) {
    const cohort = cohortOf(rollout, subject)
    return { value: cohort === 'canary' ? rollout.to : !rollout.to, because: cohort, rollout }
  }
  const set = settings.values[key]
  const value = typeof set === 'object' ? set[subject.environment] : set
  return value === undefined ? { value: SHIPPED, because: 'shipped', rollout: null } : { value, because: 'set', rollout: null }
}

/** The rollout of a flag that has not ended; there is at most one in an environment. */
export function runningRollout({ rollouts }: FlagSettings, key: FlagKey, environment: Environment): Rollout | null {
  return rollouts.find((one) => one.flag === key && one.environment === environment && one.endedAt === null) ?? null
}

/**
 * The cohort of a unit: by a hash of the rollout's name and the unit's, so that it stays while the share grows, and another rollout has
 * other canaries. Without a request at hand a rollout by requests has no canary.
 */
export function cohortOf({ id, unit, stage }: Rollout, { installation, request }: FlagSubject): Cohort {
  const name = unit === 'installation' ? installation : request
  if (name === null) return 'control'
  const place = createHash('sha256').update(`${id}\0${name}`).digest().readUIntBE(0, 6) / 2 ** 48
  return place * 100 < stage ? 'canary' : 'control'
}

/** The values with one of them set for an environment; the others keep what they have. */
export function withValue(
  { values }: Pick<FlagSettings, 'values'>,
  key: FlagKey,
  environment: Environment,
  value: boolean | null,
): FlagSettings['values'] {
  const before = values[key]
  const each: Partial<Record<Environment, boolean>> =
    typeof before === 'boolean' ? { development: before, staging: before, production: before } : { ...before }
  if (value === null) delete each[environment]
  else each[environment] = value
  const { [key]: _, ...others } = values
  return Object.keys(each).length === 0 ? others : { ...others, [key]: each }
}
