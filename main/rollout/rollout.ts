import { dirname, join } from 'node:path'
import type { ConfigStore } from '../config/index.ts'
import type { ChangeLog } from '../learning/index.ts'
import type { Disposable, Platform } from '../platform.ts'
import type { RoutingStore } from '../storage/types.ts'
import { openFlagFile } from './flag-file.ts'
import { type Flags, openFlags } from './flags.ts'
import { createGuardWatch } from './guard-watch.ts'
import { createFileRecord } from './record-file.ts'
import { createRolloutBook, type RolloutBook, type RolloutBookDeps } from './rollout-book.ts'
import { openSharedReports } from './shared-reports.ts'

/** Flags, their rollouts, and the guard of these. */
export interface RolloutServices extends Disposable {
  readonly flags: Flags
  readonly book: RolloutBook
  /** A request has ended: the guard may have something to look at. */
  requestEnded(): void
  /** Records from now on what changes in the file past the commands, and what did so while nobody looked. */
  follow(): Promise<void>
}

/** Requests of a stage that the guard looks at, the newest. */
const MOST_OUTCOMES = 20_000
const FILE = 'flags.json'

/** Opens the file of flags that the settings name at this moment; another one counts from the next start on. */
export async function openRollout(deps: {
  readonly dataDir: string
  readonly config: Pick<ConfigStore, 'get'>
  readonly store: Pick<RoutingStore, 'cohortOutcomes'>
  readonly changes: Pick<ChangeLog, 'record' | 'list'>
  readonly tests: RolloutBookDeps['tests']
  readonly installation: () => string
  readonly platform: Pick<Platform, 'clock' | 'log'>
  /** A flag or a rollout has changed, here or elsewhere. */
  readonly onChange: () => void
}): Promise<RolloutServices> {
  const { config, installation } = deps
  const shared = config.get().flags.file
  const file = openFlagFile(shared ?? join(deps.dataDir, FILE), { shared: shared !== null })
  const environment = (): ReturnType<RolloutBookDeps['environment']> => config.get().environment
  const flags = await openFlags({ file, environment, installation })
  const book = createRolloutBook({
    file,
    shared: shared !== null,
    environment,
    installation,
    reports: openSharedReports(dirname(file.path), installation),
    outcomes: ({ id, stageSince }) => deps.store.cohortOutcomes({ rollout: id, since: stageSince, limit: MOST_OUTCOMES }),
    tests: deps.tests,
    record: (...change) => deps.changes.record(...change),
    clock: deps.platform.clock,
    log: deps.platform.log,
  })
  const watch = createGuardWatch({
    isNeeded: () => file.get().rollouts.some((one) => one.endedAt === null && one.environment === environment()),
    check: () => book.check(),
    log: deps.platform.log,
  })
  const record = createFileRecord({ file, changes: deps.changes, log: deps.platform.log })
  const stop = file.onChange(deps.onChange)
  return {
    flags,
    book,
    requestEnded: () => watch.requestEnded(),
    follow: () => record.follow(),
    async dispose() {
      stop()
      await record.dispose()
      await watch.dispose()
      await flags.dispose()
    },
  }
}
