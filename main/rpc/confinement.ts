import { TidegateError } from '#contracts/errors.ts'

/** Procedures that reach files or addresses beyond the app's own data folder. */
const BEYOND: ReadonlySet<string> = new Set([
  'sources.addFolder',
  'models.add',
  'models.load',
  'models.tryAgain',
  'models.verify',
  'providers.test',
  'providers.put',
  'providers.find',
  'dataFolder.open',
  'dataFolder.backups.create',
  'dataFolder.backups.check',
  'dataFolder.backups.restore',
  'dataFolder.backups.remove',
  'updates.look',
  'updates.download',
  'updates.install',
  // Starts processes.
  'tests.start',
  'tests.setSchedule',
])
/** Settings that name such files or addresses. */
const NAMES_BEYOND = /^(?:providers|models|trustedHosts|hostedHosts|coordinator|flags)(?:\.|$)/

type Env = Readonly<Record<string, string | undefined>>

/** Whether the app was started to be tried out by a model, which must not reach through it what it cannot reach itself. */
export function isConfined(env: Env): boolean {
  return env.TIDEGATE_UNDER_TEST === '1' && env.TIDEGATE_TEST_CONFINED === '1'
}

/** Throws CONFLICT for a call that would reach beyond the data folder of a confined app. */
export function refuseBeyond(path: readonly string[], input: unknown): void {
  const name = path.join('.')
  if (!BEYOND.has(name) && !(name === 'config.set' && NAMES_BEYOND.test(settingOf(input)))) return
  throw new TidegateError('CONFLICT', 'This app is being tried out, and reaches nothing beyond its own data folder.')
}

/** Not validated yet; what is no path is refused later. */
function settingOf(input: unknown): string {
  return typeof input === 'object' && input !== null && 'path' in input ? String(input.path) : ''
}
