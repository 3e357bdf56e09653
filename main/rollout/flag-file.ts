import { watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import {
  FLAG_KEYS,
  FlagFileSchema,
  FlagKeySchema,
  type FlagSetting,
  FlagSettingSchema,
  type Rollout,
  RolloutSchema,
} from '#contracts/flags.ts'
import { openConfigFile } from '../config/index.ts'
import type { FlagSettings } from './resolve-flag.ts'

/** The file of flags: `flags.json` of the data folder, or one that several installations share. */
export interface FlagFile {
  readonly path: string
  /** What it says now, whoever wrote it. A file that has become invalid, or has gone, leaves what was; a file that never was valid leaves all as shipped. */
  get(): FlagSettings
  /** What is wrong with it, or not understood in it; one sentence each. */
  problems(): readonly string[]
  /**
   * Changes it whole or not at all; no other process writes in between, and what a newer version wrote stays. Throws CONFIG_INVALID for a
   * file that is not valid, and what the change throws.
   */
  update(change: (settings: FlagSettings) => FlagSettings): FlagSettings
  /** Tells of changes, also of those that other processes make. */
  onChange(listener: () => void): () => void
}

/** Ended rollouts that the file keeps; the record of changes keeps all. */
const KEPT_ENDED = 20

interface Read extends FlagSettings {
  readonly problems: readonly string[]
}

const EMPTY: Read = { values: {}, rollouts: [], problems: [] }

/** `shared`: by several installations, whose people may be several. */
export function openFlagFile(path: string, { shared = false }: { readonly shared?: boolean } = {}): FlagFile {
  const file = openConfigFile(path, { shared })
  const listeners = new Set<() => void>()
  let stopWatching: (() => void) | null = null
  let looked = false
  /** There is something that can stay as it was. */
  let hasRead = false
  let version: string | null = null
  let known = EMPTY

  /** Looks at the file. Whoever listens is told of a difference, and not of every look at a file that cannot be reached. */
  function refresh(): void {
    const first = !looked
    looked = true
    const next = readNow()
    if (next === known) return
    known = next
    if (!first) queueMicrotask(tell)
  }

  function readNow(): Read {
    try {
      const now = file.version()
      if (now === version) return known
      version = now
      const content = file.read()
      // A share that is not there for a moment must not switch on what was switched off.
      if (content === null && hasRead) return withProblem(`${path} has gone. The flags stay as they were.`)
      const read = parse(content, path)
      hasRead = true
      return read
    } catch (error) {
      // What the system does not let anybody read now it may at the next look, although nobody has changed the file.
      if (!isContent(error)) version = null
      const why = error instanceof TidegateError ? error.message : `${path} cannot be reached.`
      return withProblem(`${why} Until then the flags stay as they ${hasRead ? 'were' : 'were shipped'}.`)
    }
  }

  const withProblem = (problem: string): Read =>
    known.problems.length === 1 && known.problems[0] === problem ? known : { ...known, problems: [problem] }

  function tell(): void {
    for (const listener of [...listeners]) listener()
  }

  /** A system that cannot watch costs the notice, not the change: every look looks at the file. */
  function startWatching(): () => void {
    try {
      const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
        if (name === basename(path) || name === null) refresh()
      })
      watcher.on('error', () => watcher.close())
      return () => watcher.close()
    } catch {
      return () => {}
    }
  }

  return {
    path,
    get() {
      refresh()
      return known
    },
    problems() {
      refresh()
      return known.problems
    },
    update(change) {
      let written: Record<string, unknown> = {}
      version = file.update((content) => {
        written = merged(content ?? {}, change(content === null ? known : parse(content, path)))
        return written
      })
      known = parse(written, path)
      looked = true
      hasRead = true
      tell()
      return known
    },
    onChange(listener) {
      listeners.add(listener)
      refresh()
      stopWatching ??= startWatching()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        stopWatching?.()
        stopWatching = null
      }
    },
  }
}

/** Whether what stands in the file is wrong; it stays so until somebody changes it. */
function isContent(error: unknown): boolean {
  return error instanceof TidegateError && !(error.cause instanceof Error && 'code' in error.cause && typeof error.cause.code === 'string')
}

function parse(content: unknown, path: string): Read {
  const outer = FlagFileSchema.safeParse(content ?? {})
  if (!outer.success) throw invalid(path, outer.error.issues[0]?.path.join('.') ?? '', outer.error.issues[0]?.message ?? 'not valid')
  const problems: string[] = []
  const values: Partial<Record<(typeof FLAG_KEYS)[number], FlagSetting>> = {}
  for (const [key, value] of Object.entries(outer.data.flags)) {
    const known = FlagKeySchema.safeParse(key)
    if (!known.success) {
      problems.push(`This version has no flag "${key}". It has: ${FLAG_KEYS.join(', ')}.`)
      continue
    }
    const setting = FlagSettingSchema.safeParse(value)
    if (!setting.success) throw invalid(path, `flags.${key}`, 'true, false, or one of both for each environment')
    values[known.data] = setting.data
  }
  const rollouts: Rollout[] = []
  for (const [index, row] of outer.data.rollouts.entries()) {
    if (!FlagKeySchema.safeParse(row.flag).success) {
      problems.push(`This version has no flag "${row.flag}", so its rollout is not followed.`)
      continue
    }
    const rollout = RolloutSchema.safeParse(row)
    const issue = rollout.error?.issues[0]
    if (!rollout.success) throw invalid(path, `rollouts.${index}.${issue?.path.join('.') ?? ''}`, issue?.message ?? 'not valid')
    rollouts.push(rollout.data)
  }
  const running = rollouts.filter(({ endedAt }) => endedAt === null).map(({ flag, environment }) => `${flag} in ${environment}`)
  const double = running.find((name, index) => running.indexOf(name) !== index)
  if (double !== undefined) throw invalid(path, 'rollouts', `two that have not ended for ${double}`)
  return { values, rollouts, problems }
}

function invalid(path: string, where: string, what: string): TidegateError {
  return new TidegateError('CONFIG_INVALID', `${path}: ${where}: ${what.replace(/\s+/g, ' ')}. Correct it, or move it away.`)
}

/** The next content: what this version understands as it is now, and the rest as it was. */
function merged(content: Readonly<Record<string, unknown>>, { values, rollouts }: FlagSettings): Record<string, unknown> {
  const before = FlagFileSchema.parse(content)
  const foreign = Object.entries(before.flags).filter(([key]) => !FlagKeySchema.safeParse(key).success)
  const ended = rollouts.filter(({ endedAt }) => endedAt !== null).slice(-KEPT_ENDED)
  return {
    flags: { ...Object.fromEntries(foreign), ...values },
    rollouts: [
      ...before.rollouts.filter(({ flag }) => !FlagKeySchema.safeParse(flag).success),
      ...rollouts.filter((one) => one.endedAt === null || ended.includes(one)),
    ],
  }
}
