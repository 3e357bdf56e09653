import { isDeepStrictEqual } from 'node:util'
import { FLAG_KEYS, FlagKeySchema, FlagSettingSchema, type Rollout, RolloutSchema } from '#contracts/flags.ts'
import type { RoutingChange } from '#contracts/routing-learning.ts'
import type { ChangeLog } from '../learning/index.ts'
import type { Disposable, Log } from '../platform.ts'
import type { FlagFile } from './flag-file.ts'
import { type FlagSettings, withValue } from './resolve-flag.ts'
import { CHANGED_ELSEWHERE } from './words.ts'

/** Who changes the file by our commands, here or in another process, records it in less (ms). */
const SETTLES_MS = 2_000
/** More changes than anybody makes of flags. */
const MOST_CHANGES = 10_000

/** Records what changed in the file of flags past the commands: by an editor, another installation, or while the app was not running. */
export interface FileRecord extends Disposable {
  /** Looks at once, and after each further change of the file until disposed. */
  follow(): Promise<void>
}

export function createFileRecord(deps: {
  readonly file: FlagFile
  readonly changes: Pick<ChangeLog, 'list' | 'record'>
  readonly log: Pick<Log, 'error'>
}): FileRecord {
  const { file, changes, log } = deps
  let stop: (() => void) | null = null
  let waiting: NodeJS.Timeout | null = null
  let looking: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    const recorded = settingsAfter(await changes.list(MOST_CHANGES))
    const now = file.get()
    // What cannot be read has changed nothing, and what was never read says nothing.
    if (file.problems().length > 0 && Object.keys(now.values).length === 0 && now.rollouts.length === 0) return
    for (const key of FLAG_KEYS) {
      const [before, after] = [recorded.values[key] ?? null, now.values[key] ?? null]
      if (!isDeepStrictEqual(before, after)) await changes.record('flag', { [key]: before }, { [key]: after }, CHANGED_ELSEWHERE)
    }
    const ids = new Set([...recorded.rollouts, ...now.rollouts].map(({ id }) => id))
    for (const id of ids) {
      const [before, after] = [recorded, now].map(({ rollouts }) => rollouts.find((one) => one.id === id) ?? null)
      // The file forgets the older ones that have ended.
      const isForgotten = after === null && before?.endedAt != null
      if (!isForgotten && !isDeepStrictEqual(before, after)) await changes.record('rollout', before, after, CHANGED_ELSEWHERE)
    }
  }

  function lookNow(): Promise<void> {
    if (waiting !== null) clearTimeout(waiting)
    waiting = null
    looking = looking.then(look).catch((error: unknown) => void log.error('routing.change_not_recorded', error))
    return looking
  }

  return {
    async follow() {
      stop ??= file.onChange(() => {
        if (waiting !== null) clearTimeout(waiting)
        waiting = setTimeout(() => void lookNow(), SETTLES_MS)
        waiting.unref()
      })
      await lookNow()
    },
    async dispose() {
      const follows = stop !== null
      stop?.()
      stop = null
      // Of the latest change the system may not have told yet.
      await (follows ? lookNow() : looking)
    },
  }
}

/** What the record says that the file holds. A rollout that ended has set its flag, which has no line of its own there. */
function settingsAfter(newestFirst: readonly RoutingChange[]): FlagSettings {
  let values: FlagSettings['values'] = {}
  const rollouts = new Map<string, Rollout>()
  for (const { what, before, after } of newestFirst.toReversed()) {
    if (what === 'flag') {
      for (const [name, value] of Object.entries(objectOf(after))) {
        const key = FlagKeySchema.safeParse(name).data
        if (key === undefined) continue
        const { [key]: _, ...others } = values
        const setting = FlagSettingSchema.safeParse(value).data
        values = setting === undefined ? others : { ...others, [key]: setting }
      }
    } else if (what === 'rollout') {
      const [was, is] = [before, after].map((text) => RolloutSchema.safeParse(JSON.parse(text)).data)
      if (is !== undefined) rollouts.set(is.id, is)
      else if (was !== undefined) rollouts.delete(was.id)
      if (is?.endedAt != null && was?.endedAt === null)
        values = withValue({ values }, is.flag, is.environment, (is.state === 'done') === is.to)
    }
  }
  return { values, rollouts: [...rollouts.values()] }
}

function objectOf(text: string): object {
  const parsed: unknown = JSON.parse(text)
  return typeof parsed === 'object' && parsed !== null ? parsed : {}
}
